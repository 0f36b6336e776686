import type { DiscoveryAnswer } from '../../source/model/discovery.js';

/**
 * The greatest distance between a sample of numbers in 0 to 1 and the uniform distribution (Kolmogorov and Smirnov). A
 * sample of n that is uniform exceeds 1.63 / sqrt(n) once in a hundred times.
 */
export function distanceFromUniform(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const count = sorted.length;
  return Math.max(...sorted.map((value, index) => Math.max(value - index / count, (index + 1) / count - value)));
}

/**
 * The interval score of a 95 % interval in ln rate, the lower the better (Gneiting and Raftery 2007): its width, and 40
 * times what it misses the true line by. `stretch` makes the interval so many times as wide, about the estimate.
 */
export function intervalScore(
  { estimatePerSecond, interval95 }: DiscoveryAnswer,
  truePerSecond: number,
  stretch = 1,
): number {
  if (estimatePerSecond === null || interval95 === null) return Number.NaN;
  const middle = Math.log(estimatePerSecond);
  const [low, high] = interval95.map((end) => middle + stretch * (Math.log(end) - middle)) as [number, number];
  const truth = Math.log(truePerSecond);
  return high - low + (2 / 0.05) * Math.max(0, low - truth, truth - high);
}

/**
 * How many standard errors one line lies above another, as their answers alone tell it: ln rates, with the errors that
 * the 95 % intervals stand for. Above 1.645 the first is higher with 95 % probability.
 */
export function errorsAbove(first: DiscoveryAnswer, second: DiscoveryAnswer): number {
  const errorOf = ({ interval95 }: DiscoveryAnswer): number => Math.log(interval95![1] / interval95![0]) / (2 * 1.96);
  return Math.log(first.estimatePerSecond! / second.estimatePerSecond!) / Math.hypot(errorOf(first), errorOf(second));
}
