import type { HistogramData } from '../model/histogram.js';
import { bucketStartUs, fineBits } from './latency-buckets.js';

/**
 * The resolution of native histograms: buckets of 2^(1/32), so that a quantile is at most 1.1 % off. Prometheus calls it
 * schema, OpenTelemetry scale.
 */
export const nativeSchema = 5;

/** Buckets that are not empty, in ascending order: bucket `index` holds values over 2^((index-1)/32) up to 2^(index/32) seconds. */
export type NativeBuckets = readonly { readonly index: number; readonly count: number }[];

/** The fine buckets of a latency histogram (0.8 % wide) put into those of a native one, each by its middle. */
export function nativeBuckets({ buckets }: HistogramData): NativeBuckets {
  const native: { index: number; count: number }[] = [];
  for (let at = 0; at < buckets.length; at += 2) {
    const index = buckets[at]!;
    const middleUs = (bucketStartUs(index, fineBits) + bucketStartUs(index + 1, fineBits)) / 2;
    // Just below a second it would be a zero with a minus.
    const own = Math.ceil(Math.log2(middleUs / 1e6) * 2 ** nativeSchema) + 0;
    const last = native.at(-1);
    if (last?.index === own) last.count += buckets[at + 1]!;
    else native.push({ index: own, count: buckets[at + 1]! });
  }
  return native;
}

/** Native buckets as Prometheus writes them: runs of buckets without a gap, and each count as its difference to the one before. */
export type NativeSpans = {
  /** `offset`: from the end of the run before; of the first, the index that it begins at. */
  readonly spans: readonly { readonly offset: number; readonly length: number }[];
  readonly deltas: readonly number[];
};

export function nativeSpans(buckets: NativeBuckets): NativeSpans {
  const spans: { offset: number; length: number }[] = [];
  const deltas: number[] = [];
  let next = 0;
  let before = 0;
  for (const { index, count } of buckets) {
    const run = spans.at(-1);
    if (run !== undefined && index === next) run.length += 1;
    else spans.push({ offset: index - next, length: 1 });
    deltas.push(count - before);
    before = count;
    next = index + 1;
  }
  return { spans, deltas };
}
