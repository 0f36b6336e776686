/** One observed pair of arrival rate and CPU use. */
export type CpuPoint = { readonly perSecond: number; readonly cpuRatio: number };

/**
 * The rate at which the CPU of the busiest server is used up: a least-squares line through the points, so that what
 * the machine does without load is not taken for a cost of it. With points too close together, proportionality.
 */
export function saturationOf(points: readonly CpuPoint[]): number | null {
  const last = points.at(-1);
  if (last === undefined || last.cpuRatio < 0.1) return null;
  const rates = points.map((point) => point.perSecond);
  if (Math.max(...rates) >= 1.3 * Math.min(...rates)) {
    const meanRate = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const meanCpu = points.reduce((sum, point) => sum + point.cpuRatio, 0) / points.length;
    let spread = 0;
    let together = 0;
    for (const point of points) {
      spread += (point.perSecond - meanRate) ** 2;
      together += (point.perSecond - meanRate) * (point.cpuRatio - meanCpu);
    }
    const slope = together / spread;
    const idle = meanCpu - slope * meanRate;
    if (slope > 0 && idle >= 0 && idle < 0.9) return (1 - idle) / slope;
  }
  return last.perSecond / last.cpuRatio;
}
