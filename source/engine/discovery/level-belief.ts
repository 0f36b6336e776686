import { type Belief, momentsOf, type Prior, unstretched } from './belief.js';

/** The mean level of the windows of one rate (mean response time, CPU use) as a multiple of its limit, with its error. */
export type LevelSample = { readonly lnRate: number; readonly lnLevel: number; readonly deviation: number };

/** One objective of the kind "at most this on average". */
export type LevelModel = {
  readonly prior: Prior;
  /** Expected slope d ln(level) / d ln(rate), and the lowest and highest that are considered. */
  readonly slope: number;
  readonly slopes: readonly [lowest: number, highest: number];
};

const cellCount = 121;
const slopeCount = 15;

/** How far the level's curve may bend away from a straight line, per unit of ln rate from the line, squared. */
const bend = 2;

/**
 * Where a level crosses its limit: ln(level / limit) = b (x - line) with x = ln rate, near the line. Samples further
 * from it count less, since the curve is straight only nearby.
 */
export function levelBelief(samples: readonly LevelSample[], model: LevelModel): Belief {
  const wide = Math.max(0.45, 2.5 * model.prior.deviation);
  const rough = beliefOn(samples, model, model.prior.lnRate, wide);
  const { deviation, mean } = momentsOf(rough);
  return beliefOn(samples, model, mean, Math.min(wide, 5 * deviation + rough.spacing));
}

function beliefOn(samples: readonly LevelSample[], model: LevelModel, centre: number, halfWidth: number): Belief {
  const spacing = (2 * halfWidth) / (cellCount - 1);
  const first = centre - halfWidth;
  const [lowest, highest] = model.slopes;
  const cells = new Float64Array(cellCount);
  const values: number[] = [];
  for (let x = 0; x < cellCount; x++) {
    const line = first + x * spacing;
    const lnLine = -0.5 * ((line - model.prior.lnRate) / model.prior.deviation) ** 2;
    for (let index = 0; index < slopeCount; index++) {
      const slope = lowest * (highest / lowest) ** (index / (slopeCount - 1));
      let value = lnLine - 0.5 * Math.log(slope / model.slope) ** 2;
      for (const { deviation, lnLevel, lnRate } of samples) {
        const distance = lnRate - line;
        const scale = deviation ** 2 + (bend * slope * distance ** 2) ** 2;
        value -= 0.5 * ((lnLevel - slope * distance) ** 2 / scale + Math.log(scale));
      }
      values.push(value);
    }
  }
  const top = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let x = 0, at = 0; x < cellCount; x++) {
    for (let index = 0; index < slopeCount; index++) cells[x]! += Math.exp(values[at++]! - top);
    sum += cells[x]!;
  }
  for (let x = 0; x < cellCount; x++) cells[x]! /= sum;
  return { first, spacing, cells, stretch: unstretched };
}
