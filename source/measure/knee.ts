/** One point of a curve of latency over rate. */
export type KneePoint = { readonly perSecond: number; readonly latencyMs: number };

const fewestPoints = 5;
const sensitivity = 1;
/** How far below its chord a curve must hang, as a share of both spans. */
const leastDepth = 0.15;
/** Latencies closer together than this factor show no knee. */
const leastRise = 2;

/**
 * The rate at which latency begins to rise faster than the rate (Satopaa et al., Kneedle, 2011): after scaling both to
 * 0..1 the point furthest below the diagonal, where the curve afterwards comes back by the mean step. An annotation, not
 * an answer: it moves with how far the curve was measured. Null where there is no such point.
 */
export function kneeOf(points: readonly KneePoint[]): number | null {
  const sorted = [...points].sort((a, b) => a.perSecond - b.perSecond);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (sorted.length < fewestPoints || first === undefined || last === undefined) return null;
  const lowest = Math.min(...sorted.map(({ latencyMs }) => latencyMs));
  const highest = Math.max(...sorted.map(({ latencyMs }) => latencyMs));
  const span = last.perSecond - first.perSecond;
  if (span <= 0 || highest < leastRise * lowest) return null;
  const distances = sorted.map(
    ({ latencyMs, perSecond }) => (perSecond - first.perSecond) / span - (latencyMs - lowest) / (highest - lowest),
  );
  const most = Math.max(...distances);
  const at = distances.indexOf(most);
  const threshold = most - sensitivity / (sorted.length - 1);
  const comesBack = distances.slice(at + 1).some((distance) => distance < threshold);
  return most > leastDepth && comesBack ? sorted[at]!.perSecond : null;
}
