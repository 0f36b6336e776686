/** What a ramp knows of the target at its present rate. */
export type RampPosition = {
  readonly perSecond: number;
  /** CPU of the busiest server, 0 to 1; null when none is watched. */
  readonly cpuRatio: number | null;
  /** Mean response time over that at low load. */
  readonly inflation: number;
  /** Rate at which the CPU would be used up, by `saturationOf`; null when it cannot be told. */
  readonly saturationPerSecond: number | null;
  /** Whether there is time for care. A target that waits for something else than its CPU shows little before its line. */
  readonly careful: boolean;
};

/** One observed pair of arrival rate and CPU use. */
export type CpuPoint = { readonly perSecond: number; readonly cpuRatio: number };

const smallestFactor = 1.04;

/**
 * The next rate of the ramp: big steps while CPU and latency are low, small ones near the end. Most of the harm that a
 * search does is done by the one step that is far too high, and both signs are there well before it.
 */
export function nextRampRate(position: RampPosition): number {
  const { cpuRatio, inflation, perSecond, saturationPerSecond } = position;
  const next = perSecond * growthFactor(cpuRatio, inflation, position.careful);
  const isBelow = saturationPerSecond !== null && perSecond < 0.85 * saturationPerSecond;
  const capped = isBelow ? Math.min(next, 0.88 * saturationPerSecond) : next;
  return Math.max(capped, perSecond * smallestFactor);
}

/** Whether CPU or latency say that the line may be near: steps are small from here on. */
export function isNearEnd(cpuRatio: number | null, inflation: number): boolean {
  return growthFactor(cpuRatio, inflation, true) < 1.2;
}

/** The most that a rate may be multiplied by at once, by the CPU use (0 to 1) and inflation seen at it. */
export function growthFactor(cpuRatio: number | null, inflation: number, careful: boolean): number {
  const cpu = cpuRatio ?? 0;
  if (cpu > 0.85 || inflation > 1.6) return 1.05;
  if (cpu > 0.7 || inflation > 1.25) return 1.12;
  if (cpu > 0.3 || inflation > 1.08) return careful ? 1.3 : 1.5;
  if (cpuRatio === null) return careful ? 1.4 : 1.6;
  return careful && cpu > 0.12 ? 1.4 : 2;
}

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
