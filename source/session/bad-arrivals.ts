import { countAbove } from '../measure/histogram.js';
import type { LoadTotals } from '../model/load.js';
import { type Objective, quantileOf, requestOf } from '../model/objective.js';
import { judgedLoad } from './judge-run.js';

/** The most bad arrivals, and the largest share of bad ones. */
export type BadArrivals = { readonly count: number; readonly ratio: number };

/**
 * Arrivals that failed, were not sent, or were answered after the tightest limit of an objective: among all arrivals, or
 * among those of a single request that has an objective of its own.
 */
export function badArrivals(totals: LoadTotals, objectives: readonly Objective[]): BadArrivals {
  const requests = new Set([null, ...objectives.map(requestOf)]);
  const counts = [...requests].map((request): BadArrivals => {
    const judged = judgedLoad(request, totals);
    if (judged === null || judged.intended === 0) return { count: 0, ratio: 0 };
    const limitMs = tightestLimitMs(objectives, request);
    const { intended, responseTime } = judged;
    const late = limitMs === null ? 0 : countAbove(responseTime, limitMs * 1000);
    const count = intended - responseTime.count + late;
    return { count, ratio: count / intended };
  });
  return {
    count: Math.max(...counts.map(({ count }) => count)),
    ratio: Math.max(...counts.map(({ ratio }) => ratio)),
  };
}

/** The tightest limit on a percentile of response time, of all arrivals (null) or of a single request; null: there is none. */
export function tightestLimitMs(objectives: readonly Objective[], request: string | null): number | null {
  const limitsMs = objectives.flatMap((objective) =>
    objective.kind === 'latency' && requestOf(objective) === request && quantileOf(objective.statistic) !== null
      ? [objective.limitMs]
      : [],
  );
  return limitsMs.length === 0 ? null : Math.min(...limitsMs);
}
