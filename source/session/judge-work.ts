import { countAbove, summariseLatency } from '../measure/histogram.js';
import type { LoadTotals } from '../model/load.js';
import type { Objective } from '../model/objective.js';
import { badOutcomes } from '../model/outcome.js';
import { countText, millisecondsText, shareText } from '../model/quantity-text.js';
import type { WorkStep } from '../model/work-result.js';
import { judgeObjectives } from './judge-run.js';

/** What one trial of a level showed. */
export type WorkJudgement = {
  readonly step: WorkStep;
  readonly answered: number;
  /** Requests that failed, or took longer than the tightest limit. */
  readonly bad: number;
  /** The objective that missed by most, or came closest; null where none could be judged. */
  readonly binding: string | null;
  /** The verdict in words, as one clause. */
  readonly reason: string;
};

export type WorkFacts = {
  readonly level: number;
  readonly aborted: boolean;
  /** CPU readings (0 to 1) during the trial, by server. */
  readonly cpuRatios: ReadonlyMap<string, readonly number[]>;
};

/** The shortest limit on latency, in ms; 1 s where there is none. */
export function tightestLimitMs(objectives: readonly Objective[]): number {
  const limits = objectives.flatMap((objective) => (objective.kind === 'latency' ? [objective.limitMs] : []));
  return limits.length === 0 ? 1000 : Math.min(...limits);
}

/**
 * Judges one trial by every objective. Requests come one after another, so what a user waits is what they take: service
 * times are judged, free of the generator's own lateness. An objective on CPU without a reading is not judged.
 */
export function judgeWork(objectives: readonly Objective[], totals: LoadTotals, facts: WorkFacts): WorkJudgement {
  const { aborted, level } = facts;
  const cpus = [...facts.cpuRatios.values()]
    .filter((readings) => readings.length > 0)
    .map((readings) => readings.reduce((sum, ratio) => sum + ratio, 0) / readings.length);
  const judged = objectives.filter(({ kind }) => kind !== 'cpu' || cpus.length > 0);
  const taken = serviceAsResponse(totals);
  const results = judgeObjectives(judged, taken, cpus);
  const requests = totals.intended;
  const answered = totals.serviceTime.count;
  const limitMs = tightestLimitMs(objectives);
  const bad = requests - answered + countAbove(totals.serviceTime, limitMs * 1000);
  const worst = results
    .map((result, index) => ({ ...result, margin: marginOf(judged[index]!, result.value) }))
    .reduce<{ readonly text: string; readonly margin: number } | null>(
      (most, result) => (most === null || result.margin > most.margin ? result : most),
      null,
    );
  const { max, mean, p50 } = summariseLatency(totals.serviceTime);
  const known = (value: number): number | null => (answered === 0 ? null : value);
  return {
    step: {
      level,
      met: !aborted && requests > 0 && results.every(({ met }) => met),
      requests,
      badRatio: requests === 0 ? 0 : bad / requests,
      meanMs: known(mean),
      p50Ms: known(p50),
      maxMs: known(max),
      aborted,
    },
    answered,
    bad,
    binding: worst?.text ?? null,
    reason: words(totals, { aborted, bad, mean, max }),
  };
}

function serviceAsResponse(totals: LoadTotals): LoadTotals {
  const { requests, serviceTime } = totals;
  if (requests === undefined) return { ...totals, responseTime: serviceTime };
  const named = requests.map((request) => ({ ...request, responseTime: request.serviceTime }));
  return { ...totals, responseTime: serviceTime, requests: named };
}

function marginOf(objective: Objective, value: number | null): number {
  if (value === null) return Number.POSITIVE_INFINITY;
  return value / (objective.kind === 'latency' ? objective.limitMs : 100 * Math.max(1e-6, objective.limitRatio));
}

function words(
  { intended, outcomes, serviceTime }: LoadTotals,
  {
    aborted,
    bad,
    max,
    mean,
  }: { readonly aborted: boolean; readonly bad: number; readonly mean: number; readonly max: number },
): string {
  if (aborted) return 'a request took several limits, and was not waited for';
  const failed = badOutcomes(outcomes);
  if (serviceTime.count === 0) return `none of ${countText(intended)} requests was answered well`;
  const time = `${millisecondsText(mean, 3)} on average, ${millisecondsText(max, 3)} at most`;
  if (bad === 0) return time;
  const share = `${shareText(bad / intended)} of ${countText(intended)} requests`;
  return `${share} ${failed === 0 ? 'were slower' : failed === bad ? 'failed' : 'were slower or failed'}; ${time}`;
}
