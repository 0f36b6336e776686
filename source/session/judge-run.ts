import { rankQuantileMs } from '../measure/rank-quantile.js';
import type { LoadTotals } from '../model/load.js';
import type { Objective, ObjectiveResult } from '../model/objective.js';
import { quantileOf, requestOf } from '../model/objective.js';
import { badOutcomes } from '../model/outcome.js';

/**
 * Judges the objectives on everything that happened in the measured time. Latency is judged over all intended arrivals:
 * one that never got an answer ranks as infinitely slow. `cpuRatios` are the mean CPU use (0 to 1) by server; the
 * busiest counts.
 */
export function judgeObjectives(
  objectives: readonly Objective[],
  totals: LoadTotals,
  cpuRatios: readonly number[],
): readonly ObjectiveResult[] {
  return objectives.map((objective) => {
    const value = measuredValue(objective, totals, cpuRatios);
    return { text: objective.text, met: value !== null && value < limitOf(objective), value };
  });
}

function limitOf(objective: Objective): number {
  return objective.kind === 'latency' ? objective.limitMs : objective.limitRatio * 100;
}

function measuredValue(objective: Objective, totals: LoadTotals, cpuRatios: readonly number[]): number | null {
  const judged = judgedLoad(requestOf(objective), totals);
  switch (objective.kind) {
    case 'latency': {
      if (judged === null) return null;
      const quantile = quantileOf(objective.statistic);
      const { intended, responseTime } = judged;
      const answered = responseTime.count;
      if (quantile !== null) return rankQuantileMs(responseTime, intended - answered, quantile);
      return answered === 0 ? null : responseTime.sumUs / answered / 1000;
    }
    case 'errors':
      return judged === null || judged.intended === 0 ? null : (badOutcomes(judged.outcomes) / judged.intended) * 100;
    case 'cpu':
      return cpuRatios.length === 0 ? null : Math.max(...cpuRatios) * 100;
  }
}

type JudgedLoad = Pick<LoadTotals, 'intended' | 'outcomes' | 'responseTime'>;

/**
 * What an objective is about: everything (null), or one name of request. Null where nothing was counted under that name;
 * what a step was intended to be is what became of it.
 */
export function judgedLoad(request: string | null, totals: LoadTotals): JudgedLoad | null {
  // Without names there is but one, which everything is.
  if (request === null || totals.requests === undefined) return totals;
  const named = totals.requests.find(({ name }) => name === request);
  if (named === undefined) return null;
  const { outcomes, responseTime } = named;
  return { intended: outcomes.ok + badOutcomes(outcomes), outcomes, responseTime };
}
