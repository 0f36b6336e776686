/** What is believed of one objective's line before it is sampled: ln rate, normally distributed. */
export type Prior = {
  readonly lnRate: number;
  readonly deviation: number;
  /** Above this the line would contradict a miss; softly bounded. */
  readonly lnCeiling: number;
};

/**
 * What is known of one objective's line: a distribution of ln(arrivals per second) on a grid. `cells[i]` is the
 * probability of the cell centred on `first + i * spacing`; their sum is 1.
 */
export type Belief = {
  readonly first: number;
  readonly spacing: number;
  readonly cells: Float64Array;
  /** Distances from `about` (ln rate) are longer by these factors than the cells say, below it and above it. */
  readonly stretch: { readonly about: number; readonly below: number; readonly above: number };
};

/** No stretch at all. */
export const unstretched: Belief['stretch'] = { about: 0, below: 1, above: 1 };

/** Mean and standard deviation of ln rate. */
export function momentsOf({ cells, first, spacing }: Belief): { readonly mean: number; readonly deviation: number } {
  let mean = 0;
  for (let index = 0; index < cells.length; index++) mean += cells[index]! * (first + index * spacing);
  let variance = 0;
  for (let index = 0; index < cells.length; index++) {
    variance += cells[index]! * (first + index * spacing - mean) ** 2;
  }
  return { mean, deviation: Math.sqrt(variance) };
}
