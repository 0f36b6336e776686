/** A straight line y = base + slope * x through points, with what is needed to tell how well it is known. */
export type StraightLine = {
  readonly base: number;
  readonly slope: number;
  readonly slopeError: number;
  readonly meanX: number;
  readonly spreadX: number;
  /** Variance of y about the line. */
  readonly variance: number;
  readonly count: number;
};

/** The line of least squares; null with fewer than three points or no spread in x. */
export function fitLine(points: readonly { readonly x: number; readonly y: number }[]): StraightLine | null {
  const count = points.length;
  if (count < 3) return null;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
  let spreadX = 0;
  let together = 0;
  for (const { x, y } of points) {
    spreadX += (x - meanX) ** 2;
    together += (x - meanX) * (y - meanY);
  }
  if (spreadX === 0) return null;
  const slope = together / spreadX;
  const base = meanY - slope * meanX;
  const variance = points.reduce((sum, { x, y }) => sum + (y - base - slope * x) ** 2, 0) / (count - 2);
  return { base, slope, slopeError: Math.sqrt(variance / spreadX), meanX, spreadX, variance, count };
}

/**
 * Where the line reaches a level, with the 95 % interval of Fieller's theorem for a ratio of two estimates. The interval
 * is null where the slope can't be told from 0: then the crossing may be anywhere.
 */
export function crossing(
  line: StraightLine,
  level: number,
): { readonly at: number; readonly interval95: readonly [number, number] | null } {
  const t = studentQuantile(line.count - 2);
  const meanY = line.base + line.slope * line.meanX;
  const at = (level - line.base) / line.slope;
  const g = (t * line.slopeError) ** 2 / line.slope ** 2;
  if (!(g < 1)) return { at, interval95: null };
  const rise = level - meanY;
  const centre = line.meanX + rise / line.slope / (1 - g);
  const half =
    (t / (Math.abs(line.slope) * (1 - g))) *
    Math.sqrt(line.variance * ((1 - g) / line.count + (rise / line.slope) ** 2 / line.spreadX));
  return { at, interval95: [centre - half, centre + half] };
}

/** The 97.5 % quantile of Student's t, by Cornish and Fisher's expansion; within 2 % from 3 degrees of freedom on. */
export function studentQuantile(freedom: number): number {
  const z = 1.959964;
  const n = Math.max(1, freedom);
  if (n === 1) return 12.706;
  if (n === 2) return 4.303;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / n + second / n ** 2 + third / n ** 3;
}
