import { bucketStartUs, fineBits } from '../measure/latency-buckets.js';
import type { HistogramData } from '../model/histogram.js';

/**
 * A histogram in eight buckets an octave, 6 % off at most: a tenth of the memory of a whole one. Alternates index and
 * count, as `HistogramData.buckets` does, indexes ascending.
 */
export type Spread = readonly number[];

const bits = 3;

/** The few buckets of a whole histogram. */
export function spreadOf({ buckets }: HistogramData): Spread {
  const spread: number[] = [];
  let last = -1;
  for (let at = 0; at < buckets.length; at += 2) {
    const index = buckets[at]! >> (fineBits - bits);
    if (index === last) spread[spread.length - 1]! += buckets[at + 1]!;
    else spread.push(index, buckets[at + 1]!);
    last = index;
  }
  return spread;
}

/** All of them together: exactly what one histogram of everything would have given. */
export function addSpreads(spreads: readonly Spread[]): Spread {
  if (spreads.length === 1) return spreads[0]!;
  const counts = new Map<number, number>();
  for (const spread of spreads) {
    for (let at = 0; at < spread.length; at += 2) {
      counts.set(spread[at]!, (counts.get(spread[at]!) ?? 0) + spread[at + 1]!);
    }
  }
  return [...counts].sort(([a], [b]) => a - b).flat();
}

/** A quantile (0 to 1) in ms, the middle of its bucket; null of an empty one. */
export function spreadQuantileMs(spread: Spread, quantile: number): number | null {
  let count = 0;
  for (let at = 1; at < spread.length; at += 2) count += spread[at]!;
  if (count === 0) return null;
  const rank = Math.max(1, Math.ceil(quantile * count - 1e-9 * count));
  let seen = 0;
  for (let at = 0; at < spread.length; at += 2) {
    seen += spread[at + 1]!;
    if (seen >= rank) return bucketMiddleMs(spread[at]!);
  }
  return null;
}

/** What values of a bucket are shown as, in ms. */
export function bucketMiddleMs(index: number): number {
  return Math.sqrt(Math.max(1, bucketStartUs(index, bits)) * bucketStartUs(index + 1, bits)) / 1000;
}
