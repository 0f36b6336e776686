import { differenceOf, type Estimate, interval95Of } from '../../measure/estimate.js';
import { logSum } from '../../measure/log-sum.js';
import { estimateQuantile, type QuantileEstimate } from '../../measure/quantile-estimate.js';
import { estimateRatio, type Part } from '../../measure/ratio-error.js';
import { sumRunCells } from '../../measure/run-cells.js';
import type { ComparedValue } from '../../model/comparison.js';
import type { FoundLine, Segment } from './digest.js';
import { cpuBand, ratioOf, type UnjudgedMetric, valueOfLog } from './metric-parts.js';

const percentiles = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p99', 0.99],
] as const;

/** Half of a 95 % interval in standard errors, where these are known well. */
const normalLimit = 1.959964;

/** Smaller changes of a share of bad requests are none: percentage points. */
const leastBadPoints = 0.1;

/** Two load lines: the difference of their logarithms, by their own intervals. */
export function lineMetric(
  before: FoundLine,
  beforeInterval: readonly [number, number],
  after: FoundLine,
  afterInterval: readonly [number, number],
  noiseBand: number,
): UnjudgedMetric {
  const estimate = ({ perSecond }: FoundLine, [low, high]: readonly [number, number]): Estimate => ({
    value: Math.log(perSecond),
    errorBelow: Math.max(0, Math.log(perSecond / low)) / normalLimit,
    errorAbove: Math.max(0, Math.log(high / perSecond)) / normalLimit,
    freedom: Number.POSITIVE_INFINITY,
  });
  const value = ({ perSecond }: FoundLine, interval95: readonly [number, number]): ComparedValue => ({
    value: perSecond,
    interval95,
    effectiveCount: null,
  });
  return {
    metric: before.label,
    perSecond: null,
    unit: 'perSecond',
    isHigherBetter: true,
    baseline: value(before, beforeInterval),
    candidate: value(after, afterInterval),
    noiseBand,
    ...ratioOf(estimate(before, beforeInterval), estimate(after, afterInterval)),
  };
}

/** Everything that two loads at one rate can be compared by: percentiles, bad requests, and CPU use of servers of one name. */
export function segmentMetrics(before: Segment, after: Segment, noiseBand: number): readonly UnjudgedMetric[] {
  const { perSecond } = before;
  return [
    ...quantileMetrics(before, after, noiseBand),
    ...typicalMetric(before, after, noiseBand),
    shareMetric(
      { metric: 'bad requests', perSecond, unit: 'percent', isHigherBetter: false, noiseBand: leastBadPoints },
      badParts(before),
      badParts(after),
      100,
    ),
    ...cpuMetrics(before, after, noiseBand),
  ];
}

/** What two loads reached, in good answers per second: an outcome where nobody asked for a rate. */
export function throughputMetrics(before: Segment, after: Segment, noiseBand: number): readonly UnjudgedMetric[] {
  const [a, b] = [before, after].map(({ run }) => {
    const parts = run.cells().map(({ good, seconds }) => ({ amount: good, total: seconds }));
    const found = estimateRatio(parts);
    const value = ratioIn(parts);
    if (found === null || value === 0) return { value, log: null };
    const error = found.standardError / value;
    return { value, log: { value: Math.log(value), errorBelow: error, errorAbove: error, freedom: found.freedom } };
  });
  if (a?.log == null || b?.log == null) return [];
  const value = ({ log, value: told }: typeof a): ComparedValue => {
    const ends = log === null ? null : interval95Of(log);
    return {
      value: told,
      interval95: ends === null ? null : [Math.exp(ends[0]), Math.exp(ends[1])],
      effectiveCount: null,
    };
  };
  return [
    {
      metric: 'throughput',
      perSecond: null,
      unit: 'perSecond',
      isHigherBetter: true,
      baseline: value(a),
      candidate: value(b),
      noiseBand,
      ...ratioOf(a.log, b.log),
    },
  ];
}

function cpuMetrics(before: Segment, after: Segment, noiseBand: number): readonly UnjudgedMetric[] {
  const { perSecond } = before;
  return [...before.cpu].flatMap(([server, series]): readonly UnjudgedMetric[] => {
    const other = after.cpu.get(server);
    if (other === undefined) return [];
    const band = cpuBand(ratioIn(series.cells()), noiseBand);
    return [
      shareMetric(
        { metric: `cpu of ${server}`, perSecond, unit: 'percent', isHigherBetter: false, noiseBand: band },
        series.cells(),
        other.cells(),
        1,
      ),
    ];
  });
}

/**
 * The geometric mean of response times: what changes by a factor in every request changes it by that factor. It takes all of
 * them into account, and none of the slowest more than others, so that it tells a small change where percentiles cannot.
 */
function typicalMetric(before: Segment, after: Segment, noiseBand: number): readonly UnjudgedMetric[] {
  const [a, b] = [typicalOf(before), typicalOf(after)];
  if (a === null || b === null) return [];
  const { perSecond } = before;
  const about = { metric: 'typical time', perSecond, unit: 'ms', isHigherBetter: false, noiseBand } as const;
  return [{ ...about, baseline: valueOfLog(a), candidate: valueOfLog(b), ...ratioOf(a, b) }];
}

/** ln(ms), with the error of a mean over stretches of a run. */
function typicalOf({ run }: Segment): Estimate | null {
  const parts = run.cells().map(({ responseTime }) => ({ amount: logSum(responseTime), total: responseTime.count }));
  const found = estimateRatio(parts);
  if (found === null || !(found.standardError > 0)) return null;
  const { freedom, ratio, standardError } = found;
  return { value: ratio, errorBelow: standardError, errorAbove: standardError, freedom };
}

function quantileMetrics(before: Segment, after: Segment, noiseBand: number): readonly UnjudgedMetric[] {
  const [early, late] = [stretchesOf(before), stretchesOf(after)];
  return percentiles.flatMap(([metric, quantile]) => {
    const a = estimateQuantile(early.stretches, early.sum, quantile);
    const b = estimateQuantile(late.stretches, late.sum, quantile);
    if (a === null || b === null) return [];
    const ratio =
      a.log === null || b.log === null
        ? { change: b.valueUs / a.valueUs - 1, scale: 'ratio' as const, changeInterval95: null, p: null }
        : ratioOf(a.log, b.log);
    const [baseline, candidate] = [millisecondsOf(a), millisecondsOf(b)];
    const { perSecond } = before;
    return [{ metric, perSecond, unit: 'ms', isHigherBetter: false, baseline, candidate, noiseBand, ...ratio }];
  });
}

function stretchesOf({ run }: Segment) {
  const cells = run.cells();
  return { stretches: cells.map((cell) => cell.responseTime), sum: sumRunCells(cells).responseTime };
}

function millisecondsOf({ valueUs, log, effectiveCount }: QuantileEstimate): ComparedValue {
  const ends = log === null ? null : interval95Of(log);
  const interval95 = ends === null ? null : ([Math.exp(ends[0]) / 1000, Math.exp(ends[1]) / 1000] as const);
  return { value: valueUs / 1000, interval95, effectiveCount };
}

function badParts({ run }: Segment): readonly Part[] {
  return run.cells().map(({ bad, good }) => ({ amount: bad, total: bad + good }));
}

function ratioIn(parts: readonly Part[]): number {
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  return total === 0 ? 0 : parts.reduce((sum, part) => sum + part.amount, 0) / total;
}

/** Two shares or means as a difference in percentage points; `perUnit` makes points of the parts' own ratio. */
function shareMetric(
  about: Pick<UnjudgedMetric, 'metric' | 'perSecond' | 'unit' | 'isHigherBetter' | 'noiseBand'>,
  before: readonly Part[],
  after: readonly Part[],
  perUnit: number,
): UnjudgedMetric {
  const [a, b] = [shareOf(before, perUnit), shareOf(after, perUnit)];
  const change = b.value - a.value;
  const difference = a.estimate === null || b.estimate === null ? null : differenceOf(a.estimate, b.estimate);
  return {
    ...about,
    baseline: { value: a.value, interval95: a.interval95, effectiveCount: null },
    candidate: { value: b.value, interval95: b.interval95, effectiveCount: null },
    change,
    scale: 'difference',
    changeInterval95: difference?.interval95 ?? null,
    p: difference?.p ?? null,
  };
}

function shareOf(parts: readonly Part[], perUnit: number) {
  const value = ratioIn(parts) * perUnit;
  const found = estimateRatio(parts);
  if (found === null) return { value, interval95: null, estimate: null };
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  // Nothing bad was seen: one in so many could still have been, which is what keeps the interval from being a point.
  const unseen = perUnit === 100 ? Math.sqrt((found.ratio * total + 0.5) / (total + 1) / total) : 0;
  const error = Math.max(found.standardError, unseen) * perUnit;
  const estimate: Estimate = { value, errorBelow: error, errorAbove: error, freedom: found.freedom };
  const [low, high] = interval95Of(estimate);
  return { value, interval95: [Math.max(0, low), Math.min(100, high)] as const, estimate };
}
