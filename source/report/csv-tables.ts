import { outcomes } from '../model/outcome.js';
import { type Cell, csvText } from './csv.js';
import type { Digest, Interval } from './digest/digest.js';
import type { LoadSlot } from './digest/load-parts.js';

/** A table of a session as CSV, by the name that it is asked for and its file has. */
export type CsvTable = { readonly name: string; readonly text: string };

/** Every table that a session has rows for. Times are seconds since its beginning. */
export function csvTablesOf(digest: Digest): readonly CsvTable[] {
  const tables: readonly (readonly [name: string, heads: readonly string[], rows: readonly (readonly Cell[])[]])[] = [
    ['rates', rateHeads, rateRows(digest)],
    ['time', timeHeads, (digest.load?.slots ?? []).map(timeRow)],
    [
      'distribution',
      ['from_ms', 'to_ms', 'answers'],
      (digest.load?.distribution.buckets ?? []).map(({ count, fromMs, toMs }) => [fromMs, toMs, count]),
    ],
    [
      'percentiles',
      ['quantile', 'response_ms'],
      (digest.load?.distribution.quantiles ?? []).map(({ ms, quantile }) => [quantile, ms]),
    ],
    ['requests', ['request', ...outcomes, ...latencyHeads], requestRows(digest)],
    ['servers', ['server', 'metric', 'unit', 'readings', 'min', 'mean', 'max', 'last'], seriesRows(digest.servers)],
    ['streams', ['stream', 'metric', 'unit', 'readings', 'min', 'mean', 'max', 'last'], seriesRows(digest.streams)],
    ['server-time', ['server', 'metric', 'at_s', 'min', 'mean', 'max'], slotRows(digest)],
    [
      'events',
      ['at_s', 'severity', 'topic', 'text', 'times'],
      digest.events.map(({ atMs, severity, text, times, topic }) => [seconds(atMs), severity, topic, text, times]),
    ],
  ];
  return tables.flatMap(([name, heads, rows]) =>
    rows.length === 0 ? [] : [{ name, text: csvText([heads, ...rows]) }],
  );
}

const latencyHeads = ['mean_ms', 'p50_ms', 'p90_ms', 'p99_ms', 'p999_ms', 'max_ms'] as const;

const rateHeads = [
  'configuration',
  'rate_per_second',
  'seconds',
  'offered_per_second',
  'achieved_per_second',
  'requests',
  ...outcomes,
  'late',
  ...latencyHeads,
  ...['p50', 'p90', 'p99', 'p999'].flatMap((name) => [`${name}_low_ms`, `${name}_high_ms`]),
  'verdict',
  'misses',
];

function rateRows({ rates }: Digest): readonly (readonly Cell[])[] {
  return rates.map((row) => {
    const times = row.responseTimeMs;
    const { p50, p90, p99, p999 } = times?.intervals95 ?? { p50: null, p90: null, p99: null, p999: null };
    return [
      row.configuration,
      row.perSecond,
      row.seconds,
      row.offeredPerSecond,
      row.achievedPerSecond,
      row.requests,
      ...outcomes.map((outcome) => row.outcomes[outcome]),
      row.late,
      ...(times === null
        ? latencyHeads.map(() => null)
        : [times.mean, times.p50, times.p90, times.p99, times.p999, times.max]),
      ...[p50, p90, p99, p999].flatMap((interval: Interval) => (interval === null ? [null, null] : [...interval])),
      row.verdict,
      row.misses,
    ];
  });
}

const timeHeads = [
  'at_s',
  'asked_per_second',
  'sent_per_second',
  'achieved_per_second',
  'bad_per_second',
  'in_flight',
  'p50_ms',
  'p90_ms',
  'p99_ms',
  'p999_ms',
  'max_ms',
];

function timeRow(slot: LoadSlot): readonly Cell[] {
  const { latencyMs: times } = slot;
  return [
    seconds(slot.startMs),
    slot.intendedPerSecond,
    slot.offeredPerSecond,
    slot.achievedPerSecond,
    slot.badPerSecond,
    slot.inFlight,
    ...(times === null ? [null, null, null, null, null] : [times.p50, times.p90, times.p99, times.p999, times.max]),
  ];
}

function requestRows({ requests }: Digest): readonly (readonly Cell[])[] {
  return requests.map(({ name, outcomes: counts, responseTimeMs: { max, mean, p50, p90, p99, p999 } }) => [
    name,
    ...outcomes.map((outcome) => counts[outcome]),
    ...[mean, p50, p90, p99, p999, max],
  ]);
}

function seriesRows(all: Digest['servers'] | Digest['streams']): readonly (readonly Cell[])[] {
  return all.flatMap(({ name, series }) =>
    series.map(({ count, last, max, mean, min, name: metric, unit }) => [
      name,
      metric,
      unit,
      count,
      min,
      mean,
      max,
      last,
    ]),
  );
}

function slotRows({ servers }: Digest): readonly (readonly Cell[])[] {
  return servers.flatMap(({ name, series }) =>
    series.flatMap(({ name: metric, slots }) =>
      slots.map(([startMs, min, mean, max]) => [name, metric, seconds(startMs), min, mean, max]),
    ),
  );
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}
