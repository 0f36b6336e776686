import { emptyHistogram, type HistogramData } from '../model/histogram.js';
import { bucketCount, fineBits } from './latency-buckets.js';

/** Adds many histograms in memory that does not grow with their number. */
export type HistogramSum = {
  readonly add: (histogram: HistogramData) => void;
  /** All that was added so far, as one histogram. */
  readonly toData: () => HistogramData;
};

/** An empty sum: 28 KB. What is added must be sound (`soundHistogram`) where it comes from a file. */
export function createHistogramSum(): HistogramSum {
  const counts = new Float64Array(bucketCount(fineBits));
  let count = 0;
  let sumUs = 0;
  let minUs = Number.POSITIVE_INFINITY;
  let maxUs = 0;
  return {
    add(histogram) {
      if (histogram.count === 0) return;
      count += histogram.count;
      sumUs += histogram.sumUs;
      minUs = Math.min(minUs, histogram.minUs);
      maxUs = Math.max(maxUs, histogram.maxUs);
      const { buckets } = histogram;
      for (let at = 0; at < buckets.length; at += 2) counts[buckets[at]!]! += buckets[at + 1]!;
    },
    toData() {
      if (count === 0) return emptyHistogram;
      const buckets: number[] = [];
      for (let index = 0; index < counts.length; index++) if (counts[index]! > 0) buckets.push(index, counts[index]!);
      return { count, sumUs, minUs, maxUs, buckets };
    },
  };
}
