import type { Bottleneck } from '../model/discovery.js';

/** CPU of each source at one rate that the target carried. */
export type LoadedUse = { readonly perSecond: number; readonly cpuRatios: ReadonlyMap<string, number> };

/**
 * What gives first, from how each source's CPU grew with the rate: u = a + b * rate by least squares over the trials,
 * saturation where u reaches 1, headroom = saturation rate / found line (the utilisation law, U = X * S). Needs three
 * trials at different rates; a source whose use does not grow with the load is not a candidate.
 */
export function findBottleneck(trials: readonly LoadedUse[], linePerSecond: number | null): Bottleneck | null {
  if (linePerSecond === null) return null;
  let first: { readonly source: string; readonly headroom: number } | null = null;
  const sources = new Set(trials.flatMap((trial) => [...trial.cpuRatios.keys()]));
  for (const source of sources) {
    const saturation = saturationRate(trials, source);
    if (saturation === null) continue;
    const headroom = saturation / linePerSecond;
    if (first === null || headroom < first.headroom) first = { source, headroom };
  }
  if (first === null) return null;
  const headroom = Math.round(first.headroom * 100) / 100;
  // Above 1.5 no watched processor is near its end at the line: something else gives first.
  if (headroom > 1.5) return { label: 'not-cpu-limited', server: null, resource: null, headroom };
  return { label: 'resource-limited', server: first.source, resource: 'cpu', headroom };
}

function saturationRate(trials: readonly LoadedUse[], source: string): number | null {
  const points: { readonly x: number; readonly y: number }[] = [];
  for (const trial of trials) {
    const y = trial.cpuRatios.get(source);
    // A processor at its end no longer shows how its use grows with the load.
    if (y !== undefined && y < 0.95) points.push({ x: trial.perSecond, y });
  }
  if (new Set(points.map((point) => point.x)).size < 3) return null;
  const meanX = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const meanY = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  const spread = points.reduce((sum, point) => sum + (point.x - meanX) ** 2, 0);
  const slope = points.reduce((sum, point) => sum + (point.x - meanX) * (point.y - meanY), 0) / spread;
  if (!(slope > 0)) return null;
  return (1 - (meanY - slope * meanX)) / slope;
}
