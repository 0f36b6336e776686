import { createHistogramRecorder } from '../../measure/histogram-recorder.js';
import { bucketOf, coarseBits } from '../../measure/latency-buckets.js';
import type { Credit } from './arrival.js';
import { counterAt, type PhaseLayout, windowAt, windowMs } from './phase-memory.js';

/** A worker's record of one phase. Arrivals are credited to the phase of their due time, however late they end. */
export type PhaseBook = Credit & {
  /** When the phase ends, which the main thread may bring forward at any time. */
  readonly endMs: () => number;
  readonly loopDelayed: (delayMs: number) => void;
};

/** Opens the record of a phase that begins at `startMs` (`processNowMs()` scale) in zeroed shared memory. */
export function openPhaseBook(
  memory: SharedArrayBuffer,
  layout: PhaseLayout,
  startMs: number,
  limitsMs: readonly number[],
): PhaseBook {
  const floats = new Float64Array(memory, 0, Math.floor(memory.byteLength / 8));
  const recorder = (name: Parameters<PhaseLayout['histogramOffset']>[0]) =>
    createHistogramRecorder(memory, layout.histogramOffset(name));
  const responseTime = recorder('responseTime');
  const serviceTime = recorder('serviceTime');
  const sendLag = recorder('sendLag');
  const loopDelay = recorder('loopDelay');
  let inFlight = 0;
  let countedToMs = startMs;

  const countInFlight = (nowMs: number, change: 1 | -1): void => {
    floats[counterAt.inFlightIntegral]! += inFlight * (nowMs - countedToMs);
    countedToMs = nowMs;
    inFlight += change;
  };
  const windowNumber = (dueMs: number): number => Math.max(0, Math.floor((dueMs - startMs) / windowMs));

  return {
    endMs: () => floats[counterAt.endMs]!,
    loopDelayed: (delayMs) => loopDelay.record(delayMs * 1000),
    dispatched(dueMs, nowMs) {
      const lagUs = Math.max(0, nowMs - dueMs) * 1000;
      sendLag.record(lagUs);
      const number = windowNumber(dueMs);
      const at = layout.windowStart(number);
      // Window 0 is stored as 1, so that zeroed memory holds none.
      if (floats[at + windowAt.number] !== number + 1) {
        floats.fill(0, at, at + layout.windowFloats);
        floats[at + windowAt.number] = number + 1;
      }
      floats[at + windowAt.lag + bucketOf(lagUs, coarseBits)]! += 1;
      floats[at + windowAt.due]! += 1;
      floats[counterAt.dispatched]! += 1;
    },
    sent(nowMs) {
      countInFlight(nowMs, 1);
      floats[counterAt.sent]! += 1;
    },
    resent() {
      floats[counterAt.resent]! += 1;
    },
    settled(dueMs, sentMs, outcome, nowMs) {
      floats[counterAt[outcome]]! += 1;
      if (sentMs !== null) countInFlight(nowMs, -1);
      const responseMs = nowMs - dueMs;
      if (outcome === 'ok') {
        responseTime.record(responseMs * 1000);
        serviceTime.record((nowMs - sentMs!) * 1000);
      }
      const number = windowNumber(dueMs);
      const at = layout.windowStart(number);
      // A window whose place is used again was judged long ago.
      if (floats[at + windowAt.number] !== number + 1) return;
      switch (outcome) {
        case 'ok':
          floats[at + windowAt.responseSumMs]! += responseMs;
          for (let limit = 0; limit < limitsMs.length; limit++) {
            if (responseMs > limitsMs[limit]!) floats[at + windowAt.slow + limit]! += 1;
          }
          floats[at + windowAt.answered]! += 1;
          return;
        case 'badStatus':
        case 'timeout':
        case 'connectionFailed':
          floats[at + windowAt.failed]! += 1;
          return;
        case 'unsent':
          floats[at + windowAt.unsent]! += 1;
          return;
        case 'unfinished':
          return;
      }
    },
    blamed() {
      floats[counterAt.unsentByGenerator]! += 1;
    },
  };
}
