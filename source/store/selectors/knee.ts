/** One measured point of a latency curve. */
export type CurvePointMs = { readonly rate: number; readonly latencyMs: number };

/** Fewer points, or latencies closer together than this factor, show no knee. */
const fewest = 4;
const leastRise = 2;
/** How far below its chord a curve must hang, as a share of both spans. */
const leastDepth = 0.15;

/**
 * The rate at the knee of a latency curve: with rates and latencies both scaled to 0..1 between the first and last point,
 * the point that lies farthest below the line between the two, x - y being greatest (Kneedle: Satopaa, Albrecht, Irwin
 * and Raghavan, "Finding a Kneedle in a Haystack", 2011, without its smoothing). Null where the curve has none.
 */
export function kneeOf(points: readonly CurvePointMs[]): number | null {
  const sorted = points.filter(({ rate, latencyMs }) => rate > 0 && latencyMs > 0).sort((a, b) => a.rate - b.rate);
  const low = sorted[0];
  const high = sorted.at(-1);
  if (low === undefined || high === undefined || sorted.length < fewest) return null;
  const rateSpan = high.rate - low.rate;
  const latencySpan = high.latencyMs - low.latencyMs;
  if (rateSpan <= 0 || high.latencyMs < leastRise * low.latencyMs) return null;
  let knee: number | null = null;
  let deepest = leastDepth;
  for (const { rate, latencyMs } of sorted) {
    const depth = (rate - low.rate) / rateSpan - (latencyMs - low.latencyMs) / latencySpan;
    if (depth <= deepest) continue;
    deepest = depth;
    knee = rate;
  }
  return knee;
}
