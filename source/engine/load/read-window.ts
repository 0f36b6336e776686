import { bucketCount, bucketStartUs, coarseBits } from '../../measure/latency-buckets.js';
import type { LoadWindow, NamedWindow } from '../../model/load.js';
import { type PhaseLayout, watchedAt, windowAt } from './phase-memory.js';

const lagBuckets = bucketCount(coarseBits);

/**
 * Judges one window of a phase from what all its workers have counted. To be called when every limit has passed since
 * the window's end: whatever has not ended by now is slow. `number` counts the phase's windows from 0.
 */
export function readWindow(
  memories: readonly Float64Array[],
  layout: PhaseLayout,
  number: number,
  limits: number,
  span: { readonly startMs: number; readonly durationMs: number },
): LoadWindow {
  let due = 0;
  let unsent = 0;
  let answered = 0;
  let failed = 0;
  let responseSumMs = 0;
  const slow = new Array<number>(limits).fill(0);
  const lag = new Array<number>(lagBuckets).fill(0);
  const start = layout.windowStart(number);
  for (const floats of memories) {
    const at = (offset: number): number => floats[start + offset]!;
    // A worker with no arrival in this window has not taken its place.
    if (at(windowAt.number) !== number + 1) continue;
    // Slow before answered, ends before beginnings: the worker goes on counting.
    for (let limit = 0; limit < limits; limit++) slow[limit]! += at(windowAt.slow + limit);
    answered += at(windowAt.answered);
    failed += at(windowAt.failed);
    unsent += at(windowAt.unsent);
    responseSumMs += at(windowAt.responseSumMs);
    for (let bucket = 0; bucket < lagBuckets; bucket++) lag[bucket]! += at(windowAt.lag + bucket);
    due += at(windowAt.due);
  }
  const unsettled = Math.max(0, due - answered - failed - unsent);
  return {
    startMs: span.startMs,
    durationMs: span.durationMs,
    due,
    answered,
    slow: slow.map((count) => count + unsettled),
    failed,
    unsent,
    meanResponseMs: answered === 0 ? 0 : responseSumMs / answered,
    inFlight: unsettled,
    sendLagP99Ms: lagQuantileMs(lag, 0.99),
    cpuRatio: null,
    ...(layout.watched === 0 ? {} : { named: readNamed(memories, layout, number) }),
  };
}

function readNamed(memories: readonly Float64Array[], layout: PhaseLayout, number: number): readonly NamedWindow[] {
  const start = layout.windowStart(number);
  return Array.from({ length: layout.watched }, (_, index) => {
    const from = start + layout.watchedStart(index);
    const sums = { due: 0, answered: 0, slow: 0, failed: 0, unsent: 0, responseSumMs: 0 };
    for (const floats of memories) {
      if (floats[start + windowAt.number] !== number + 1) continue;
      // In the same order as above, for the same reason.
      for (const counter of ['slow', 'responseSumMs', 'answered', 'failed', 'unsent', 'due'] as const) {
        sums[counter] += floats[from + watchedAt[counter]]!;
      }
    }
    const { answered, due, failed, responseSumMs, slow, unsent } = sums;
    const unsettled = Math.max(0, due - answered - failed - unsent);
    const meanResponseMs = answered === 0 ? 0 : responseSumMs / answered;
    return { due, answered, slow: slow + unsettled, failed, unsent, meanResponseMs };
  });
}

function lagQuantileMs(buckets: readonly number[], quantile: number): number {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(quantile * total));
  let seen = 0;
  for (const [index, count] of buckets.entries()) {
    seen += count;
    if (total === 0 || seen < rank) continue;
    return (bucketStartUs(index, coarseBits) + bucketStartUs(index + 1, coarseBits)) / 2000;
  }
  return 0;
}
