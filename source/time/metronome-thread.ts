import { parentPort, workerData } from 'node:worker_threads';
import { metronomeAt, metronomeLeadMs, metronomeRestMs } from './metronome-memory.js';
import { createThreadClock } from './thread-clock.js';

if (parentPort !== null) beat(parentPort, workerData as SharedArrayBuffer);

/** Sleeps until each time asked for and rouses the thread that asked, until told that it is over. */
function beat(port: NonNullable<typeof parentPort>, memory: SharedArrayBuffer): void {
  const nowMs = createThreadClock();
  const cells = new Int32Array(memory);
  const times = new Float64Array(memory);
  let served = 0;
  let restedMs = Number.NEGATIVE_INFINITY;

  /** When to look again, at the latest: the time asked for, or after a rest, or never. */
  const nextLookMs = (asked: number, atMs: number): number => {
    if (asked !== served) return times[metronomeAt.wantedMs]! - metronomeLeadMs;
    return atMs < restedMs ? restedMs : Number.POSITIVE_INFINITY;
  };

  // The first word: the thread is up, and from now on in time.
  port.postMessage(null);
  while (Atomics.load(cells, metronomeAt.over) === 0) {
    const asked = Atomics.load(cells, metronomeAt.asked);
    const atMs = nowMs();
    const lookMs = nextLookMs(asked, atMs);
    if (lookMs > atMs) {
      times[metronomeAt.asleepUntilMs] = lookMs;
      Atomics.store(cells, metronomeAt.drowsy, 1);
      // Between the lines above and falling asleep the waker may ask anew: then `asked` has changed and it won't sleep.
      Atomics.wait(cells, metronomeAt.asked, asked, lookMs - atMs);
    } else if (asked !== served) {
      served = asked;
      restedMs = lookMs + metronomeRestMs;
      port.postMessage(null);
    }
  }
}
