import type { Random } from '../../time/random.js';

/** Throughput at a concurrency: requests in flight (Little's law) or servers of the cluster. */
export type ScalePoint = { readonly concurrency: number; readonly perSecond: number };

/** A model, not a measurement: X(N) = gamma N / (1 + alpha (N - 1) + beta N (N - 1)), Gunther's universal scalability law. */
export type ScalabilityFit = {
  /** Throughput of one, per second. */
  readonly gamma: number;
  /** Contention and coherency. */
  readonly alpha: number;
  readonly beta: number;
  readonly peakPerSecond: number;
  readonly peakInterval95: readonly [number, number];
};

const fewestPoints = 4;

/** Below this share of the capacity that was found the law foretells anything between nothing and a thousand times. */
const leastReach = 0.7;
const resamples = 200;

/**
 * Fits the law and foretells its peak, with an interval from resampling the points. Null where it would only seem to
 * know: fewer than four concurrencies, or no point above 0.7 of the capacity found.
 */
export function fitScalability(
  points: readonly ScalePoint[],
  capacityPerSecond: number,
  random: Random,
): ScalabilityFit | null {
  const sizes = new Set(points.map(({ concurrency }) => concurrency));
  const highest = Math.max(0, ...points.map(({ perSecond }) => perSecond));
  if (sizes.size < fewestPoints || highest < leastReach * capacityPerSecond) return null;
  const fit = fitOnce(points);
  if (fit === null) return null;
  const peaks: number[] = [];
  for (let turn = 0; turn < resamples; turn++) {
    const drawn = points.map(() => points[Math.floor(random() * points.length)]!);
    if (new Set(drawn.map(({ concurrency }) => concurrency)).size < 3) continue;
    const again = fitOnce(drawn);
    if (again !== null) peaks.push(peakOf(again));
  }
  peaks.sort((a, b) => a - b);
  const peak = peakOf(fit);
  const low = peaks[Math.floor(0.025 * peaks.length)] ?? peak;
  const high = peaks[Math.ceil(0.975 * peaks.length) - 1] ?? peak;
  return { ...fit, peakPerSecond: peak, peakInterval95: [Math.min(low, peak), Math.max(high, peak)] };
}

type Law = Pick<ScalabilityFit, 'gamma' | 'alpha' | 'beta'>;

function throughput({ alpha, beta, gamma }: Law, concurrency: number): number {
  return (gamma * concurrency) / (1 + alpha * (concurrency - 1) + beta * concurrency * (concurrency - 1));
}

/** The highest throughput of the law; with beta = 0 it grows without a peak to gamma / alpha. */
function peakOf(law: Law): number {
  if (law.beta > 0) return throughput(law, Math.max(1, Math.sqrt((1 - law.alpha) / law.beta)));
  return law.alpha > 0 ? law.gamma / law.alpha : Number.POSITIVE_INFINITY;
}

/**
 * Least squares of N / X, which is linear in the parameters (1 / gamma times 1, N - 1 and N (N - 1)), weighted so that
 * relative errors of X count alike; a negative parameter is held at 0.
 */
function fitOnce(points: readonly ScalePoint[]): Law | null {
  const allowed: readonly (readonly [boolean, boolean])[] = [
    [true, true],
    [false, true],
    [true, false],
    [false, false],
  ];
  let best: { readonly law: Law; readonly loss: number } | null = null;
  for (const [withAlpha, withBeta] of allowed) {
    const law = solve(points, withAlpha, withBeta);
    if (law === null) continue;
    const loss = points.reduce(
      (sum, { concurrency, perSecond }) => sum + (throughput(law, concurrency) / perSecond - 1) ** 2,
      0,
    );
    if (best === null || loss < best.loss) best = { law, loss };
  }
  return best?.law ?? null;
}

function solve(points: readonly ScalePoint[], withAlpha: boolean, withBeta: boolean): Law | null {
  const rows = points
    .filter(({ concurrency, perSecond }) => concurrency > 0 && perSecond > 0)
    .map(({ concurrency: n, perSecond }) => {
      const weight = perSecond / n;
      return { x: [1, ...(withAlpha ? [n - 1] : []), ...(withBeta ? [n * (n - 1)] : [])].map((one) => one * weight) };
    });
  const size = 1 + Number(withAlpha) + Number(withBeta);
  if (rows.length < size) return null;
  // Normal equations of X^T X c = X^T 1, solved by elimination.
  const matrix = Array.from({ length: size }, (_, row) => [
    ...Array.from({ length: size }, (_, column) => rows.reduce((sum, { x }) => sum + x[row]! * x[column]!, 0)),
    rows.reduce((sum, { x }) => sum + x[row]!, 0),
  ]);
  for (let pivot = 0; pivot < size; pivot++) {
    const own = matrix[pivot]!;
    if (!(Math.abs(own[pivot]!) > 1e-300)) return null;
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue;
      const factor = matrix[row]![pivot]! / own[pivot]!;
      for (let column = pivot; column <= size; column++) matrix[row]![column]! -= factor * own[column]!;
    }
  }
  const solved = matrix.map((row, index) => row[size]! / row[index]!);
  const [inverse] = solved as [number];
  const alpha = withAlpha ? solved[1]! / inverse : 0;
  const beta = withBeta ? solved[withAlpha ? 2 : 1]! / inverse : 0;
  const isLaw = inverse > 0 && alpha >= 0 && alpha <= 1 && beta >= 0;
  return isLaw ? { gamma: 1 / inverse, alpha, beta } : null;
}
