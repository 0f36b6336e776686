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
const steepnesses = Array.from({ length: 28 }, (_, index) => 0.7 * 1.2 ** index);

/**
 * The curve of least squares, the steepness one of a row of them; null with fewer than three loads. A time over load^b is the
 * simplest shape that is flat at low loads and runs away at high ones, and has no load at which it ends, as queues in theory do.
 */
export function fitLoadCurve(points: readonly WeightedPoint[]): LoadCurve | null {
  if (new Set(points.map(({ x }) => x)).size < 3) return null;
  const top = Math.max(...points.map(({ x }) => x));
  let best: { readonly curve: LoadCurve; readonly misfit: number } | null = null;
  for (const steepness of steepnesses) {
    const terms = points.map(({ x, y, weight }) => ({ e: Math.exp(steepness * (x - top)), y, weight }));
    const { base, rise } = fitTerms(terms);
    const misfit = terms.reduce((sum, { e, y, weight }) => sum + weight * (y - base - rise * e) ** 2, 0);
    if (best === null || misfit < best.misfit) best = { curve: { base, rise, steepness, top }, misfit };
  }
  return best?.curve ?? null;
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
