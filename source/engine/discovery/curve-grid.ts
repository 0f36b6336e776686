import type { Prior } from './belief.js';

/** One possible curve of the bad share over the rate. */
export type Curve = {
  /** Which cell of the line's distribution it belongs to. */
  readonly cell: number;
  /** ln of the rate at which the share is the allowed one. */
  readonly lnLine: number;
  /** d ln(odds) / d ln(rate) below the line, and as a multiple of that above it. */
  readonly slope: number;
  readonly overload: number;
  /** ln of its weight before anything is seen. */
  readonly lnPrior: number;
};

export type CurveGrid = {
  readonly first: number;
  readonly spacing: number;
  /** Cells of the line's distribution. */
  readonly lines: number;
  readonly curves: readonly Curve[];
};

const lineCount = 61;
const slopeCount = 9;
const lowestSlope = 2;

/** Above the line a target that refuses early is flatter, one whose queue runs full is steeper. */
const overloads = [
  { factor: 0.35, lnPrior: -0.8 },
  { factor: 1, lnPrior: 0 },
  { factor: 2.5, lnPrior: -1 },
] as const;

/**
 * Spread of ln(slope) about what is expected, and the weight and spread of the few targets that are quite another thing:
 * one that stops now and then has a curve ten times flatter than its queue alone would.
 */
const slopeSpread = 0.5;
const oddTargets = { weight: 0.03, spread: 1.2 };

/** How far above a rate that overloaded the target the line may still lie, in ln rate. */
const ceilingSpread = 0.06;

/** A share is never quite nothing: one stray bad arrival far below the line must not outweigh everything else. */
const leastShare = 0.01;

/** All curves with a line within `halfWidth` of `centre` (ln rate). */
export function gridOf(prior: Prior, expectedSlope: number, centre: number, halfWidth: number): CurveGrid {
  const spacing = (2 * halfWidth) / (lineCount - 1);
  const first = centre - halfWidth;
  const low = Math.min(lowestSlope, expectedSlope / 2);
  const high = 3 * expectedSlope;
  const curves: Curve[] = [];
  for (let cell = 0; cell < lineCount; cell++) {
    const lnLine = first + cell * spacing;
    const off = (lnLine - prior.lnRate) / prior.deviation;
    const above = Math.max(0, lnLine - prior.lnCeiling) / ceilingSpread;
    for (let step = 0; step < slopeCount; step++) {
      const slope = low * (high / low) ** (step / (slopeCount - 1));
      const lnSlope = Math.log(slope / expectedSlope);
      const usual = Math.exp(-0.5 * (lnSlope / slopeSpread) ** 2);
      const odd = oddTargets.weight * Math.exp(-0.5 * (lnSlope / oddTargets.spread) ** 2);
      for (const { factor, lnPrior } of overloads) {
        const weight = -0.5 * (off ** 2 + above ** 2) + Math.log(usual + odd) + lnPrior;
        curves.push({ cell, lnLine, slope, overload: factor, lnPrior: weight });
      }
    }
  }
  return { first, spacing, lines: lineCount, curves };
}

/** The share of bad arrivals that a curve has at a rate: logistic in ln rate, the allowed one at the line. */
export function shareOn(curve: Curve, lnRate: number, allowedRatio: number): number {
  const distance = lnRate - curve.lnLine;
  const growth = Math.exp(-curve.slope * distance * (distance > 0 ? curve.overload : 1));
  return Math.max(leastShare * allowedRatio, 1 / (1 + ((1 - allowedRatio) / allowedRatio) * growth));
}
