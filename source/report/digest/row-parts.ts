import type { Verdict } from '../../model/discovery.js';
import type { LatencyFigures } from '../../model/histogram.js';
import type { OutcomeCounts } from '../../model/outcome.js';
import type { LatencyDigest } from './digest.js';

/** All that was measured at one rate. */
export type RateRow = {
  /** What it belongs to where one session measures several configurations; else null. */
  readonly configuration: string | null;
  readonly perSecond: number;
  readonly seconds: number;
  readonly offeredPerSecond: number;
  readonly achievedPerSecond: number;
  readonly requests: number;
  readonly outcomes: OutcomeCounts;
  /** Answered well, but after the tightest limit on response time; null where there is no limit. */
  readonly late: number | null;
  /** Null where nothing was answered well. */
  readonly responseTimeMs: LatencyDigest | null;
  /** The last that a search said of this rate; null where none did. */
  readonly verdict: Verdict | null;
  /** Trials of a search that missed here, or were stopped for overload. */
  readonly misses: number;
};

/** One name of request, over the whole load. */
export type RequestRow = {
  readonly name: string;
  readonly outcomes: OutcomeCounts;
  readonly responseTimeMs: LatencyFigures;
  readonly serviceTimeMs: LatencyFigures;
};
