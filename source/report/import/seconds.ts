import { createHistogramRecorder, type HistogramRecorder } from '../../measure/histogram-recorder.js';
import { emptyHistogram } from '../../model/histogram.js';
import type { LoadInterval } from '../../model/load.js';
import { noOutcomes, type OutcomeCounts } from '../../model/outcome.js';
import type { ImportedRequest } from './reading.js';

/** Sorts requests into seconds, and gives each second away when nothing can come to it any more. */
export type Seconds = {
  /** False where a request lies so far from the others that it cannot belong to the same test: it is left out. */
  readonly add: (request: ImportedRequest) => boolean;
  /** Gives away what is left. */
  readonly end: () => void;
};

/** No request takes longer, and no program writes one down later: a second so far back is whole. */
const openSeconds = 120;

/** A file with a longer pause than this is two tests, or has a clock that was set. */
const longestPauseSeconds = 3600;

type Open = { sent: number; outcomes: Record<keyof OutcomeCounts, number>; recorder: HistogramRecorder | null };

/**
 * Seconds from `originMs` (since 1970) on, given to `give` in order and without gaps: requests are counted as sent when they
 * began, and as settled when they ended. What comes too late for its second is counted in the oldest that is open.
 */
export function createSeconds(originMs: number, phase: string, give: (interval: LoadInterval) => void): Seconds {
  const open = new Map<number, Open>();
  let oldest = 0;
  let newest = 0;
  let inFlight = 0;
  const at = (ms: number): Open => {
    const second = Math.max(oldest, Math.floor((ms - originMs) / 1000));
    newest = Math.max(newest, second);
    let found = open.get(second);
    if (found === undefined) {
      found = { sent: 0, outcomes: { ...noOutcomes }, recorder: null };
      open.set(second, found);
    }
    return found;
  };
  const giveOldest = (): void => {
    const { outcomes, recorder, sent } = open.get(oldest) ?? { sent: 0, outcomes: noOutcomes, recorder: null };
    const latency = recorder?.toData() ?? emptyHistogram;
    const settled = outcomes.ok + outcomes.badStatus + outcomes.timeout + outcomes.connectionFailed;
    inFlight = Math.max(0, inFlight + sent - settled);
    give({
      startMs: oldest * 1000,
      durationMs: 1000,
      phase,
      // Nobody told what was asked for: what was sent is all that is known.
      intendedPerSecond: sent,
      due: sent,
      sent,
      outcomes,
      inFlight,
      waiting: 0,
      connectionsOpen: 0,
      responseTime: latency,
      serviceTime: latency,
      sendLag: emptyHistogram,
    });
    open.delete(oldest);
    oldest += 1;
  };
  return {
    add({ latencyMs, outcome, startMs }) {
      const endSecond = (startMs + latencyMs - originMs) / 1000;
      if (endSecond > newest + longestPauseSeconds || endSecond < oldest - longestPauseSeconds) return false;
      at(startMs).sent += 1;
      const settled = at(startMs + latencyMs);
      settled.outcomes[outcome] += 1;
      if (outcome === 'ok') {
        settled.recorder ??= createHistogramRecorder();
        settled.recorder.record(latencyMs * 1000);
      }
      while (newest - oldest >= openSeconds) giveOldest();
      return true;
    },
    end() {
      while (oldest <= newest && open.size > 0) giveOldest();
    },
  };
}
