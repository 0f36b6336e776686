import { median } from '../measure/median.js';
/** How busy a server is when nothing is asked of it. Ratios 0 to 1. */
export type Baseline = { readonly mean: number; readonly tolerance: number; readonly samples: number };

const neededSamples = 5;

/**
 * The baseline of CPU readings taken before load: their mean, and as tolerance the larger of 2 points and three median
 * absolute deviations. Null with fewer than five readings: then there is nothing to come back to.
 */
export function baselineOf(cpuRatios: readonly number[]): Baseline | null {
  if (cpuRatios.length < neededSamples) return null;
  const mean = cpuRatios.reduce((sum, value) => sum + value, 0) / cpuRatios.length;
  const middle = median(cpuRatios);
  const deviation = median(cpuRatios.map((value) => Math.abs(value - middle)));
  return { mean, tolerance: Math.max(0.02, 3 * deviation), samples: cpuRatios.length };
}

/** Whether the last five readings are all back at the baseline. */
export function isBackAtBaseline(baseline: Baseline, cpuRatios: readonly number[]): boolean {
  if (cpuRatios.length < neededSamples) return false;
  return cpuRatios.slice(-neededSamples).every((value) => value <= baseline.mean + baseline.tolerance);
}
