import { rankQuantileMs } from '../measure/rank-quantile.js';
import type { LoadTotals } from '../model/load.js';
import type { Objective, ObjectiveResult } from '../model/objective.js';
import { quantileOf } from '../model/objective.js';
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
  switch (objective.kind) {
    case 'latency': {
      const quantile = quantileOf(objective.statistic);
      const answered = totals.responseTime.count;
      if (quantile !== null) return rankQuantileMs(totals.responseTime, totals.intended - answered, quantile);
      return answered === 0 ? null : totals.responseTime.sumUs / answered / 1000;
    }
    case 'errors':
      return totals.intended === 0 ? null : (badOutcomes(totals.outcomes) / totals.intended) * 100;
    case 'cpu':
      return cpuRatios.length === 0 ? null : Math.max(...cpuRatios) * 100;
  }
}
