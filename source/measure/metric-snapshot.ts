import type { HistogramData } from '../model/histogram.js';
import type { MetricUnit } from './call-site.js';
import { quantileUs, subtractHistograms } from './histogram.js';

type Named = { readonly name: string; readonly unit: MetricUnit };

/** Everything recorded up to one moment, as plain data: `JSON.stringify` of it is the export. */
export type MetricSnapshot = {
  readonly atMs: number;
  readonly counters: readonly (Named & { readonly value: number })[];
  readonly gauges: readonly (Named & { readonly value: number | null })[];
  /** Values in the metric's unit, whatever the histogram's fields say of microseconds. */
  readonly distributions: readonly (Named & { readonly histogram: HistogramData })[];
  /** The last values, oldest first. */
  readonly recent: readonly { readonly name: string; readonly atMs: number; readonly value: number }[];
  /** Critical events, oldest first, and how many came before those kept. */
  readonly critical: {
    readonly kept: readonly { readonly name: string; readonly atMs: number; readonly value: number }[];
    readonly forgotten: number;
  };
  /** Series that came after there were enough and are counted under `other`. */
  readonly refusedSeries: number;
};

/** What happened between two snapshots. */
export type MetricDifference = {
  readonly elapsedMs: number;
  readonly counters: readonly (Named & { readonly added: number; readonly perSecond: number })[];
  readonly gauges: readonly (Named & { readonly from: number | null; readonly to: number | null })[];
  readonly distributions: readonly (Named & {
    readonly count: number;
    readonly perSecond: number;
    /** Null where nothing was recorded between the two. */
    readonly mean: number | null;
    readonly p50: number | null;
    readonly p99: number | null;
  })[];
};

/** Compares two snapshots of one recorder. A metric that the earlier does not have counts from nothing, as does one that began anew. */
export function compareSnapshots(earlier: MetricSnapshot, later: MetricSnapshot): MetricDifference {
  const elapsedMs = later.atMs - earlier.atMs;
  const rate = (count: number): number => (elapsedMs > 0 ? (count * 1000) / elapsedMs : 0);
  return {
    elapsedMs,
    counters: later.counters.map(({ name, unit, value }) => {
      const before = find(earlier.counters, name)?.value ?? 0;
      const added = value < before ? value : value - before;
      return { name, unit, added, perSecond: rate(added) };
    }),
    gauges: later.gauges.map(({ name, unit, value }) => {
      return { name, unit, from: find(earlier.gauges, name)?.value ?? null, to: value };
    }),
    distributions: later.distributions.map(({ name, unit, histogram }) => {
      const before = find(earlier.distributions, name)?.histogram;
      const isNew = before === undefined || before.count > histogram.count;
      const between = isNew ? histogram : subtractHistograms(histogram, before);
      const { count, sumUs } = between;
      const at = (quantile: number): number | null => (count === 0 ? null : quantileUs(between, quantile));
      return {
        name,
        unit,
        count,
        perSecond: rate(count),
        mean: count === 0 ? null : sumUs / count,
        p50: at(0.5),
        p99: at(0.99),
      };
    }),
  };
}

function find<Item extends Named>(items: readonly Item[], name: string): Item | undefined {
  return items.find((item) => item.name === name);
}
