import { twoSidedLimit, twoSidedP } from './student-t.js';

/**
 * A measured number and how sure it is: its value, and how far one standard error reaches below and above it, which differs
 * where the scale is not even. A few degrees of freedom mean that the errors themselves are known roughly.
 */
export type Estimate = {
  readonly value: number;
  readonly errorBelow: number;
  readonly errorAbove: number;
  /** Infinity where the errors are known well. */
  readonly freedom: number;
};

/** How one estimate differs from another. */
export type Difference = {
  readonly value: number;
  readonly interval95: readonly [number, number];
  /** Chance of a difference at least as large between two measurements of the same. */
  readonly p: number;
};

/** An estimate's own 95 % interval. */
export function interval95Of({ value, errorBelow, errorAbove, freedom }: Estimate): readonly [number, number] {
  const limit = twoSidedLimit(0.95, freedom);
  return [value - limit * errorBelow, value + limit * errorAbove];
}

/**
 * `later` less `earlier`, of two independent measurements, by the method of variance estimates recovery: the lower end takes
 * the error of `later` below it and that of `earlier` above it, the upper end the other two (Zou and Donner, Statistics in
 * Medicine 27, 2008). Degrees of freedom after Welch and Satterthwaite: (a + b)² / (a² / va + b² / vb), with a and b the
 * variances that face the difference.
 */
export function differenceOf(earlier: Estimate, later: Estimate): Difference {
  const value = later.value - earlier.value;
  const isRise = value >= 0;
  const below = Math.hypot(later.errorBelow, earlier.errorAbove);
  const above = Math.hypot(later.errorAbove, earlier.errorBelow);
  const [a, b] = isRise
    ? [earlier.errorAbove ** 2, later.errorBelow ** 2]
    : [earlier.errorBelow ** 2, later.errorAbove ** 2];
  const freedom = (a + b) ** 2 / (a ** 2 / earlier.freedom + b ** 2 / later.freedom);
  const facing = isRise ? below : above;
  const known = Number.isNaN(freedom) ? Number.POSITIVE_INFINITY : freedom;
  const limit = twoSidedLimit(0.95, known);
  const p = value === 0 ? 1 : twoSidedP(value / facing, known);
  return { value, interval95: [value - limit * below, value + limit * above], p };
}

/**
 * P-values as they count when several are looked at together, so that the chance of any false alarm among them stays what it
 * is for one: the i-th smallest of m times m - i + 1, never below a smaller one's (Holm, Scandinavian Journal of Statistics 6,
 * 1979). In the order given.
 */
export function adjustByHolm(ps: readonly number[]): readonly number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(ps.length).fill(1);
  let highest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, p * (ps.length - rank)));
    adjusted[index] = highest;
  }
  return adjusted;
}
