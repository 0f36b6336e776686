import { differenceOf, type Estimate, interval95Of } from '../../measure/estimate.js';
import type { ComparedMetric, ComparedValue } from '../../model/comparison.js';

/** A metric before all are judged together; `p` is null where chance has no part in it, or cannot be told. */
export type UnjudgedMetric = Omit<ComparedMetric, 'adjustedP' | 'verdict'> & { readonly p: number | null };

/** What was estimated as a logarithm. */
export function valueOfLog(log: Estimate): ComparedValue {
  const [low, high] = interval95Of(log);
  return { value: Math.exp(log.value), interval95: [Math.exp(low), Math.exp(high)], effectiveCount: null };
}

/** How one logarithm differs from another, as a ratio. */
export function ratioOf(
  before: Estimate,
  after: Estimate,
): Pick<UnjudgedMetric, 'change' | 'scale' | 'changeInterval95' | 'p'> {
  const { value, interval95, p } = differenceOf(before, after);
  const changeInterval95 = [Math.expm1(interval95[0]), Math.expm1(interval95[1])] as const;
  return { change: Math.expm1(value), scale: 'ratio', changeInterval95, p };
}

/** Smaller changes of CPU use are none: percentage points. */
const leastCpuPoints = 2;

/** The noise band of a CPU use, in percentage points. */
export function cpuBand(percent: number, noiseBand: number): number {
  return Math.max(leastCpuPoints, noiseBand * percent);
}
