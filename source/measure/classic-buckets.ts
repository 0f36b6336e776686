import type { HistogramData } from '../model/histogram.js';
import { bucketStartUs, fineBits } from './latency-buckets.js';

/** Upper bounds of a classic histogram of latencies, in microseconds: powers of two, where the fine buckets end exactly. */
export const classicBoundsUs: readonly number[] = Array.from({ length: 22 }, (_, at) => 2 ** (at + 6));

/** For each bound how many values lie below it: the cumulative buckets of Prometheus. */
export function countsBelow(histogram: HistogramData): readonly number[] {
  const counts = new Array<number>(classicBoundsUs.length).fill(0);
  for (let at = 0; at < histogram.buckets.length; at += 2) {
    const startUs = bucketStartUs(histogram.buckets[at]!, fineBits);
    // A fine bucket ends at or under a bound that it begins under.
    const first = classicBoundsUs.findIndex((boundUs) => startUs < boundUs);
    if (first >= 0) counts[first]! += histogram.buckets[at + 1]!;
  }
  let below = 0;
  return counts.map((count) => {
    below += count;
    return below;
  });
}
