import { kneeOf } from '../../measure/knee.js';
import type { Verdict } from '../../model/discovery.js';
import type { SessionView } from '../state.js';
import { slotsOf } from './slots.js';

/** One probe, or ten seconds of a run: what was achieved (per second) and what its p99 was then. */
export type CurveDot = {
  readonly achievedPerSecond: number;
  readonly p99Ms: number;
  /** Null where nobody judged it. */
  readonly verdict: Verdict | null;
};

/** What the pane of latency against achieved rate shows. */
export type CurveView = {
  /** In the order of time: what is drawn last is newest. */
  readonly dots: readonly CurveDot[];
  /** Where the load is now; null while none is under way. */
  readonly now: CurveDot | null;
  readonly limitMs: number | null;
  readonly limitText: string | null;
  /** Rate from which on response time rises faster than rate does; null where that cannot be told. */
  readonly kneePerSecond: number | null;
  /** The load line: the answer of the search, or the highest rate known to be carried. */
  readonly linePerSecond: number | null;
  readonly isLineFinal: boolean;
};

/** Length of a dot of a run without a search. */
const stretchMs = 10_000;

export function selectCurve(view: SessionView): CurveView {
  const objective = view.head?.objectives.find((candidate) => candidate.kind === 'latency');
  const dots = view.discovery === null ? stretches(view) : probes(view.discovery.probes);
  const recent = slotsOf(view.load.points.slice(-3), 3_600_000).slots.at(-1) ?? null;
  const isActive = view.run.state === 'running' || view.run.state === 'warming';
  const result = view.answer?.result;
  const answer = result?.kind === 'discovery' && result.axis === 'rate' ? result : null;
  return {
    dots,
    now:
      isActive && recent !== null && recent.p99Ms !== null
        ? { achievedPerSecond: recent.achievedPerSecond, p99Ms: recent.p99Ms, verdict: null }
        : null,
    limitMs: objective?.kind === 'latency' ? objective.limitMs : null,
    limitText: objective?.text ?? null,
    kneePerSecond: kneeOf(
      dots.map(({ achievedPerSecond, p99Ms }) => ({ perSecond: achievedPerSecond, latencyMs: p99Ms })),
    ),
    linePerSecond: answer?.estimatePerSecond ?? view.discovery?.lowerPerSecond ?? null,
    isLineFinal: answer !== null && answer.estimatePerSecond !== null,
  };
}

function probes(judged: NonNullable<SessionView['discovery']>['probes']): readonly CurveDot[] {
  return judged.flatMap(({ measured, verdict }) =>
    measured === null ? [] : [{ achievedPerSecond: measured.achievedPerSecond, p99Ms: measured.p99Ms, verdict }],
  );
}

function stretches(view: SessionView): readonly CurveDot[] {
  return slotsOf(view.load.points, stretchMs).slots.flatMap((slot) =>
    slot === null || slot.p99Ms === null
      ? []
      : [{ achievedPerSecond: slot.achievedPerSecond, p99Ms: slot.p99Ms, verdict: null }],
  );
}
