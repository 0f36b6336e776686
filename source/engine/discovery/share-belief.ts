import { type Belief, momentsOf, type Prior, unstretched } from './belief.js';
import { overdispersionOfBlocks } from './block-dispersion.js';
import { type Curve, type CurveGrid, gridOf, shareOn } from './curve-grid.js';
import { lowestQuantile } from './lowest-line.js';
import type { BadCount } from './overdispersion.js';

/** Bad arrivals of the windows of one rate, in order. */
export type ShareSample = { readonly lnRate: number; readonly blocks: readonly BadCount[] };

/** One objective of the kind "at most this share may be bad", and what its curve is expected to look like. */
export type ShareModel = {
  /** Share allowed, 0 to 1. */
  readonly allowedRatio: number;
  readonly prior: Prior;
  /** Expected slope d ln(share) / d ln(rate) at the line. */
  readonly slope: number;
  /** Overdispersion expected before any is seen. */
  readonly overdispersion: number;
  /** True takes arrivals as independent (overdispersion 1). Its intervals are far too narrow; a test proves that with it. */
  readonly independent: boolean;
};

/** A belief with the overdispersion that it rests on and the slope of the curve that explains the samples best. */
export type ShareBelief = Belief & { readonly overdispersion: number; readonly slope: number };

/** Half width of the first grid in ln rate, and that of the finer ones in standard deviations. */
const firstHalfWidth = 0.45;
const fineDeviations = 5;

/** A share above this many times the allowed one says only "at least that": curves are no good guide so far above. */
const censorFactor = 12;

/** How much longer the tails are, as multiples of 1 / blocks; Student's t alone would ask for about 1.2 on each side. */
const stretchBelow = 3;
const stretchAbove = 0.5;

/** Curves whose weight is below this power of e beside the best are left out of averages. */
const negligible = -9;

/**
 * Where the line lies, by a dose-response curve: the odds of a bad arrival grow with rate^b, and are those of the allowed
 * share at the line; above the line b may be another. All curves of a grid are weighed by prior and quasi-likelihood
 * with variance `overdispersion * n p (p / allowed)^0.5`, since bursts grow with the share; what remains after summing
 * over slopes is the distribution of the line.
 */
export function shareBelief(samples: readonly ShareSample[], model: ShareModel): ShareBelief {
  const wide = Math.max(firstHalfWidth, 2.5 * model.prior.deviation);
  let belief = beliefOn(samples, model, model.prior.lnRate, wide);
  // The samples may know better than the prior where to look, and how closely.
  for (let turn = 0; turn < 2; turn++) {
    const { deviation, mean } = momentsOf(belief);
    const halfWidth = Math.max(fineDeviations * (deviation + belief.spacing), 0.01);
    belief = beliefOn(samples, model, mean, Math.min(wide, halfWidth));
  }
  return belief;
}

type Counts = { readonly lnRate: number; readonly bad: number; readonly total: number };

function countsOf({ blocks, lnRate }: ShareSample): Counts {
  let bad = 0;
  let total = 0;
  for (const block of blocks) {
    bad += block.bad;
    total += block.total;
  }
  return { lnRate, bad, total };
}

function beliefOn(samples: readonly ShareSample[], model: ShareModel, centre: number, halfWidth: number): ShareBelief {
  const { allowedRatio } = model;
  const cap = Math.min(0.9, censorFactor * allowedRatio);
  const grid = gridOf(model.prior, model.slope, centre, halfWidth);
  const counts = samples.map(countsOf);
  const shares = sharesOf(grid, counts, allowedRatio);
  const misfits = misfitsOf(grid, shares, counts, allowedRatio, cap);
  let { overdispersion } = model;
  let freedom = Number.POSITIVE_INFINITY;
  if (model.independent) overdispersion = 1;
  // What the blocks vary by depends on the curve, and the weight of the curves on that: twice round is enough.
  for (let turn = 0; turn < 2 && !model.independent; turn++) {
    const expected = expectedShares(grid, shares, misfits, overdispersion);
    ({ overdispersion, freedom } = overdispersionOfBlocks(
      samples.flatMap(({ blocks }, index) => {
        const { bad, total } = counts[index]!;
        return bad > cap * total ? [] : [{ blocks, ratio: expected[index]! }];
      }),
      allowedRatio,
      model.overdispersion,
    ));
  }
  const best = bestCurve(grid, misfits, overdispersion);
  const top = lnWeight(grid.curves[best]!, misfits[best]!, overdispersion);
  const cells = new Float64Array(grid.lines);
  let sum = 0;
  for (let index = 0; index < misfits.length; index++) {
    const curve = grid.curves[index]!;
    const weight = Math.exp(lnWeight(curve, misfits[index]!, overdispersion) - top);
    cells[curve.cell]! += weight;
    sum += weight;
  }
  for (let cell = 0; cell < cells.length; cell++) cells[cell]! /= sum;
  const { first, spacing } = grid;
  const raw = { first, spacing, cells, stretch: unstretched };
  const about = lowestQuantile([raw], 0.5);
  // The overdispersion is itself only known from so many blocks, and bursts not yet seen can only lower the line.
  const stretch = { about, below: 1 + stretchBelow / freedom, above: 1 + stretchAbove / freedom };
  return { ...raw, stretch, overdispersion, slope: grid.curves[best]!.slope };
}

/** For each sample the share of every curve at its rate. */
function sharesOf(grid: CurveGrid, counts: readonly Counts[], allowedRatio: number): readonly Float64Array[] {
  return counts.map(({ lnRate }) => {
    const shares = new Float64Array(grid.curves.length);
    for (let index = 0; index < shares.length; index++) {
      shares[index] = shareOn(grid.curves[index]!, lnRate, allowedRatio);
    }
    return shares;
  });
}

/**
 * For each curve, twice the loss of quasi-likelihood over all samples at overdispersion 1:
 * 4 n sqrt(q) (sqrt(p) - sqrt(k/n))^2 / sqrt(p), with k bad of n arrivals, p the curve's share, q the allowed one.
 */
function misfitsOf(
  grid: CurveGrid,
  shares: readonly Float64Array[],
  counts: readonly Counts[],
  allowedRatio: number,
  cap: number,
): Float64Array {
  const misfits = new Float64Array(grid.curves.length);
  for (const [at, { bad, total }] of counts.entries()) {
    if (total === 0) continue;
    const own = shares[at]!;
    const isCensored = bad > cap * total;
    const seen = Math.sqrt(isCensored ? cap : bad / total);
    const scale = 4 * total * Math.sqrt(allowedRatio);
    for (let index = 0; index < misfits.length; index++) {
      const share = own[index]!;
      const expected = Math.sqrt(isCensored ? Math.min(cap, share) : share);
      misfits[index]! += (scale * (expected - seen) ** 2) / expected;
    }
  }
  return misfits;
}

function lnWeight(curve: Curve, misfit: number, overdispersion: number): number {
  return curve.lnPrior - misfit / (2 * overdispersion);
}

function bestCurve(grid: CurveGrid, misfits: Float64Array, overdispersion: number): number {
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < misfits.length; index++) {
    const value = lnWeight(grid.curves[index]!, misfits[index]!, overdispersion);
    if (value > highest) [best, highest] = [index, value];
  }
  return best;
}

/** Geometric mean over the curves of the share at the rate of each sample. */
function expectedShares(
  grid: CurveGrid,
  shares: readonly Float64Array[],
  misfits: Float64Array,
  overdispersion: number,
): readonly number[] {
  const best = bestCurve(grid, misfits, overdispersion);
  const top = lnWeight(grid.curves[best]!, misfits[best]!, overdispersion);
  const sums = new Float64Array(shares.length);
  let all = 0;
  for (let index = 0; index < misfits.length; index++) {
    const curve = grid.curves[index]!;
    const off = lnWeight(curve, misfits[index]!, overdispersion) - top;
    if (off < negligible) continue;
    const weight = Math.exp(off);
    all += weight;
    for (let at = 0; at < sums.length; at++) sums[at]! += weight * Math.log(shares[at]![index]!);
  }
  return Array.from(sums, (sum) => Math.exp(sum / all));
}
