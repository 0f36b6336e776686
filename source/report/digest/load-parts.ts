import type { LatencyFigures } from '../../model/histogram.js';
import type { OutcomeCounts } from '../../model/outcome.js';
import type { LatencyDigest } from './digest.js';

/** The load of a session. Percentiles are of added histograms, never means of percentiles. */
export type LoadDigest = {
  readonly due: number;
  readonly sent: number;
  readonly outcomes: OutcomeCounts;
  readonly fromMs: number;
  readonly toMs: number;
  /** Warm-up left out, unless there was nothing else; null where nothing was answered well. */
  readonly responseTimeMs: Pick<LatencyDigest, 'count' | 'intervals95'> & LatencyFigures;
  readonly serviceTimeMs: LatencyFigures;
  readonly sendLagMs: LatencyFigures;
  /** Length of a slot of `slots`. */
  readonly slotMs: number;
  /** In the order of time; where nothing was recorded there is none. */
  readonly slots: readonly LoadSlot[];
  readonly heatmap: Heatmap;
  readonly distribution: Distribution;
};

/** What happened in one slot of time. Rates per second, latencies in ms; null where nothing settled. */
export type LoadSlot = {
  readonly startMs: number;
  readonly intendedPerSecond: number;
  readonly offeredPerSecond: number;
  readonly achievedPerSecond: number;
  /** Arrivals that did not end well, a second. */
  readonly badPerSecond: number;
  readonly inFlight: number;
  readonly latencyMs: {
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly p999: number;
    readonly max: number;
  } | null;
};

/** Response times over time: `rowsMs` are the ends of the rows, one more than rows; `cells` are [slot start, row, count]. */
export type Heatmap = {
  readonly rowsMs: readonly number[];
  readonly cells: readonly (readonly [startMs: number, row: number, count: number])[];
};

/** Response times without time: how many lie in each stretch, and how long the best share of answers took at most. */
export type Distribution = {
  readonly buckets: readonly { readonly fromMs: number; readonly toMs: number; readonly count: number }[];
  readonly quantiles: readonly { readonly quantile: number; readonly ms: number }[];
};
