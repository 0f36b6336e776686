/** How one quantity goes with another, by ranks alone: no shape is assumed, and no outlier weighs more than its rank. */
export type RankTrend = {
  /** Kendall's tau-b, -1 (always falls) to 1 (always rises); 0 where one of the two never changes. */
  readonly tau: number;
  /** Chance of a rise at least as clear where the two have nothing to do with each other; `fallP` of such a fall. */
  readonly riseP: number;
  readonly fallP: number;
  /** Whether the chances are exact, by going through every order, or from the normal distribution. */
  readonly isExact: boolean;
};

/** Pairs up to which every order is gone through: 8! = 40,320. */
const mostExact = 8;

/**
 * Kendall's rank correlation of pairs (x, y), ties allowed. S is the number of pairs of pairs that rise together minus the
 * number of those that fall apart; tau-b = S / sqrt((n0 - n1)(n0 - n2)), with n0 = n(n - 1)/2 and n1, n2 the pairs tied in
 * x and in y. From nine pairs on, the chances are those of a normal distribution with the variance of S under ties and a
 * continuity correction (Kendall, Rank Correlation Methods, 3rd ed., chapters 3 and 4).
 */
export function rankTrend(x: readonly number[], y: readonly number[]): RankTrend {
  const n = Math.min(x.length, y.length);
  const s = concordance(x, y, n);
  const all = (n * (n - 1)) / 2;
  const free = Math.sqrt((all - tiedPairs(x, n)) * (all - tiedPairs(y, n)));
  if (free === 0) return { tau: 0, riseP: 1, fallP: 1, isExact: true };
  const tau = s / free;
  if (n <= mostExact) return { tau, ...exactChances(x, y.slice(0, n), s), isExact: true };
  const deviation = Math.sqrt(varianceOf(x, y, n));
  return {
    tau,
    riseP: upperTail((s - 1) / deviation),
    fallP: upperTail((-s - 1) / deviation),
    isExact: false,
  };
}

function concordance(x: readonly number[], y: readonly number[], n: number): number {
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) s += Math.sign(x[i]! - x[j]!) * Math.sign(y[i]! - y[j]!);
  }
  return s;
}

/** Sizes of the groups of equal values. */
function tieSizes(values: readonly number[], n: number): readonly number[] {
  const counts = new Map<number, number>();
  for (const value of values.slice(0, n)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}

function sumOver(sizes: readonly number[], of: (size: number) => number): number {
  return sizes.reduce((sum, size) => sum + of(size), 0);
}

function tiedPairs(values: readonly number[], n: number): number {
  return sumOver(tieSizes(values, n), (size) => (size * (size - 1)) / 2);
}

function varianceOf(x: readonly number[], y: readonly number[], n: number): number {
  const [ties, otherTies] = [tieSizes(x, n), tieSizes(y, n)];
  const whole = (size: number): number => size * (size - 1) * (2 * size + 5);
  const pairs = (size: number): number => size * (size - 1);
  const triples = (size: number): number => size * (size - 1) * (size - 2);
  return (
    (whole(n) - sumOver(ties, whole) - sumOver(otherTies, whole)) / 18 +
    (sumOver(ties, triples) * sumOver(otherTies, triples)) / (9 * triples(n)) +
    (sumOver(ties, pairs) * sumOver(otherTies, pairs)) / (2 * pairs(n))
  );
}

/** Goes through every order of y (Heap's algorithm) and counts those at least as clear. */
function exactChances(x: readonly number[], y: readonly number[], s: number): { riseP: number; fallP: number } {
  const order = [...y];
  const n = order.length;
  const turns = new Array<number>(n).fill(0);
  let [orders, rising, falling] = [0, 0, 0];
  const look = (): void => {
    const other = concordance(x, order, n);
    orders += 1;
    if (other >= s) rising += 1;
    if (other <= s) falling += 1;
  };
  look();
  for (let at = 0; at < n; ) {
    if (turns[at]! < at) {
      const from = at % 2 === 0 ? 0 : turns[at]!;
      [order[from], order[at]] = [order[at]!, order[from]!];
      look();
      turns[at]! += 1;
      at = 0;
    } else {
      turns[at] = 0;
      at += 1;
    }
  }
  return { riseP: rising / orders, fallP: falling / orders };
}

/** Chance that a standard normal number is over z: Abramowitz and Stegun 26.2.17, off by less than 7.5e-8. */
function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
