import { smoothQuantileUs } from '../../measure/quantile-estimate.js';
import { sumRunCells } from '../../measure/run-cells.js';
import type { TrendSeries } from '../../model/comparison.js';
import type { SessionDigest } from './digest.js';

/** A value of one session, and the series that it belongs to. */
export type TrendPoint = Pick<TrendSeries, 'metric' | 'perSecond' | 'unit' | 'isHigherBetter'> & {
  readonly value: number;
};

/** Rates that another program reached differ by as much where the same was asked for. */
const sameRateRatio = 0.02;

/**
 * What can be followed of the results of other programs among `digests`: what each measures is a series of its own. A rate is
 * a part of it where the clock gave it, and the nearest that others had; elsewhere it is an outcome, and followed itself.
 */
export function importedPoints(digests: readonly SessionDigest[]): (digest: SessionDigest) => readonly TrendPoint[] {
  const all = digests.flatMap(({ imported }) => (imported === null ? [] : [imported]));
  const several = new Set(all.map(({ tool }) => tool)).size > 1;
  const rateOf = ratesOf(all.flatMap(({ loop, offeredPerSecond }) => (loop === 'open' ? [offeredPerSecond ?? 0] : [])));
  return ({ imported, segments }) => {
    if (imported === null) return [];
    const { achievedPerSecond, latencyMs, loop, offeredPerSecond, tool } = imported;
    const of = several ? ` of ${tool}` : '';
    const perSecond = loop === 'open' && offeredPerSecond !== null ? rateOf(offeredPerSecond) : null;
    const p99Ms = p99Of(segments) ?? latencyMs.p99;
    return [
      ...(p99Ms === null
        ? []
        : [{ metric: `p99${of}`, perSecond, unit: 'ms' as const, isHigherBetter: false, value: p99Ms }]),
      ...(loop === 'open' || achievedPerSecond === null || achievedPerSecond === 0
        ? []
        : [
            {
              metric: `throughput${of}`,
              perSecond: null,
              unit: 'perSecond' as const,
              isHigherBetter: true,
              value: achievedPerSecond,
            },
          ]),
    ];
  };
}

/** The p99 of all seconds in ms; null where the program told of the whole alone. */
function p99Of(segments: SessionDigest['segments']): number | null {
  const cells = segments.flatMap(({ run }) => run.cells());
  const { responseTime } = sumRunCells(cells);
  return responseTime.count === 0 ? null : smoothQuantileUs(responseTime, 0.99) / 1000;
}

/** Joins rates that lie near each other, and gives the lowest of those that one is joined with. */
function ratesOf(rates: readonly number[]): (perSecond: number) => number {
  const sorted = rates.filter((rate) => rate > 0).sort((a, b) => a - b);
  const joined: number[] = [];
  for (const [at, rate] of sorted.entries()) {
    const before = sorted[at - 1];
    if (before === undefined || rate > before * (1 + sameRateRatio)) joined.push(rate);
  }
  return (perSecond) => Number((joined.findLast((rate) => rate <= perSecond) ?? perSecond).toPrecision(3));
}
