import { quantileBounds } from '../../engine/discovery/quantile-interval.js';
import { quantileUs, summariseLatency } from '../../measure/histogram.js';
import { bucketStartUs, fineBits } from '../../measure/latency-buckets.js';
import type { HistogramData } from '../../model/histogram.js';
import type { Interval, LatencyDigest } from './digest.js';

/** One second of a load, as far as it tells how much seconds differ. */
export type Batch = { readonly count: number; readonly sumUs: number };

/**
 * The percentiles of a histogram in ms with 95 % intervals, as if there were so many fewer values as the means of its seconds
 * (`batches`) differ more than those of independent values would.
 */
export function latencyDigest(histogram: HistogramData, batches: readonly Batch[]): LatencyDigest {
  const overdispersion = overdispersionOf(histogram, batches);
  const intervalOf = (quantile: number): Interval => {
    const bounds = quantileBounds(quantile, histogram.count, overdispersion);
    return bounds === null ? null : [millisecondsAt(histogram, bounds[0]), millisecondsAt(histogram, bounds[1])];
  };
  return {
    count: histogram.count,
    ...summariseLatency(histogram),
    intervals95: { p50: intervalOf(0.5), p90: intervalOf(0.9), p99: intervalOf(0.99), p999: intervalOf(0.999) },
  };
}

function millisecondsAt(histogram: HistogramData, quantile: number): number {
  return Math.round(quantileUs(histogram, quantile)) / 1000;
}

/**
 * How many times more the means of batches vary than chance alone would have it: the F of a one-way analysis of variance,
 * the mean square between batches over that within them. At least 1; 1 where there are too few batches to tell.
 */
function overdispersionOf(histogram: HistogramData, batches: readonly Batch[]): number {
  const full = batches.filter(({ count }) => count > 0);
  const { count, sumUs, buckets } = histogram;
  if (full.length < 3 || count <= full.length) return 1;
  const mean = sumUs / count;
  let total = 0;
  for (let at = 0; at < buckets.length; at += 2) {
    const index = buckets[at]!;
    const middleUs = (bucketStartUs(index, fineBits) + bucketStartUs(index + 1, fineBits)) / 2;
    total += buckets[at + 1]! * (middleUs - mean) ** 2;
  }
  let between = 0;
  for (const batch of full) between += batch.count * (batch.sumUs / batch.count - mean) ** 2;
  const within = (total - between) / (count - full.length);
  if (!(within > 0)) return 1;
  return Math.max(1, between / (full.length - 1) / within);
}
