import {
  emptyHistogram,
  type HistogramData,
  type LatencyFigures,
  type LatencySummary,
  noLatency,
} from '../model/histogram.js';
import { bucketStartUs, fineBits } from './latency-buckets.js';

/** The histogram of both together: exactly what recording all values in one would have given. */
export function mergeHistograms(a: HistogramData, b: HistogramData): HistogramData {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  return {
    count: a.count + b.count,
    sumUs: a.sumUs + b.sumUs,
    minUs: Math.min(a.minUs, b.minUs),
    maxUs: Math.max(a.maxUs, b.maxUs),
    buckets: combine(a.buckets, b.buckets, 1),
  };
}

/**
 * What was recorded between two readings of one histogram. Counts and sum are exact. A minimum or maximum that is not a
 * new record between the two is known only to its bucket, and given as that bucket's end (at most 0.8 % off).
 */
export function subtractHistograms(later: HistogramData, earlier: HistogramData): HistogramData {
  if (earlier.count === 0) return later;
  const buckets = combine(later.buckets, earlier.buckets, -1);
  if (buckets.length === 0) return emptyHistogram;
  const lowestUs = bucketStartUs(buckets[0]!, fineBits);
  const highestUs = bucketStartUs(buckets[buckets.length - 2]! + 1, fineBits);
  return {
    count: later.count - earlier.count,
    sumUs: Math.max(0, later.sumUs - earlier.sumUs),
    minUs: later.minUs < earlier.minUs ? later.minUs : Math.max(later.minUs, lowestUs),
    maxUs: later.maxUs > earlier.maxUs ? later.maxUs : Math.min(later.maxUs, highestUs),
    buckets,
  };
}

/** Adds two sparse bucket lists, the second times `sign`; buckets that come out empty are left away. */
function combine(a: readonly number[], b: readonly number[], sign: 1 | -1): number[] {
  const sum: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const indexA = a[i] ?? Number.POSITIVE_INFINITY;
    const indexB = b[j] ?? Number.POSITIVE_INFINITY;
    const count = (indexA <= indexB ? a[i + 1]! : 0) + (indexB <= indexA ? sign * b[j + 1]! : 0);
    if (count > 0) sum.push(Math.min(indexA, indexB), count);
    if (indexA <= indexB) i += 2;
    if (indexB <= indexA) j += 2;
  }
  return sum;
}

/**
 * The value (in microseconds) below or at which a share `quantile` (0 to 1) of the values lies: the midpoint of the
 * bucket of that rank, within the exact minimum and maximum. At most 0.4 % off; 0 when there are no values.
 */
export function quantileUs(histogram: HistogramData, quantile: number): number {
  return quantilesUs(histogram, [quantile])[0]!;
}

/** Several of them in one walk over the buckets, the lowest first. */
export function quantilesUs(histogram: HistogramData, quantiles: readonly number[]): readonly number[] {
  const { count, buckets, minUs, maxUs } = histogram;
  let seen = 0;
  let at = -2;
  return quantiles.map((quantile) => {
    if (count === 0) return 0;
    // The small step back keeps 0.07 x 100, which is 7.000000000000001, at rank 7.
    const rank = Math.max(1, Math.ceil(quantile * count - 1e-9 * count));
    if (rank >= count) return maxUs;
    while (seen < rank) {
      at += 2;
      if (at >= buckets.length) return maxUs;
      seen += buckets[at + 1]!;
    }
    const index = buckets[at]!;
    const middleUs = (bucketStartUs(index, fineBits) + bucketStartUs(index + 1, fineBits)) / 2;
    return Math.min(maxUs, Math.max(minUs, middleUs));
  });
}

/** How many values lie above a limit. Those in the limit's own bucket count by the bucket's midpoint. */
export function countAbove(histogram: HistogramData, limitUs: number): number {
  if (histogram.maxUs <= limitUs) return 0;
  let above = 0;
  for (let at = 0; at < histogram.buckets.length; at += 2) {
    const index = histogram.buckets[at]!;
    const middleUs = (bucketStartUs(index, fineBits) + bucketStartUs(index + 1, fineBits)) / 2;
    if (middleUs > limitUs) above += histogram.buckets[at + 1]!;
  }
  return above;
}

/** What is printed of a histogram: milliseconds, to the microsecond; all 0 when it is empty. */
export function summariseLatency(histogram: HistogramData): LatencySummary {
  const at = (quantile: number): number => milliseconds(quantileUs(histogram, quantile));
  return {
    mean: histogram.count === 0 ? 0 : milliseconds(histogram.sumUs / histogram.count),
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    p999: at(0.999),
    max: milliseconds(histogram.maxUs),
  };
}

/** The same of a histogram that may be empty. */
export function latencyFigures(histogram: HistogramData): LatencyFigures {
  return histogram.count === 0 ? noLatency : summariseLatency(histogram);
}

function milliseconds(valueUs: number): number {
  return Math.round(valueUs) / 1000;
}
