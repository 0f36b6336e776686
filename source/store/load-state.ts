import { mergeHistograms, quantileUs } from '../measure/histogram.js';
import { emptyHistogram, type HistogramData } from '../model/histogram.js';
import type { LoadInterval } from '../model/load.js';
import { addOutcomes, noOutcomes, type OutcomeCounts } from '../model/outcome.js';
import { pushBounded } from './bounded.js';
import { type Spread, spreadOf } from './spread.js';

/** Intervals kept for charts: ten minutes at one a second. */
export const pointLimit = 600;

/** Intervals whose whole histogram is kept: the longest window shown is 60 s. */
const histogramLimit = 60;

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
export type LoadState = {
  /** Oldest first, at most `pointLimit`; not cleared by a new start, so that charts go on. */
  readonly points: readonly LoadPoint[];
  /** Response times of the last intervals since the load was started, oldest first: `latencyWindows` adds them up. */
  readonly recent: readonly HistogramData[];
  /** All since the load was started: response times, and what was counted. */
  readonly run: HistogramData;
  readonly due: number;
  readonly sent: number;
  readonly outcomes: OutcomeCounts;
  readonly sendLagMaxMs: number;
  readonly resent: number;
  /** By name of request; empty where there is but one name. */
  readonly requests: readonly RequestState[];
};

/** One name of request: how it ended since the load was started, and how it does in the last interval. */
export type RequestState = {
  readonly name: string;
  readonly outcomes: OutcomeCounts;
  readonly achievedPerSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
};

export const noLoad: LoadState = {
  points: [],
  recent: [],
  run: emptyHistogram,
  due: 0,
  sent: 0,
  outcomes: noOutcomes,
  sendLagMaxMs: 0,
  resent: 0,
  requests: [],
};

/** A new start: sums begin anew, the chart keeps its past. */
export function restartLoad(load: LoadState): LoadState {
  return { ...noLoad, points: load.points };
}

/** Adds one interval. */
export function addInterval(load: LoadState, interval: LoadInterval): LoadState {
  return {
    points: pushBounded(load.points, pointOf(interval), pointLimit),
    recent: pushBounded(load.recent, interval.responseTime, histogramLimit),
    run: mergeHistograms(load.run, interval.responseTime),
    due: load.due + interval.due,
    sent: load.sent + interval.sent,
    outcomes: addOutcomes(load.outcomes, interval.outcomes),
    sendLagMaxMs: Math.max(load.sendLagMaxMs, interval.sendLag.maxUs / 1000),
    resent: load.resent + (interval.resent ?? 0),
    requests: requestsOf(load.requests, interval),
  };
}

function requestsOf(
  before: readonly RequestState[],
  { requests = [], durationMs }: LoadInterval,
): readonly RequestState[] {
  return requests.map(({ name, outcomes, responseTime }, index) => {
    // Names and their order are the load's own, the same in every interval.
    const known = before[index];
    return {
      name,
      outcomes: known === undefined ? outcomes : addOutcomes(known.outcomes, outcomes),
      achievedPerSecond: durationMs > 0 ? (outcomes.ok * 1000) / durationMs : 0,
      p50Ms: quantileMs(responseTime, 0.5),
      p99Ms: quantileMs(responseTime, 0.99),
    };
  });
}

/** One interval as a point of the charts. */
export function pointOf(interval: LoadInterval): LoadPoint {
  const perSecond = (count: number): number => (interval.durationMs > 0 ? (count * 1000) / interval.durationMs : 0);
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
    p50Ms: quantileMs(interval.responseTime, 0.5),
    p95Ms: quantileMs(interval.responseTime, 0.95),
    p99Ms: quantileMs(interval.responseTime, 0.99),
    p999Ms: quantileMs(interval.responseTime, 0.999),
    maxMs: interval.responseTime.count === 0 ? null : interval.responseTime.maxUs / 1000,
    spread: spreadOf(interval.responseTime),
    sendLagP99Ms: quantileMs(interval.sendLag, 0.99),
  };
}

/** A quantile (0 to 1) in ms; null of an empty histogram. */
export function quantileMs(histogram: HistogramData, quantile: number): number | null {
  return histogram.count === 0 ? null : quantileUs(histogram, quantile) / 1000;
}
