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
 * is for one (Hommel, Biometrika 75, 1988): the largest that Simes' test has for any group of them with this one in it, which is
 * the least of n p(k) / k over the n sorted values p(1), p(2), ... of the group. Percentiles of one load rise and fall together;
 * of such p-values a few that are all small are hardly made larger. In the order given.
 */
export function adjustByHommel(ps: readonly number[]): readonly number[] {
  const order = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const sorted = order.map(({ p }) => p);
  const count = sorted.length;
  const simes = (of: readonly number[], size: number, from: number): number =>
    of.reduce((least, p, at) => Math.min(least, (size * p) / (at + from)), 1);
  const adjusted = sorted.map((p) => Math.max(p, simes(sorted, count, 1)));
  // The hardest group of a size is the one value with the largest of the others.
  for (let size = count - 1; size >= 2; size--) {
    const first = count - size + 1;
    const others = simes(sorted.slice(first), size, 2);
    const lowest = sorted.slice(0, first).map((p) => Math.min(size * p, others));
    for (let at = 0; at < count; at++) adjusted[at] = Math.max(adjusted[at]!, lowest[Math.min(at, first - 1)]!);
  }
  const inOrder = new Array<number>(count);
  for (const [rank, { index }] of order.entries()) inOrder[index] = adjusted[rank]!;
  return inOrder;
}
