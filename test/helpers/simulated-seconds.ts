import { createHistogramRecorder, type HistogramRecorder } from '../../source/measure/histogram-recorder.js';
import type { RunCell } from '../../source/measure/run-cells.js';
import type { SimulatedReply } from './simulated-server.js';

/** One second of a search, by when answers came, as the load engine's intervals tell it. */
export type SimulatedSecond = {
  /** As the session names its phases: `estimate 640/s`. */
  readonly phase: string;
  readonly perSecond: number;
  readonly cell: RunCell;
};

/** Counts a search second by second. Arrivals and loads are given in order of time. */
export type SimulatedSeconds = {
  readonly loads: (fromSeconds: number, phase: string, perSecond: number) => void;
  /** `reply` is null for an arrival that was not sent. */
  readonly arrives: (atSeconds: number, reply: SimulatedReply | null) => void;
  /** Seconds that hold an arrival or an answer, in order. */
  readonly end: () => readonly SimulatedSecond[];
};

type Open = { due: number; bad: number; readonly recorder: HistogramRecorder };

/** No seconds yet. */
export function createSimulatedSeconds(): SimulatedSeconds {
  const changes: { readonly fromSeconds: number; readonly phase: string; readonly perSecond: number }[] = [];
  const open = new Map<number, Open>();
  const closed: SimulatedSecond[] = [];
  let oldest = 0;

  const at = (second: number): Open => {
    let found = open.get(second);
    if (found === undefined) {
      found = { due: 0, bad: 0, recorder: createHistogramRecorder() };
      open.set(second, found);
    }
    return found;
  };
  // An interval is told by what the plan asks for at its end.
  const closeUntil = (end: number): void => {
    for (; oldest < end; oldest++) {
      const found = open.get(oldest);
      if (found === undefined) continue;
      open.delete(oldest);
      const change = changes.findLast(({ fromSeconds }) => fromSeconds < oldest + 1);
      if (change === undefined) continue;
      const responseTime = found.recorder.toData();
      const { due, bad } = found;
      closed.push({
        phase: change.phase,
        perSecond: change.perSecond,
        cell: { seconds: 1, due, bad, good: responseTime.count, responseTime },
      });
    }
  };
  return {
    loads(fromSeconds, phase, perSecond) {
      changes.push({ fromSeconds, phase, perSecond });
    },
    arrives(atSeconds, reply) {
      const second = Math.floor(atSeconds);
      closeUntil(second);
      at(second).due += 1;
      if (reply === null) at(second).bad += 1;
      else if (reply.failed) at(Math.floor(reply.endSeconds)).bad += 1;
      else at(Math.floor(reply.endSeconds)).recorder.record((reply.endSeconds - atSeconds) * 1e6);
    },
    end() {
      closeUntil(Math.max(oldest, ...open.keys(), 0) + 1);
      return closed;
    },
  };
}
