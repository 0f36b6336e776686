import type { Line } from './line.js';

/** What the last probes were, as far as the choice of the next needs it. Rates per second. */
export type Course = {
  readonly turn: number;
  /** Clear misses, or clear passes, one after the other until now. */
  readonly misses: number;
  readonly passes: number;
  readonly lastPerSecond: number;
  readonly lowestMiss: number;
  /** Set by a trip-wire; Infinity before. */
  readonly ceiling: number;
};

/** Quantiles in turn: mostly below the middle, where a probe tells nearly as much and harms less. */
const turns = [0.45, 0.2, 0.55, 0.35] as const;

/**
 * The rate of the next probe: a quantile of the line. Where probe after probe is clear, the belief is slower than the
 * evidence, and the rate moves on in growing steps of its own.
 */
export function nextRate(line: Line, course: Course): number {
  const { ceiling, lastPerSecond, lowestMiss, misses, passes, turn } = course;
  let rate = Math.min(line.quantile(turns[turn % turns.length]!), 0.985 * ceiling);
  if (misses > 0) rate = Math.min(rate, lastPerSecond * (1 - Math.min(0.15, 0.02 * 2 ** (misses - 1))));
  if (passes > 0) {
    const step = lastPerSecond * (1 + Math.min(0.06, 0.015 * 2 ** (passes - 1)));
    rate = Math.max(rate, Math.min(step, 0.99 * lowestMiss, line.quantile(0.7), 0.985 * ceiling));
  }
  return rate;
}
