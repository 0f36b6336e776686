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

/** Probability that the line lies above a rate, linear within cells. */
export function above(belief: Belief, lnRate: number): number {
  const { cells, first, spacing, stretch } = belief;
  const off = lnRate - stretch.about;
  const inCells = stretch.about + off / (off < 0 ? stretch.below : stretch.above);
  const at = (inCells - first) / spacing + 0.5;
  if (at <= 0) return 1;
  if (at >= cells.length) return 0;
  const whole = Math.floor(at);
  let sum = (1 - (at - whole)) * cells[whole]!;
  for (let index = whole + 1; index < cells.length; index++) sum += cells[index]!;
  return Math.min(1, sum);
}

/**
 * The ln rate below which the lowest of several lines lies with a probability: the lines of different objectives are
 * taken as independent, so that P(lowest > x) is the product of P(line > x).
 */
export function lowestQuantile(beliefs: readonly Belief[], probability: number): number {
  const ends = beliefs.map(endsOf);
  let low = Math.min(...ends.map(([from]) => from));
  let high = Math.max(...ends.map(([, to]) => to));
  for (let turn = 0; turn < 40; turn++) {
    const middle = (low + high) / 2;
    if (1 - allAbove(beliefs, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function endsOf({ cells, first, spacing, stretch }: Belief): readonly [from: number, to: number] {
  const { about } = stretch;
  const from = first - spacing;
  const to = first + cells.length * spacing;
  return [about + (from - about) * stretch.below, about + (to - about) * stretch.above];
}

/** Probability that every line lies above a rate: that it meets all objectives. */
export function allAbove(beliefs: readonly Belief[], lnRate: number): number {
  return beliefs.reduce((product, belief) => product * above(belief, lnRate), 1);
}

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
