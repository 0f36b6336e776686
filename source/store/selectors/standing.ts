import { quantileMs } from '../../measure/load-sums.js';
import { rankQuantileMs } from '../../measure/rank-quantile.js';
import type { HistogramData } from '../../model/histogram.js';
import { type LatencyStatistic, quantileOf } from '../../model/objective.js';
import { addOutcomes, badOutcomes, noOutcomes, type OutcomeCounts } from '../../model/outcome.js';
import type { LoadState } from '../load-state.js';

/** How a statistic stands to its limit: `value` in ms, null where it lies among arrivals that failed or nothing has ended. */
export type Standing = { readonly value: number | null; readonly isMet: boolean | null };

/**
 * A statistic of everything that ended, beside its limit, as the answer of a run judges it: whatever has failed ranks as
 * infinitely slow. `isMet` is null where nothing has ended.
 */
export function standingOf(
  answered: HistogramData,
  outcomes: OutcomeCounts,
  statistic: LatencyStatistic,
  limitMs: number,
): Standing {
  const failed = badOutcomes(outcomes);
  const quantile = quantileOf(statistic);
  const value = quantile === null ? statisticMs(answered, statistic) : rankQuantileMs(answered, failed, quantile);
  if (value !== null) return { value, isMet: value < limitMs };
  return { value, isMet: answered.count + failed === 0 ? null : false };
}

/** How the arrivals of the last intervals ended, of this start alone: the chart keeps older ones, the windows do not. */
export function recentOutcomes({ points, recent }: LoadState, intervals: number): OutcomeCounts {
  const length = Math.min(intervals, recent.length);
  return (length === 0 ? [] : points.slice(-length)).reduce(
    (total, point) => addOutcomes(total, point.outcomes),
    noOutcomes,
  );
}

/** A latency statistic of a histogram, in ms; null of an empty one. */
export function statisticMs(histogram: HistogramData, statistic: LatencyStatistic): number | null {
  const quantile = quantileOf(statistic);
  if (quantile !== null) return quantileMs(histogram, quantile);
  return histogram.count === 0 ? null : histogram.sumUs / histogram.count / 1000;
}
