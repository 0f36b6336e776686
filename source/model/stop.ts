import type { LatencyStatistic } from './objective.js';

/** A condition that ends a run, as the user wrote it. `text` is shown wherever it is named. */
export type StopSpec =
  /** More than this share (0 to 1) of the arrivals that ended in a span of time ended badly. */
  | { readonly kind: 'errors'; readonly text: string; readonly limitRatio: number; readonly spanMs: number }
  /** A response time statistic of the arrivals that ended in a span of time is above this. */
  | {
      readonly kind: 'latency';
      readonly text: string;
      readonly statistic: LatencyStatistic;
      readonly limitMs: number;
      readonly spanMs: number;
    }
  /** More than so many requests sent or waiting, all through a span of time; 0 is at once. */
  | { readonly kind: 'in-flight'; readonly text: string; readonly limit: number; readonly spanMs: number }
  /** The busiest server watched uses more than this share (0 to 1) of its cores, all through a span of time. */
  | { readonly kind: 'cpu'; readonly text: string; readonly limitRatio: number; readonly spanMs: number }
  /** So many measured arrivals have come due: what the run was made for. */
  | { readonly kind: 'count'; readonly text: string; readonly count: number }
  /** So much time has passed since load began, whatever was paused or held: what the run was made for. */
  | { readonly kind: 'duration'; readonly text: string; readonly durationMs: number };
