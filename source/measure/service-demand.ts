import type { Estimate } from './estimate.js';
import { fitLoadCurve, type LoadCurve, readCurve, type WeightedPoint } from './load-curve.js';
import { estimateRatio, type RatioEstimate } from './ratio-error.js';

/** One second at one load: how many answers there were, and the sum of ln(ms) of their response times. */
export type LoadedSecond = { readonly perSecond: number; readonly count: number; readonly logSum: number };

/** What two searches tell of the time that a request takes where none waits for another, in ln(ms). */
export type DemandPair = { readonly baseline: Estimate; readonly candidate: Estimate };

/** More turns than two curves within a factor of ten of each other take to come together, in ln(ms). */
const mostTurns = 30;
const closeEnough = 1e-4;
/** Curves that still move by more than this do not come together. */
const tooFar = 0.01;

/**
 * How two systems' service demands differ, by the response times at all loads that two searches tried; null where they tried too
 * few. At a rate r a system with service demand D answers in R = D g(r D): in units of D, response time depends on
 * utilisation alone. So the curves of two systems of one shape, ln R over ln r, are one curve g shifted by s = ln(D2 / D1) up
 * and by s to the left. The curve is fitted to both at once, and a second that lies d above it was slower by
 * d / (1 + slope): near the load line, where curves are steep, what looks like much is little. These distances scatter as
 * widely in one second as in another, so that each session's is their mean, with the error of a mean over stretches (see
 * `estimateRatio`). `before` and `after` are in order of time.
 */
export function compareDemand(before: readonly LoadedSecond[], after: readonly LoadedSecond[]): DemandPair | null {
  const [earlier, later] = [before, after].map(loadsOf) as [Loads, Loads];
  if (earlier.length < 3 || later.length < 3) return null;
  // Both curves are lowest where nothing waits: a first guess, from which a few turns are enough.
  let shift = lowest(later) - lowest(earlier);
  let curve = fitLoadCurve([...points(earlier, 0, null), ...points(later, shift, null)]);
  for (let turn = 0; turn < mostTurns; turn++) {
    curve = fitLoadCurve([...points(earlier, 0, curve), ...points(later, shift, curve)]);
    if (curve === null) return null;
    const [a, b] = [distance(before, curve, 0), distance(after, curve, shift)];
    if (a === null || b === null) return null;
    const step = b.ratio - a.ratio;
    const isClose = Math.abs(step) < (turn < mostTurns - 1 ? closeEnough : tooFar);
    if (isClose) {
      return { baseline: estimateOf(curve.base, a), candidate: estimateOf(curve.base + shift, b) };
    }
    shift += step;
  }
  return null;
}

/** What was answered at one rate, in all its seconds. */
type Loads = readonly { readonly x: number; readonly y: number; readonly seconds: number }[];

function loadsOf(seconds: readonly LoadedSecond[]): Loads {
  const sums = new Map<number, { count: number; logSum: number; seconds: number }>();
  for (const { count, logSum, perSecond } of seconds) {
    const sum = sums.get(perSecond) ?? { count: 0, logSum: 0, seconds: 0 };
    sums.set(perSecond, sum);
    sum.count += count;
    sum.logSum += logSum;
    sum.seconds += 1;
  }
  return [...sums].flatMap(([perSecond, sum]) =>
    sum.count === 0 ? [] : [{ x: Math.log(perSecond), y: sum.logSum / sum.count, seconds: sum.seconds }],
  );
}

function lowest(loads: Loads): number {
  return Math.min(...loads.map(({ y }) => y));
}

/** The loads as they would be without the shift, weighed by how much they tell of it. */
function points(loads: Loads, shift: number, curve: LoadCurve | null): readonly WeightedPoint[] {
  return loads.map(({ seconds, x, y }) => {
    const slope = curve === null ? 0 : readCurve(curve, x + shift).slope;
    return { x: x + shift, y: y - shift, weight: seconds / (1 + slope) ** 2 };
  });
}

function distance(seconds: readonly LoadedSecond[], curve: LoadCurve, shift: number): RatioEstimate | null {
  return estimateRatio(
    seconds.map(({ count, logSum, perSecond }) => {
      const { slope, y } = readCurve(curve, Math.log(perSecond) + shift);
      // Every second counts alike, however many requests it had.
      return { amount: (logSum - count * (y + shift)) / (perSecond * (1 + slope)), total: count / perSecond };
    }),
  );
}

function estimateOf(base: number, { freedom, ratio, standardError }: RatioEstimate): Estimate {
  return { value: base + ratio, errorBelow: standardError, errorAbove: standardError, freedom };
}
