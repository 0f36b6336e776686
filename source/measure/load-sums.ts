import { emptyHistogram, type HistogramData } from '../model/histogram.js';
import type { LoadInterval } from '../model/load.js';
import { addOutcomes, noOutcomes, type OutcomeCounts } from '../model/outcome.js';
import { mergeHistograms, quantileUs } from './histogram.js';

/** All of a load since it was started. */
export type LoadSums = {
  /** Response times. */
  readonly run: HistogramData;
  readonly due: number;
  readonly sent: number;
  readonly outcomes: OutcomeCounts;
  readonly sendLagMaxMs: number;
  readonly resent: number;
  /** By name of request; empty where there is but one name. */
  readonly requests: readonly RequestSums[];
};

/** One name of request: how it ended since the load was started, and how it does in the last interval. */
export type RequestSums = {
  readonly name: string;
  readonly outcomes: OutcomeCounts;
  readonly achievedPerSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
};

export const noSums: LoadSums = {
  run: emptyHistogram,
  due: 0,
  sent: 0,
  outcomes: noOutcomes,
  sendLagMaxMs: 0,
  resent: 0,
  requests: [],
};

/** The sums with one more interval. */
export function addToSums(sums: LoadSums, interval: LoadInterval): LoadSums {
  return {
    run: mergeHistograms(sums.run, interval.responseTime),
    due: sums.due + interval.due,
    sent: sums.sent + interval.sent,
    outcomes: addOutcomes(sums.outcomes, interval.outcomes),
    sendLagMaxMs: Math.max(sums.sendLagMaxMs, interval.sendLag.maxUs / 1000),
    resent: sums.resent + (interval.resent ?? 0),
    requests: requestsOf(sums.requests, interval),
  };
}

function requestsOf(
  before: readonly RequestSums[],
  { requests = [], durationMs }: LoadInterval,
): readonly RequestSums[] {
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

/** A quantile (0 to 1) in ms; null of an empty histogram. */
export function quantileMs(histogram: HistogramData, quantile: number): number | null {
  return histogram.count === 0 ? null : quantileUs(histogram, quantile) / 1000;
}
