import { differenceOf, type Estimate, interval95Of } from '../../measure/estimate.js';
import { compareReadings } from '../../measure/rated-readings.js';
import { compareDemand } from '../../measure/service-demand.js';
import type { ComparedValue } from '../../model/comparison.js';
import type { ProbedLoads } from './digest.js';
import { cpuBand, ratioOf, type UnjudgedMetric, valueOfLog } from './metric-parts.js';

/**
 * The service demand of a request, by all rates that two searches tried (see `compareDemand`): it tells a change of a few per
 * cent that the ends of both searches, their load lines, leave open. Null where they tried too few rates.
 */
export function demandMetric(before: ProbedLoads, after: ProbedLoads, noiseBand: number): UnjudgedMetric | null {
  const pair = compareDemand(before.seconds, after.seconds);
  if (pair === null) return null;
  const { baseline, candidate } = pair;
  return {
    metric: `service demand${before.label}`,
    perSecond: null,
    unit: 'ms',
    isHigherBetter: false,
    baseline: valueOfLog(baseline),
    candidate: valueOfLog(candidate),
    noiseBand,
    ...ratioOf(baseline, candidate),
  };
}

/** CPU use of servers of one name at the rates that two searches tried, all together. */
export function probedCpuMetrics(
  before: ProbedLoads,
  after: ProbedLoads,
  noiseBand: number,
): readonly UnjudgedMetric[] {
  return [...before.cpu].flatMap(([server, readings]): readonly UnjudgedMetric[] => {
    const pair = compareReadings(readings, after.cpu.get(server) ?? []);
    if (pair === null) return [];
    const { baseline, candidate } = pair;
    const { interval95, p, value } = differenceOf(baseline, candidate);
    return [
      {
        metric: `cpu of ${server}${before.label}`,
        perSecond: null,
        unit: 'percent',
        isHigherBetter: false,
        baseline: percentOf(baseline),
        candidate: percentOf(candidate),
        change: value,
        scale: 'difference',
        changeInterval95: interval95,
        noiseBand: cpuBand(baseline.value, noiseBand),
        p,
      },
    ];
  });
}

function percentOf(estimate: Estimate): ComparedValue {
  const [low, high] = interval95Of(estimate);
  return { value: estimate.value, interval95: [Math.max(0, low), Math.min(100, high)], effectiveCount: null };
}
