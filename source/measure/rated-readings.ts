import type { Estimate } from './estimate.js';
import { fitLoadCurve, type LoadCurve, readCurve } from './load-curve.js';
import { estimateRatio, type RatioEstimate } from './ratio-error.js';

/** A reading of something that grows with the load, such as the CPU use of a server, and the load that it was read under. */
export type RatedReading = { readonly perSecond: number; readonly value: number };

/** What was read at the mean of all loads, in the unit of the readings. */
export type ReadingPair = { readonly baseline: Estimate; readonly candidate: Estimate };

const mostTurns = 20;
const closeEnough = 1e-4;

/**
 * How much more is read in one search than in another at the same loads, though they tried other ones; null where either tried
 * fewer than three, or read nothing above 0. One curve is fitted to both, one of them made larger by a factor until the sum of
 * its readings is that of the curve at their loads, as is the other's: what a request costs is a factor. Errors are those of a
 * ratio over stretches (see `estimateRatio`). `before` and `after` are in order of time.
 */
export function compareReadings(before: readonly RatedReading[], after: readonly RatedReading[]): ReadingPair | null {
  if (fewRates(before) || fewRates(after)) return null;
  let factor = meanOf(after) / meanOf(before);
  for (let turn = 0; turn < mostTurns; turn++) {
    if (!(factor > 0 && Number.isFinite(factor))) return null;
    const curve = fitLoadCurve([...points(before, 1), ...points(after, factor)]);
    if (curve === null) return null;
    const [a, b] = [ratioTo(curve, before), ratioTo(curve, after)];
    if (a === null || b === null || !(a.ratio > 0)) return null;
    const next = b.ratio / a.ratio;
    if (Math.abs(next / factor - 1) <= closeEnough || turn === mostTurns - 1) {
      const all = [...before, ...after];
      const level = all.reduce((sum, { perSecond }) => sum + readAt(curve, perSecond), 0) / all.length;
      return { baseline: estimateOf(level, a), candidate: estimateOf(level, b) };
    }
    factor = next;
  }
  return null;
}

function fewRates(readings: readonly RatedReading[]): boolean {
  return new Set(readings.map(({ perSecond }) => perSecond)).size < 3;
}

function meanOf(readings: readonly RatedReading[]): number {
  return readings.reduce((sum, { value }) => sum + value, 0) / readings.length;
}

function points(readings: readonly RatedReading[], factor: number) {
  return readings.map(({ perSecond, value }) => ({ x: Math.log(perSecond), y: value / factor, weight: 1 }));
}

function readAt(curve: LoadCurve, perSecond: number): number {
  return readCurve(curve, Math.log(perSecond)).y;
}

function ratioTo(curve: LoadCurve, readings: readonly RatedReading[]): RatioEstimate | null {
  return estimateRatio(readings.map(({ perSecond, value }) => ({ amount: value, total: readAt(curve, perSecond) })));
}

function estimateOf(level: number, { freedom, ratio, standardError }: RatioEstimate): Estimate {
  const error = level * standardError;
  return { value: level * ratio, errorBelow: error, errorAbove: error, freedom };
}
