import type { SessionEvent } from '../../model/events.js';
import type { HistogramData } from '../../model/histogram.js';
import type { Scope } from './metric-table.js';
import { createTable, type Table } from './table.js';
import { takeIn } from './take-in.js';

/** Where histograms of a metric are handed on as they come: to the windows that add them. */
export type HistogramSink = (row: number, histogram: HistogramData) => void;

/** The small view of a session that rules look at: the newest number of each metric that some rule asks for. */
export type Measurements = {
  readonly tables: { readonly [scope in Scope]: Table };
  /** Takes in one event; of kinds that say nothing of metrics too. */
  readonly take: (event: SessionEvent) => void;
  /** Hands on histograms of a metric. */
  readonly onHistogram: (metric: string, sink: HistogramSink) => void;
  /** Lets go of readings that are too old to be compared with anything: their gauges are NaN from then on. */
  readonly age: (nowMs: number) => void;
  /** Whether load has begun at some time. */
  readonly hasBegun: () => boolean;
};

/** What `takeIn` writes to. */
export type Writing = {
  readonly tables: { readonly [scope in Scope]: Table };
  readonly histogram: (metric: string, row: number, histogram: HistogramData) => void;
};

/** How long a reading stands for the present, in ms: sources are read each second, some Prometheus every 15. */
const freshMs: { readonly [scope in Scope]: number } = { load: 3_000, request: 3_000, server: 20_000, stream: 20_000 };

export function createMeasurements(): Measurements {
  const tables = {
    load: createTable('load'),
    server: createTable('server'),
    stream: createTable('stream'),
    request: createTable('request'),
  };
  // The load is one series, there from the beginning: no_data(load.latency) must be able to notice that none came.
  tables.load.row('', {});
  const sinks = new Map<string, HistogramSink[]>();
  let begun = false;
  const writing: Writing = {
    tables,
    histogram(metric, row, histogram) {
      for (const sink of sinks.get(metric) ?? []) sink(row, histogram);
    },
  };
  return {
    tables,
    take(event) {
      if (event.kind === 'load/interval') begun = true;
      takeIn(event, writing);
    },
    onHistogram(metric, sink) {
      sinks.set(metric, [...(sinks.get(metric) ?? []), sink]);
    },
    age(nowMs) {
      for (const table of Object.values(tables)) table.age(nowMs, freshMs[table.scope]);
    },
    hasBegun: () => begun,
  };
}
