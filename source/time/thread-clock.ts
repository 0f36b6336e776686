import { processNowMs } from './clock.js';

const comparisons = 32;

/**
 * The `processNowMs()` scale, read the cheap way: a clock for one thread's hot loop. `performance.now()` is the same
 * clock counted from the thread's own origin, and needs no array for each reading.
 */
export function createThreadClock(): () => number {
  let offsetMs = 0;
  let closestMs = Number.POSITIVE_INFINITY;
  // The two can't be read at one instant, and first calls are slow: the closest pair of many is off by microseconds.
  for (let comparison = 0; comparison < comparisons; comparison++) {
    const beforeMs = performance.now();
    const processMs = processNowMs();
    const afterMs = performance.now();
    if (afterMs - beforeMs >= closestMs) continue;
    closestMs = afterMs - beforeMs;
    offsetMs = processMs - (beforeMs + afterMs) / 2;
  }
  return () => performance.now() + offsetMs;
}
