import { createRandom, nextExponential } from '../time/random.js';

/** A dataset to make: the same rows, columns and seed give the same text everywhere. */
export type DatasetSpec = {
  /** Lines besides the header. */
  readonly rows: number;
  /** The last one, the class to learn, included; at least 2. */
  readonly columns: number;
  readonly seed: number;
};

/** A dataset's level: how much work its training is, by the number of values. */
export type DatasetLevel = DatasetSpec & { readonly level: string; readonly complexity: number };

/** Share of rows whose class is turned over, so that no model learns it all and accuracy says something. */
const noiseRatio = 0.05;

/**
 * A dataset as CSV text with a header line: numbers of different scales and spreads, and a class of 0 or 1 that a linear
 * model of them can tell in about 19 of 20 rows.
 */
export function generateDataset({ rows, columns, seed }: DatasetSpec): string {
  const random = createRandom(seed);
  const features = columns - 1;
  const weights = Array.from({ length: features }, () => random() * 2 - 1);
  const scales = Array.from({ length: features }, (_, column) => 10 ** (column % 4));
  // Half of the columns are even, half skewed, as measurements of things are; each around 0, so that classes are balanced.
  const draw = (column: number): number => (column % 2 === 0 ? random() * 2 - 1 : nextExponential(random) - 1);
  const lines = [[...weights.map((_, column) => `feature_${column + 1}`), 'class'].join(',')];
  for (let row = 0; row < rows; row++) {
    const values = weights.map((_, column) => draw(column));
    const score = values.reduce((sum, value, column) => sum + value * weights[column]!, 0);
    const isTurned = random() < noiseRatio;
    const told = score >= 0 !== isTurned ? 1 : 0;
    lines.push([...values.map((value, column) => (value * scales[column]!).toFixed(4)), told].join(','));
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Datasets of graduated complexity: each has `growth` times the values of the one before, by more rows and, less, more
 * columns. Every level has a seed of its own, so that none is the beginning of the next.
 */
export function graduatedDatasets(first: DatasetSpec, levels: number, growth: number): readonly DatasetLevel[] {
  return Array.from({ length: levels }, (_, index) => {
    // Three quarters of the growth, by its logarithm, go to the rows.
    const rows = Math.max(2, Math.round(first.rows * growth ** (0.75 * index)));
    const columns = Math.max(2, Math.round(first.columns * growth ** (0.25 * index)));
    return { level: `level ${index + 1}`, rows, columns, seed: first.seed + index, complexity: rows * columns };
  });
}
