import type { HistogramData } from '../model/histogram.js';
import { bucketCount, bucketStartUs, fineBits } from './latency-buckets.js';

/** ln(ms) of the middle of each bucket. What is under the first is counted in it. */
const logMiddles = Array.from({ length: bucketCount(fineBits) }, (_, index) =>
  Math.log((Math.max(1, bucketStartUs(index, fineBits)) + bucketStartUs(index + 1, fineBits)) / 2000),
);

/** The sum of ln(ms) over all values: over their count, it is that of their geometric mean. */
export function logSum({ buckets }: HistogramData): number {
  let sum = 0;
  for (let at = 0; at < buckets.length; at += 2) sum += buckets[at + 1]! * (logMiddles[buckets[at]!] ?? 0);
  return sum;
}
