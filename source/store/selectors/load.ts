import type { RequestSums } from '../../measure/load-sums.js';
import { isLoadActive } from '../../model/load-active.js';
import { badOutcomes, type Outcome, outcomes } from '../../model/outcome.js';
import type { Cause, RunState } from '../../model/run.js';
import type { LoadPoint } from '../load-state.js';
import type { SessionView } from '../state.js';
import { noTrace, type Trace } from '../trace.js';

/** What the load pane shows. Rates per second; null where nothing is known. */
export type LoadView = {
  readonly state: RunState;
  readonly cause: Cause | null;
  readonly sinceMs: number;
  readonly stateForMs: number;
  readonly phase: string | null;
  readonly targetPerSecond: number | null;
  readonly offeredPerSecond: number | null;
  readonly achievedPerSecond: number | null;
  readonly inFlight: number | null;
  readonly waiting: number | null;
  readonly connectionsOpen: number | null;
  /** One value a second, counted from the session's beginning; null is a gap. */
  readonly targetHistory: Trace;
  readonly achievedHistory: Trace;
  readonly inFlightHistory: Trace;
  readonly due: number;
  readonly sent: number;
  /** Since the load was started; shares (0 to 1) of all that ended. */
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number; readonly share: number }[];
  readonly ended: number;
  readonly sendLagP99Ms: number | null;
  readonly sendLagMaxMs: number | null;
  /** Requests sent again since the load was started, because their kept connection turned out closed. */
  readonly resent: number;
  /** By name; empty where there is but one name. `badRatio` (0 to 1) is of all that ended since the load was started. */
  readonly requests: readonly RequestView[];
};

export type RequestView = {
  readonly name: string;
  readonly achievedPerSecond: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly badRatio: number | null;
};

export function selectLoad(view: SessionView, nowMs: number): LoadView {
  const { run, load } = view;
  const last = load.points.at(-1) ?? null;
  const isActive = isLoadActive(run.state);
  const now = isActive ? last : null;
  const ended = outcomes.reduce((total, outcome) => total + load.outcomes[outcome], 0);
  const trace = traceOf(load.points);
  return {
    state: run.state,
    cause: run.cause,
    sinceMs: run.sinceMs,
    stateForMs: Math.max(0, nowMs - run.sinceMs),
    phase: now?.phase ?? null,
    targetPerSecond: isActive ? (view.rate?.perSecond ?? null) : null,
    offeredPerSecond: now?.offeredPerSecond ?? null,
    achievedPerSecond: now?.achievedPerSecond ?? null,
    inFlight: now?.inFlight ?? null,
    waiting: now?.waiting ?? null,
    connectionsOpen: now?.connectionsOpen ?? null,
    targetHistory: trace((point) => point.intendedPerSecond),
    achievedHistory: trace((point) => point.achievedPerSecond),
    inFlightHistory: trace((point) => point.inFlight),
    due: load.due,
    sent: load.sent,
    outcomes: outcomes.map((outcome) => ({
      outcome,
      count: load.outcomes[outcome],
      share: ended === 0 ? 0 : load.outcomes[outcome] / ended,
    })),
    ended,
    sendLagP99Ms: now?.sendLagP99Ms ?? null,
    sendLagMaxMs: load.due === 0 ? null : load.sendLagMaxMs,
    resent: load.resent,
    requests: load.requests.map((request) => requestView(request, isActive)),
  };
}

function requestView({ name, outcomes: counts, ...now }: RequestSums, isActive: boolean): RequestView {
  const bad = badOutcomes(counts);
  const badRatio = counts.ok + bad === 0 ? null : bad / (counts.ok + bad);
  if (!isActive) return { name, achievedPerSecond: null, p50Ms: null, p99Ms: null, badRatio };
  return { name, ...now, badRatio };
}

/**
 * What traces of points are made with: one value a second of the session's clock, that of the last point in it, so that a
 * column stays where it is as time goes on; a second without a point is null.
 */
export function traceOf(points: readonly LoadPoint[]): (value: (point: LoadPoint) => number) => Trace {
  const last = points.at(-1);
  if (last === undefined) return () => noTrace;
  const secondOf = (point: LoadPoint): number => Math.floor((point.startMs + 1) / 1000);
  const end = secondOf(last) + 1;
  const first = Math.max(0, end - mostSeconds, secondOf(points[0]!));
  const seconds = new Array<LoadPoint | null>(end - first).fill(null);
  for (const point of points) {
    const at = secondOf(point) - first;
    if (at >= 0 && at < seconds.length) seconds[at] = point;
  }
  return (value) => ({ values: seconds.map((point) => (point === null ? null : value(point))), end });
}

/** No line is longer. */
const mostSeconds = 600;
