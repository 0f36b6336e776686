import { createHistogramRecorder, type HistogramRecorder } from '../../measure/histogram-recorder.js';
import { emptyHistogram } from '../../model/histogram.js';
import type { LoadInterval } from '../../model/load.js';
import { noOutcomes, type OutcomeCounts } from '../../model/outcome.js';
import type { ImportedRequest } from './reading.js';
import type { Span } from './span.js';

/** Sorts requests into seconds, and gives each second away when nothing can come to it any more. */
export type Seconds = {
  readonly add: (request: ImportedRequest) => void;
  /** Gives away every second that ends by then, but the last; milliseconds since 1970. */
  readonly giveUntil: (untilMs: number) => void;
  /** Gives away what is left. */
  readonly end: () => void;
  /** Requests that came when their second was given away, and are counted in a later one. */
  readonly late: () => number;
};

/** Two hours, or some 120 MB: only a file that is more out of order than that has more open at once. */
const mostOpen = 7200;

type Open = { sent: number; outcomes: Record<keyof OutcomeCounts, number>; recorder: HistogramRecorder | null };

/**
 * The seconds of a test from its first request on, given to `give` in order and without gaps: requests are counted as sent when
 * they began, and as settled when they ended. The last one ends with the test, and is from half a second to one and a half.
 */
export function createSeconds(
  { endedMs, startedMs }: Pick<Span, 'startedMs' | 'endedMs'>,
  phase: string,
  give: (interval: LoadInterval) => void,
): Seconds {
  // Nothing is shorter than the least that can be measured.
  const wholeMs = Math.max(1, endedMs - startedMs);
  // Rates of the few milliseconds at the end would tell nothing: less than half a second belongs to the second before.
  const last = Math.max(0, Math.ceil(wholeMs / 1000 - 0.5) - 1);
  const open = new Map<number, Open>();
  let oldest = 0;
  let inFlight = 0;
  let late = 0;
  const at = (ms: number): Open => {
    const second = Math.min(last, Math.max(oldest, Math.floor((ms - startedMs) / 1000)));
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
    const durationMs = oldest < last ? 1000 : wholeMs - oldest * 1000;
    inFlight = Math.max(0, inFlight + sent - settled);
    give({
      startMs: oldest * 1000,
      durationMs,
      phase,
      // Nobody told what was asked for: what was sent is all that is known.
      intendedPerSecond: (sent * 1000) / durationMs,
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
      if (startMs - startedMs < oldest * 1000) late += 1;
      at(startMs).sent += 1;
      const settled = at(startMs + latencyMs);
      settled.outcomes[outcome] += 1;
      if (outcome === 'ok') {
        settled.recorder ??= createHistogramRecorder();
        settled.recorder.record(latencyMs * 1000);
      }
      while (open.size > mostOpen) giveOldest();
    },
    giveUntil(untilMs) {
      // The last one may still get what begins at its very end.
      while (oldest < last && startedMs + (oldest + 1) * 1000 <= untilMs) giveOldest();
    },
    end() {
      while (oldest <= last) giveOldest();
    },
    late: () => late,
  };
}
