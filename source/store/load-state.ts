import { quantilesUs } from '../measure/histogram.js';
import { addToSums, type LoadSums, noSums, quantileMs } from '../measure/load-sums.js';
import type { HistogramData } from '../model/histogram.js';
import type { LoadInterval } from '../model/load.js';
import type { OutcomeCounts } from '../model/outcome.js';
import { pushBounded } from './bounded.js';
import { type Spread, spreadOf } from './spread.js';

/** Intervals kept for charts: ten minutes at one a second. */
export const pointLimit = 600;

/** Intervals whose whole histogram is kept: the longest window shown is 60 s. */
export const recentLimit = 60;

/**
 * One interval as charts need it: the histograms are reduced to a few quantiles, because 600 whole ones would be tens
 * of megabytes. Latencies in ms, null when nothing settled; rates per second.
 */
export type LoadPoint = {
  readonly startMs: number;
  readonly durationMs: number;
  readonly phase: string;
  readonly intendedPerSecond: number;
  readonly offeredPerSecond: number;
  readonly achievedPerSecond: number;
  readonly outcomes: OutcomeCounts;
  readonly inFlight: number;
  readonly waiting: number;
  readonly connectionsOpen: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  readonly maxMs: number | null;
  readonly sendLagP99Ms: number | null;
  /** Response times in few buckets, to be added up over time: for heatmaps and for stretches longer than an interval. */
  readonly spread: Spread;
};

/** Everything kept of a load. */
export type LoadState = LoadSums & {
  /** Oldest first, at most `pointLimit`; not cleared by a new start, so that charts go on. */
  readonly points: readonly LoadPoint[];
  /** Response times of the last intervals since the load was started, oldest first: `latencyWindows` adds them up. */
  readonly recent: readonly HistogramData[];
};

export const noLoad: LoadState = { ...noSums, points: [], recent: [] };

/** A new start: sums begin anew, the chart keeps its past. */
export function restartLoad(load: LoadState): LoadState {
  return { ...noLoad, points: load.points };
}

/** Adds one interval. */
export function addInterval(load: LoadState, interval: LoadInterval): LoadState {
  return {
    ...addToSums(load, interval),
    points: pushBounded(load.points, pointOf(interval), pointLimit),
    recent: pushBounded(load.recent, interval.responseTime, recentLimit),
  };
}

/** One interval as a point of the charts. */
export function pointOf(interval: LoadInterval): LoadPoint {
  const [p50Us, p95Us, p99Us, p999Us] = quantilesUs(interval.responseTime, [0.5, 0.95, 0.99, 0.999]);
  const { count } = interval.responseTime;
  const inMs = (us: number): number | null => (count === 0 ? null : us / 1000);
  const perSecond = (of: number): number => (interval.durationMs > 0 ? (of * 1000) / interval.durationMs : 0);
  return {
    startMs: interval.startMs,
    durationMs: interval.durationMs,
    phase: interval.phase,
    intendedPerSecond: interval.intendedPerSecond,
    offeredPerSecond: perSecond(interval.sent),
    achievedPerSecond: perSecond(interval.outcomes.ok),
    outcomes: interval.outcomes,
    inFlight: interval.inFlight,
    waiting: interval.waiting,
    connectionsOpen: interval.connectionsOpen,
    p50Ms: inMs(p50Us!),
    p95Ms: inMs(p95Us!),
    p99Ms: inMs(p99Us!),
    p999Ms: inMs(p999Us!),
    maxMs: inMs(interval.responseTime.maxUs),
    spread: spreadOf(interval.responseTime),
    sendLagP99Ms: quantileMs(interval.sendLag, 0.99),
  };
}
