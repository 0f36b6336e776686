import { isLoadActive } from '../../model/load-active.js';
import type { LatencyStatistic, Objective } from '../../model/objective.js';
import { badOutcomes, outcomes } from '../../model/outcome.js';
import type { RunState } from '../../model/run.js';
import { latencyWindows } from '../latency-windows.js';
import type { SessionView } from '../state.js';
import { recentOutcomes, standingOf } from './standing.js';

/** What the status bar and the summary of a small terminal say. */
export type StatusView = {
  readonly target: string | null;
  /** False for a session that only watches. */
  readonly hasLoad: boolean;
  readonly state: RunState;
  readonly isActive: boolean;
  /** Asked for and reached over the last interval, per second; null when no load is under way. */
  readonly targetPerSecond: number | null;
  readonly achievedPerSecond: number | null;
  /** The statistic of the first latency objective (p99 without one) over the last ten seconds; null when no load is under way. */
  readonly statistic: LatencyStatistic;
  readonly latencyMs: number | null;
  /** The statistic falls among arrivals that never got an answer: worse than any limit. */
  readonly isUnanswered: boolean;
  readonly limitMs: number | null;
  /** Bad outcomes over all, last ten seconds; null when nothing ended. */
  readonly errorRatio: number | null;
  readonly errorLimitRatio: number | null;
  /** The session's clock, which events, timeline and charts go by; it stands once the session has ended. */
  readonly clockMs: number;
  /** How long the load has been under way, or was; null before any. */
  readonly loadMs: number | null;
  readonly isEnded: boolean;
};

/** `nowMs` is the session's clock. */
export function selectStatus(view: SessionView, nowMs: number): StatusView {
  const { head, run, load } = view;
  const hasLoad = head?.kind !== 'monitor';
  const latency = latencyObjective(head?.objectives ?? []);
  const errors = head?.objectives.find((objective) => objective.kind === 'errors');
  const isActive = isLoadActive(run.state);
  const untilMs = run.endedAtMs ?? view.ended?.atMs ?? nowMs;
  const sum = recentOutcomes(load, 10);
  const ended = outcomes.reduce((total, outcome) => total + sum[outcome], 0);
  const statistic = latency?.statistic ?? 'p99';
  const { value: latencyMs } = standingOf(
    latencyWindows(load).tenSeconds,
    sum,
    statistic,
    latency?.limitMs ?? Infinity,
  );
  return {
    target: head?.target ?? null,
    hasLoad,
    state: run.state,
    isActive,
    targetPerSecond: isActive ? (view.rate?.perSecond ?? null) : null,
    achievedPerSecond: isActive ? (load.points.at(-1)?.achievedPerSecond ?? null) : null,
    statistic,
    latencyMs: isActive ? latencyMs : null,
    isUnanswered: isActive && latencyMs === null && ended > 0,
    limitMs: latency?.limitMs ?? null,
    errorRatio: ended === 0 || !isActive ? null : badOutcomes(sum) / ended,
    errorLimitRatio: errors?.kind === 'errors' ? errors.limitRatio : null,
    clockMs: view.ended === null ? nowMs : Math.min(nowMs, view.ended.atMs),
    loadMs: run.startedAtMs === null ? null : Math.max(0, untilMs - run.startedAtMs),
    isEnded: view.ended !== null,
  };
}

function latencyObjective(objectives: readonly Objective[]): Extract<Objective, { readonly kind: 'latency' }> | null {
  for (const objective of objectives) if (objective.kind === 'latency') return objective;
  return null;
}
