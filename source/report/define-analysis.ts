import { quantileUs } from '../measure/histogram.js';
import { createHistogramSum } from '../measure/histogram-sum.js';
import { soundHistogram } from '../measure/sound-histogram.js';
import type { Analysis } from '../model/analysis.js';
import type { HistogramData } from '../model/histogram.js';

export type { Analysis } from '../model/analysis.js';

/** Gives an analysis its type; a module exports it as default. */
export function defineAnalysis(analysis: Analysis): Analysis {
  return analysis;
}

/** All values of several histograms in one, such as those of the intervals of a run: percentiles are never averaged. */
export function addHistograms(histograms: Iterable<HistogramData>): HistogramData {
  const sum = createHistogramSum();
  for (const histogram of histograms) sum.add(soundHistogram(histogram));
  return sum.toData();
}

/** The value in milliseconds that a share `quantile` (0 to 1) of the values do not exceed, 0.4 % off at most; null of none. */
export function quantileMs(histogram: HistogramData, quantile: number): number | null {
  const sound = soundHistogram(histogram);
  return sound.count === 0 ? null : quantileUs(sound, quantile) / 1000;
}
