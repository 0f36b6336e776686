/**
 * A latency histogram as plain data, as events carry it and files keep it: only buckets that are not empty.
 * `buckets` alternates index and count (`[index, count, index, count, ...]`, indexes ascending); what value a bucket
 * stands for is known to measure/histogram. `sumUs`, `minUs` and `maxUs` are exact, in microseconds; in a
 * histogram of one interval out of many, min and max may be known only to their bucket. Both are 0 when `count` is 0.
 */
export type HistogramData = {
  readonly count: number;
  readonly sumUs: number;
  readonly minUs: number;
  readonly maxUs: number;
  readonly buckets: readonly number[];
};

export const emptyHistogram: HistogramData = { count: 0, sumUs: 0, minUs: 0, maxUs: 0, buckets: [] };

/** What is printed of a latency histogram, in milliseconds. */
export type LatencySummary = {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
};

/** A summary of latencies of which there may have been none: then it is `noLatency`, since nothing is known, and 0 would be a time. */
export type LatencyFigures = { readonly [Figure in keyof LatencySummary]: number | null };

export const noLatency: LatencyFigures = { mean: null, p50: null, p90: null, p99: null, p999: null, max: null };
