import type { CallSite, MetricUnit } from './call-site.js';
import { createHistogramRecorder, type HistogramRecorder, histogramBytesOf } from './histogram-recorder.js';
import { ownBits } from './latency-buckets.js';
import type { MetricSnapshot } from './metric-snapshot.js';
import { RecentRing } from './recent-ring.js';

export type RecorderLimits = {
  readonly counters: number;
  readonly gauges: number;
  readonly distributions: number;
  /** Values kept as they came. */
  readonly recent: number;
  /** Critical events kept. */
  readonly critical: number;
};

/** 24 distributions and the ring are 123 KB. */
export const defaultRecorderLimits: RecorderLimits = {
  counters: 200,
  gauges: 200,
  distributions: 24,
  recent: 2_000,
  critical: 200,
};

/** Adds up. */
export type Counter = { readonly add: (count: number) => void };

/** Moves both ways; the last value stands. */
export type Gauge = { readonly set: (value: number) => void };

/**
 * Records every value in full: counters, gauges and distributions, each made once by name and called through what is given
 * back, so that no name is looked up while recording. Nothing grows with use: series over the limits share one called
 * `other`, and are counted.
 */
export type MetricRecorder = {
  readonly counter: (name: string, unit: MetricUnit) => Counter;
  readonly gauge: (name: string, unit: MetricUnit) => Gauge;
  readonly distribution: (name: string, unit: MetricUnit) => CallSite;
  /** The time of what is recorded from here on. Once a turn of the event loop is enough. */
  readonly tick: (nowMs: number) => void;
  readonly snapshot: (nowMs: number) => MetricSnapshot;
  /** Bytes held by histograms and ring. */
  readonly bytes: () => number;
  /** For the end: lets every series go and says how many there were. What was given out may go on recording, unseen. */
  readonly clear: () => number;
};

type Series<Kind> = { readonly name: string; readonly unit: MetricUnit; readonly kind: Kind };

const overflowName = 'other';

export function createMetricRecorder(limits: RecorderLimits = defaultRecorderLimits): MetricRecorder {
  const counters = new Map<string, Series<Cell>>();
  const gauges = new Map<string, Series<Cell>>();
  const distributions = new Map<string, Series<Distribution>>();
  const ring = new RecentRing(limits.recent);
  /** By number, as the ring knows metrics. */
  const names: string[] = [];
  let critical: { readonly name: string; readonly atMs: number; readonly value: number }[] = [];
  let forgotten = 0;
  let refusedSeries = 0;
  let nowMs = 0;

  const find = <Kind>(
    series: Map<string, Series<Kind>>,
    limit: number,
    name: string,
    unit: MetricUnit,
    make: (name: string) => Kind,
  ): Kind => {
    const known = series.get(name);
    if (known !== undefined) return known.kind;
    // One place is the common one's own.
    if (name !== overflowName && series.size >= limit - 1) {
      refusedSeries += 1;
      return find(series, limit, overflowName, unit, make);
    }
    const kind = make(name);
    series.set(name, { name, unit, kind });
    return kind;
  };
  const addCritical = (name: string, value: number): void => {
    critical.push({ name, atMs: nowMs, value });
    if (critical.length <= limits.critical) return;
    critical = critical.slice(-Math.ceil(limits.critical / 2));
    forgotten += limits.critical + 1 - critical.length;
  };
  const list = <Kind, Shown>(series: Map<string, Series<Kind>>, show: (kind: Kind) => Shown) =>
    [...series.values()].map(({ name, unit, kind }) => ({ name, unit, ...show(kind) }));

  return {
    counter: (name, unit) => find(counters, limits.counters, name, unit, () => new Cell(0)),
    gauge: (name, unit) => find(gauges, limits.gauges, name, unit, () => new Cell(Number.NaN)),
    distribution: (name, unit) =>
      find(distributions, limits.distributions, name, unit, (own) => {
        names.push(own);
        return new Distribution(names.length - 1, ring, (value) => addCritical(own, value));
      }),
    tick(atMs) {
      nowMs = atMs;
      ring.tick(atMs);
    },
    snapshot: (atMs) => ({
      atMs,
      counters: list(counters, (cell) => ({ value: cell.value })),
      gauges: list(gauges, (cell) => ({ value: Number.isFinite(cell.value) ? cell.value : null })),
      distributions: list(distributions, (distribution) => ({ histogram: distribution.histogram.toData() })),
      recent: ring.last(limits.recent).map(({ id, ...rest }) => ({ name: names[id]!, ...rest })),
      critical: { kept: [...critical], forgotten },
      refusedSeries,
    }),
    bytes: () => distributions.size * histogramBytesOf(ownBits) + ring.bytes,
    clear() {
      const cleared = counters.size + gauges.size + distributions.size;
      for (const series of [counters, gauges, distributions]) series.clear();
      return cleared;
    },
  };
}

/** Classes, as all that is called for each value: see `RecentRing`. */
class Cell implements Counter, Gauge {
  value: number;

  constructor(value: number) {
    this.value = value;
  }

  add(count: number): void {
    this.value += count;
  }

  set(value: number): void {
    this.value = value;
  }
}

class Distribution implements CallSite {
  readonly histogram: HistogramRecorder;
  readonly #id: number;
  readonly #ring: RecentRing;
  readonly #addCritical: (value: number) => void;

  constructor(id: number, ring: RecentRing, addCritical: (value: number) => void) {
    this.histogram = createHistogramRecorder(undefined, 0, ownBits);
    this.#id = id;
    this.#ring = ring;
    this.#addCritical = addCritical;
  }

  wants(): boolean {
    return true;
  }

  record(value: number): void {
    this.histogram.record(value);
    this.#ring.push(this.#id, value);
  }

  recordCritical(value: number): void {
    this.record(value);
    this.#addCritical(value);
  }
}
