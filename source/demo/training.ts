import { createRandom } from '../time/random.js';
import type { Dataset } from './csv-dataset.js';

/** A model being trained, slice by slice, so that the worker answers requests in between. */
export type Training = {
  /** Trains for about a millisecond. True when there is no more to do. */
  readonly slice: () => boolean;
  /** 0 to 1. */
  readonly progress: () => number;
  /**
   * On rows kept back from training, 0 to 1: the share told right when the last column holds only 0 and 1, else the
   * share of its variance explained (R2, not below 0).
   */
  readonly accuracy: () => number;
};

/** Multiplications of one slice: about 1 ms. */
const sliceWork = 200_000;

/** Every fifth row is kept back, when there are enough. */
const heldBackEvery = 5;

/**
 * Trains a linear model, logistic when the last column holds only 0 and 1, by normalised stochastic gradient descent:
 * w <- w + rate / (1 + |x|^2) * (y - f(w x)) * x, with the rate falling from epoch to epoch; stable whatever the numbers.
 * Columns are scaled to mean 0 and deviation 1 first.
 */
export function createTraining(dataset: Dataset, epochs: number): Training {
  const { rows, columns } = dataset;
  const features = columns - 1;
  const isClass = columnOf(dataset, features).every((value) => value === 0 || value === 1);
  const scaled = scale(dataset, isClass ? features : columns);
  const holdsBack = rows >= 2 * heldBackEvery;
  const isHeldBack = (row: number): boolean => holdsBack && row % heldBackEvery === 0;
  const order = shuffle(Array.from({ length: rows }, (_, row) => row).filter((row) => !isHeldBack(row)));
  const weights = new Float64Array(columns);
  let epoch = 0;
  let at = 0;

  const predict = (row: number): number => {
    let sum = weights[features]!;
    for (let column = 0; column < features; column++) sum += weights[column]! * scaled[row * columns + column]!;
    return isClass ? 1 / (1 + Math.exp(-sum)) : sum;
  };
  const learn = (row: number): void => {
    const base = row * columns;
    let squares = 1;
    for (let column = 0; column < features; column++) squares += scaled[base + column]! ** 2;
    const error = scaled[base + features]! - predict(row);
    const step = ((isClass ? 2 : 0.5) / (1 + epoch) / squares) * error;
    for (let column = 0; column < features; column++) weights[column]! += step * scaled[base + column]!;
    weights[features]! += step;
  };

  return {
    slice() {
      for (let work = 0; work < sliceWork && epoch < epochs; work += 3 * columns) {
        learn(order[at]!);
        at += 1;
        if (at < order.length) continue;
        at = 0;
        epoch += 1;
      }
      return epoch >= epochs;
    },
    progress: () => Math.min(1, (epoch + at / order.length) / epochs),
    accuracy() {
      const judged = Array.from({ length: rows }, (_, row) => row).filter((row) => isHeldBack(row) || !holdsBack);
      const truth = judged.map((row) => scaled[row * columns + features]!);
      if (isClass) {
        const right = judged.filter((row, index) => predict(row) >= 0.5 === (truth[index] === 1)).length;
        return right / judged.length;
      }
      const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
      const spread = truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const missed = judged.reduce((sum, row, index) => sum + (truth[index]! - predict(row)) ** 2, 0);
      if (spread === 0) return missed < 1e-9 ? 1 : 0;
      return Math.max(0, 1 - missed / spread);
    },
  };
}

function columnOf({ rows, columns, values }: Dataset, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => values[row * columns + column]!);
}

/** The values with the first `count` columns at mean 0 and deviation 1; a column that never changes becomes 0. */
function scale(dataset: Dataset, count: number): Float64Array {
  const scaled = dataset.values.slice();
  for (let column = 0; column < count; column++) {
    const values = columnOf(dataset, column);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const deviation = Math.sqrt(variance);
    for (let row = 0; row < dataset.rows; row++) {
      scaled[row * dataset.columns + column] = deviation === 0 ? 0 : (values[row]! - mean) / deviation;
    }
  }
  return scaled;
}

/** Files are often sorted by class, which one row at a time would unlearn again; the same order every time. */
function shuffle(rows: number[]): number[] {
  const random = createRandom(1);
  for (let last = rows.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [rows[last], rows[other]] = [rows[other]!, rows[last]!];
  }
  return rows;
}
