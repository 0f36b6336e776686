import type { Objective } from '../../model/objective.js';
import { badOutcomes, type OutcomeCounts, outcomes } from '../../model/outcome.js';
import type { SessionView } from '../state.js';
import { standingOf } from './standing.js';

/**
 * One objective over the whole run. `value` in ms or as a ratio (0 to 1); null where nothing is known, or where it is missed because
 * of arrivals that failed, which count as late.
 */
export type JudgedObjective = {
  readonly text: string;
  readonly kind: Objective['kind'];
  readonly value: number | null;
  readonly isMet: boolean | null;
};

/** What the summary pane shows: the run so far, as a whole. */
export type RunView = {
  readonly target: string | null;
  readonly startedAtMs: number | null;
  readonly lengthMs: number;
  readonly due: number;
  readonly sent: number;
  readonly good: number;
  readonly bad: number;
  readonly badRatio: number | null;
  readonly outcomes: OutcomeCounts;
  readonly meanPerSecond: number | null;
  readonly peakPerSecond: number | null;
  readonly objectives: readonly JudgedObjective[];
  readonly arrivals: 'poisson' | 'paced' | null;
  readonly seed: number | null;
  readonly sendLagMaxMs: number;
};

export function selectRun(view: SessionView, nowMs: number): RunView {
  const { head, run, load } = view;
  const ended = outcomes.reduce((sum, outcome) => sum + load.outcomes[outcome], 0);
  const lengthMs = run.startedAtMs === null ? 0 : Math.max(0, (run.endedAtMs ?? nowMs) - run.startedAtMs);
  const own = load.points.filter((point) => run.startedAtMs !== null && point.startMs >= run.startedAtMs - 1000);
  const badRatio = ended === 0 ? null : badOutcomes(load.outcomes) / ended;
  return {
    target: head?.target ?? null,
    startedAtMs: run.startedAtMs,
    lengthMs,
    due: load.due,
    sent: load.sent,
    good: load.outcomes.ok,
    bad: badOutcomes(load.outcomes),
    badRatio,
    outcomes: load.outcomes,
    meanPerSecond: lengthMs < 1000 ? null : (load.outcomes.ok * 1000) / lengthMs,
    peakPerSecond: own.length === 0 ? null : Math.max(...own.map((point) => point.achievedPerSecond)),
    objectives: (head?.objectives ?? []).map((objective) => judged(objective, view, badRatio)),
    // Of another program nobody knows either.
    arrivals: head?.imported === undefined ? (head?.arrivals ?? null) : null,
    seed: head?.imported === undefined ? (head?.seed ?? null) : null,
    sendLagMaxMs: load.sendLagMaxMs,
  };
}

function judged(objective: Objective, view: SessionView, badRatio: number | null): JudgedObjective {
  const { text, kind } = objective;
  const of = (value: number | null, limit: number): JudgedObjective => ({
    text,
    kind,
    value,
    isMet: value === null ? null : value < limit,
  });
  switch (objective.kind) {
    case 'latency':
      return { text, kind, ...standingOf(view.load.run, view.load.outcomes, objective.statistic, objective.limitMs) };
    case 'errors':
      return of(badRatio, objective.limitRatio);
    case 'cpu': {
      const busiest = view.servers.map((server) => server.sample?.cpuPercent ?? null).filter((cpu) => cpu !== null);
      return of(busiest.length === 0 ? null : Math.max(...busiest) / 100, objective.limitRatio);
    }
  }
}
