/** A number measured at one load. `weight` is that of its square error. */
export type WeightedPoint = { readonly x: number; readonly y: number; readonly weight: number };

/** How a number grows with the load: y = base + rise × exp(steepness × (x - top)), x and y logarithms. */
export type LoadCurve = {
  readonly base: number;
  /** At the highest load measured; never below 0. */
  readonly rise: number;
  readonly steepness: number;
  readonly top: number;
};

/** From a time that grows more slowly than the load to one that doubles within a per cent of it. */
const steepnesses = 28;
const steepnessAt = (step: number): number => 0.7 * 1.2 ** step;

/**
 * The curve of least squares; null with fewer than three loads. A time over load^b is the
 * simplest shape that is flat at low loads and runs away at high ones, and has no load at which it ends, as queues in theory do.
 */
export function fitLoadCurve(points: readonly WeightedPoint[]): LoadCurve | null {
  if (new Set(points.map(({ x }) => x)).size < 3) return null;
  const fits = Array.from({ length: steepnesses }, (_, step) => fitOfSteepness(points, steepnessAt(step)).misfit);
  const best = fits.indexOf(Math.min(...fits));
  return best < 0 ? null : fitOfSteepness(points, steepnessAt(best + lowestBetween(fits, best))).curve;
}

/** How far from the lowest of a row its true low lies, by a parabola through it and both neighbours: -0.5 to 0.5. */
function lowestBetween(row: readonly number[], at: number): number {
  const [before, here, after] = [row[at - 1], row[at], row[at + 1]];
  if (before === undefined || here === undefined || after === undefined) return 0;
  const bend = before - 2 * here + after;
  return bend > 0 ? (before - after) / (2 * bend) : 0;
}

function fitOfSteepness(points: readonly WeightedPoint[], steepness: number) {
  const top = Math.max(...points.map(({ x }) => x));
  const terms = points.map(({ x, y, weight }) => ({ e: Math.exp(steepness * (x - top)), y, weight }));
  const { base, rise } = fitTerms(terms);
  const misfit = terms.reduce((sum, { e, y, weight }) => sum + weight * (y - base - rise * e) ** 2, 0);
  const curve: LoadCurve = { base, rise, steepness, top };
  return { curve, misfit };
}

function fitTerms(terms: readonly { readonly e: number; readonly y: number; readonly weight: number }[]) {
  const sum = (of: (term: (typeof terms)[number]) => number): number =>
    terms.reduce((all, term) => all + term.weight * of(term), 0);
  const total = sum(() => 1);
  const meanE = sum(({ e }) => e) / total;
  const meanY = sum(({ y }) => y) / total;
  const spread = sum(({ e }) => (e - meanE) ** 2);
  const together = sum(({ e, y }) => (e - meanE) * (y - meanY));
  const rise = spread > 0 ? Math.max(0, together / spread) : 0;
  return { base: meanY - rise * meanE, rise };
}

/** The curve's value at a load, and how many times as fast as the load it grows there. */
export function readCurve({ base, rise, steepness, top }: LoadCurve, x: number): { y: number; slope: number } {
  const grown = rise * Math.exp(steepness * (x - top));
  return { y: base + grown, slope: steepness * grown };
}
