import type { HistogramData } from '../model/histogram.js';
import { quantileUs } from './histogram.js';

/**
 * A quantile (0 to 1) in milliseconds over arrivals of which `unanswered` more than the histogram holds never got a good
 * answer: they rank as infinitely slow. Null when the quantile falls among them, or when there were no arrivals.
 */
export function rankQuantileMs(answered: HistogramData, unanswered: number, quantile: number): number | null {
  const total = answered.count + Math.max(0, unanswered);
  const rank = Math.max(1, Math.ceil(quantile * total - 1e-9 * total));
  if (total === 0 || rank > answered.count) return null;
  return quantileUs(answered, rank / answered.count) / 1000;
}
