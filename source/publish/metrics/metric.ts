import type { HistogramData } from '../../model/histogram.js';

/** Labels of a series, in the order in which they are told. Values are as they came: each format escapes them its own way. */
export type Labels = readonly (readonly [name: string, value: string])[];

/**
 * What is told of one thing, in all its series. `name` is OpenMetrics' name of the family: without the `_total` of a counter
 * and the `_info` of an info. `unit` is the end of the name where it has one.
 */
export type Family = {
  readonly name: string;
  readonly kind: 'gauge' | 'counter' | 'histogram' | 'info';
  readonly help: string;
  readonly unit: 'seconds' | 'bytes' | 'ratio' | 'celsius' | null;
};

/** One series at a moment. A histogram holds all that was counted since the session began, in microseconds. */
export type Point =
  | { readonly kind: 'number'; readonly labels: Labels; readonly value: number }
  | { readonly kind: 'histogram'; readonly labels: Labels; readonly data: HistogramData };

export type Metric = { readonly family: Family; readonly points: readonly Point[] };

/** Everything that there is to tell at a moment. Times are of the wall clock, in milliseconds since 1970. */
export type Moment = {
  readonly atMs: number;
  /** When counters began to count. */
  readonly startedAtMs: number;
  /** Whom the numbers are of: what a receiver that has no labels of its own for it tells sessions apart by. */
  readonly session: string;
  readonly metrics: readonly Metric[];
};
