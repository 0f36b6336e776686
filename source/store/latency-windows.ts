import { mergeHistograms } from '../measure/histogram.js';
import { emptyHistogram, type HistogramData } from '../model/histogram.js';
import type { LoadState } from './load-state.js';

/** Response times over the last 1, 10 and 60 intervals of a load. Histograms are added, never averaged. */
export type LatencyWindows = {
  readonly now: HistogramData;
  readonly tenSeconds: HistogramData;
  readonly sixtySeconds: HistogramData;
};

/** Adding up is most of what an interval costs, and asked for only by what is drawn: once for all that ask. */
const known = new WeakMap<LoadState['recent'], LatencyWindows>();

/** The windows as of the last interval; all empty before the first one of a start. */
export function latencyWindows({ recent }: Pick<LoadState, 'recent'>): LatencyWindows {
  const before = known.get(recent);
  if (before !== undefined) return before;
  const windows = {
    now: recent.at(-1) ?? emptyHistogram,
    tenSeconds: sum(recent.slice(-10)),
    sixtySeconds: sum(recent.slice(-60)),
  };
  known.set(recent, windows);
  return windows;
}

function sum(histograms: readonly HistogramData[]): HistogramData {
  return histograms.reduce(mergeHistograms, emptyHistogram);
}
