import type { HistogramData } from '../model/histogram.js';
import type { Estimate } from './estimate.js';
import { bucketStartUs, fineBits } from './latency-buckets.js';
import { estimateRatio } from './ratio-error.js';
import { twoSidedLimit } from './student-t.js';

/** A quantile of the values of one run. */
export type QuantileEstimate = {
  readonly valueUs: number;
  /** Of ln(microseconds), so that differences are ratios; null where the run is too short to tell. */
  readonly log: Estimate | null;
  /** As many independent values would tell as much; null where it cannot be told. */
  readonly effectiveCount: number | null;
};

/**
 * A quantile (0 to 1) of all values of one run, from the histograms of consecutive stretches of it. The value is that of
 * their sum. Its error is that of the share of values above it, by stretches (`estimateRatio`), read back from the sum at the
 * two ends of the share's interval (Woodruff, Journal of the American Statistical Association 47, 1952), on the logit scale,
 * which keeps the ends between 0 and 1. Null without values.
 */
export function estimateQuantile(
  stretches: readonly HistogramData[],
  sum: HistogramData,
  quantile: number,
): QuantileEstimate | null {
  if (sum.count === 0) return null;
  const valueUs = smoothQuantileUs(sum, quantile);
  const shares = estimateRatio(
    stretches.map((stretch) => ({ amount: smoothCountAbove(stretch, valueUs), total: stretch.count })),
  );
  // Without any spread nothing was counted above: a handful of values, all the same.
  if (shares === null || !(shares.standardError > 0)) return { valueUs, log: null, effectiveCount: null };
  const { ratio, standardError, freedom } = shares;
  const effectiveCount = (ratio * (1 - ratio)) / standardError ** 2;
  const limit = twoSidedLimit(0.95, freedom);
  const half = (limit * standardError) / (ratio * (1 - ratio));
  const centre = Math.log(ratio / (1 - ratio));
  const most = 1 / (1 + Math.exp(-(centre + half)));
  const least = 1 / (1 + Math.exp(-(centre - half)));
  // Where less than one value is expected beyond an end, that end is not in the data.
  if (least * sum.count < 1 || (1 - most) * sum.count < 1) return { valueUs, log: null, effectiveCount };
  const value = Math.log(valueUs);
  const errorBelow = (value - Math.log(smoothQuantileUs(sum, 1 - most))) / limit;
  const errorAbove = (Math.log(smoothQuantileUs(sum, 1 - least)) - value) / limit;
  return { valueUs, log: { value, errorBelow, errorAbove, freedom }, effectiveCount };
}

/** A quantile in microseconds, between the ends of its bucket in proportion: small changes are not hidden by the scale. */
export function smoothQuantileUs(histogram: HistogramData, quantile: number): number {
  const { buckets, count, minUs, maxUs } = histogram;
  const rank = quantile * count;
  let seen = 0;
  for (let at = 0; at < buckets.length; at += 2) {
    const inBucket = buckets[at + 1]!;
    if (seen + inBucket >= rank) {
      const [from, to] = endsOf(buckets[at]!, minUs, maxUs);
      return Math.max(from + ((to - from) * (rank - seen)) / inBucket, Number.MIN_VALUE);
    }
    seen += inBucket;
  }
  return maxUs;
}

/** How many values lie above a limit, those of the limit's own bucket in proportion. */
export function smoothCountAbove({ buckets, minUs, maxUs }: HistogramData, limitUs: number): number {
  let above = 0;
  for (let at = buckets.length - 2; at >= 0; at -= 2) {
    const [from, to] = endsOf(buckets[at]!, minUs, maxUs);
    if (to <= limitUs) break;
    above += buckets[at + 1]! * (from >= limitUs ? 1 : (to - limitUs) / (to - from));
  }
  return above;
}

function endsOf(index: number, minUs: number, maxUs: number): readonly [number, number] {
  const from = Math.max(minUs, bucketStartUs(index, fineBits));
  return [from, Math.max(from, Math.min(maxUs, bucketStartUs(index + 1, fineBits)))];
}
