import { classicBoundsUs, countsBelow } from '../../measure/classic-buckets.js';
import { quantileUs } from '../../measure/histogram.js';
import { soundHistogram } from '../../measure/sound-histogram.js';
import type { HistogramData } from '../../model/histogram.js';
import { outcomes } from '../../model/outcome.js';
import { plainText } from '../../model/plain-text.js';
import { fieldsOf, numberOf, textOf } from '../recorded-value.js';
import { type ExportAbout, epochMs } from './about.js';
import { serverColumns } from './server-columns.js';
import type { Spool, SpoolFamily } from './spool.js';

type Fields = ReturnType<typeof fieldsOf>;

type Labels = readonly (readonly [name: string, value: string])[];

type Family = { readonly name: string; readonly samples: SpoolFamily };

/** A series: its family, and what stands in its lines before the value. */
type Series = { readonly samples: SpoolFamily; readonly text: string };

/** Tells the samples of a session to a spool, event by event. */
export type Teller = {
  readonly interval: (atMs: number, interval: Fields) => void;
  readonly server: (atMs: number, sample: Fields, detail: Fields) => void;
  readonly stream: (atMs: number, sample: Fields) => void;
};

const quantiles = [0.5, 0.9, 0.99, 0.999] as const;

const gauges = [
  ['intended_per_second', 'Rate that the plan asks for.', 'intendedPerSecond'],
  ['in_flight', 'Requests sent and not yet settled.', 'inFlight'],
  ['waiting', 'Arrivals due and waiting for a free connection.', 'waiting'],
  ['connections_open', 'Open connections.', 'connectionsOpen'],
] as const;

/** Every metric has the label `session`; counters count from the session's beginning. */
export function createTeller(spool: Spool, about: ExportAbout): Teller {
  const session: Labels = [['session', about.id]];
  const startMs = epochMs(about.startedAt, 0);
  const family = (of: string, type: 'gauge' | 'counter' | 'histogram', help: string): Family => {
    const name = `plimsoll_${of}`;
    const unit = /_(seconds|bytes|ratio)$/.exec(name)?.[1];
    const unitLine = unit === undefined ? '' : `# UNIT ${name} ${unit}\n`;
    return { name, samples: spool.family(`# TYPE ${name} ${type}\n${unitLine}# HELP ${name} ${help}\n`) };
  };
  const series = ({ name, samples }: Family, suffix = '', labels: Labels = []): Series => ({
    samples,
    text: `${name}${suffix}${labelText([...session, ...labels])} `,
  });
  const put = ({ samples, text }: Series, value: number | null, seconds: number): void => {
    if (value !== null) samples.add(text, value, seconds);
  };
  // As it is written: in milliseconds.
  const secondsOf = (atMs: number): number => Number(((startMs + atMs) / 1000).toFixed(3));

  const plain = gauges.map(([name, help, field]) => ({ field, series: series(family(name, 'gauge', help)) }));
  const arrivals = { sum: 0, series: series(family('arrivals', 'counter', 'Arrivals that came due.'), '_total') };
  const sent = { sum: 0, series: series(family('sent', 'counter', 'Requests put on the wire.'), '_total') };
  const endings = family('settled', 'counter', 'Arrivals by how they ended.');
  const settled = outcomes.map((outcome) => ({
    outcome,
    sum: 0,
    series: series(endings, '_total', [['outcome', outcome]]),
  }));
  const putResponse = responseTeller(
    family('response_time_seconds', 'histogram', 'From when an arrival was due to its answer.'),
    series,
    put,
  );
  const byQuantile = family('response_time_quantile_seconds', 'gauge', 'Response time of the interval, by quantile.');
  const ofQuantiles = quantiles.map((quantile) => ({
    quantile,
    series: series(byQuantile, '', [['quantile', String(quantile)]]),
  }));
  const columns = serverColumns.map((column) => ({
    ...column,
    family: family(`server_${column.metric}`, 'gauge', `Of a server: ${column.name}.`),
  }));
  const ofServer = remembered((server) => columns.map((column) => series(column.family, '', [['server', server]])));
  const told = family('stream_value', 'gauge', 'What a metric stream told.');
  const ofStream = remembered((stream) =>
    remembered((metric) =>
      series(told, '', [
        ['stream', stream],
        ['metric', plainText(metric, 200)],
      ]),
    ),
  );
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    interval(atMs, interval) {
      // Prometheus keeps one value of a series at a time.
      if (atMs <= lastMs) return;
      lastMs = atMs;
      const seconds = secondsOf(atMs);
      for (const one of plain) put(one.series, numberOf(interval[one.field]), seconds);
      for (const [counter, value] of [[arrivals, interval.due] as const, [sent, interval.sent] as const]) {
        counter.sum += numberOf(value) ?? 0;
        put(counter.series, counter.sum, seconds);
      }
      const counts = fieldsOf(interval.outcomes);
      for (const one of settled) {
        one.sum += numberOf(counts[one.outcome]) ?? 0;
        put(one.series, one.sum, seconds);
      }
      const data = soundHistogram(interval.responseTime);
      putResponse(data, seconds);
      if (data.count === 0) return;
      for (const one of ofQuantiles) put(one.series, quantileUs(data, one.quantile) / 1e6, seconds);
    },
    server(atMs, sample, detail) {
      const server = textOf(sample.server);
      if (server === null) return;
      const own = ofServer(server);
      const seconds = secondsOf(atMs);
      for (let at = 0; at < columns.length; at++) {
        const { factor, read } = columns[at]!;
        const value = read(sample, detail);
        if (value !== null) put(own[at]!, value * factor, seconds);
      }
    },
    stream(atMs, { stream, values }) {
      const name = textOf(stream);
      if (name === null) return;
      const own = ofStream(name);
      const seconds = secondsOf(atMs);
      for (const [metric, value] of Object.entries(fieldsOf(values))) put(own(metric), numberOf(value), seconds);
    },
  };
}

/** Tells response times as the cumulative buckets of Prometheus. */
function responseTeller(
  family: Family,
  series: (family: Family, suffix: string, labels?: Labels) => Series,
  put: (series: Series, value: number, seconds: number) => void,
): (data: HistogramData, seconds: number) => void {
  const buckets = classicBoundsUs.map((boundUs) => ({
    count: 0,
    series: series(family, '_bucket', [['le', String(boundUs / 1e6)]]),
  }));
  const all = { count: 0, sumUs: 0 };
  const [every, count, sum] = [
    series(family, '_bucket', [['le', '+Inf']]),
    series(family, '_count'),
    series(family, '_sum'),
  ];
  return (data, seconds) => {
    all.count += data.count;
    all.sumUs += data.sumUs;
    for (const [at, below] of countsBelow(data).entries()) buckets[at]!.count += below;
    for (const bucket of buckets) put(bucket.series, bucket.count, seconds);
    put(every, all.count, seconds);
    put(count, all.count, seconds);
    put(sum, all.sumUs / 1e6, seconds);
  };
}

/** More servers than any fleet has, and more metrics than any stream. */
const mostRemembered = 2_000;

/** What is made of a name, made once for each: there are few that come again and again, except in a file made to have many. */
function remembered<Made>(make: (name: string) => Made): (name: string) => Made {
  const known = new Map<string, Made>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = make(name);
    if (known.size >= mostRemembered) known.clear();
    known.set(name, made);
    return made;
  };
}

function labelText(labels: Labels): string {
  const parts = labels.map(([name, value]) => {
    const escaped = plainText(value, 500).replace(/[\\"]/g, (character) => `\\${character}`);
    return `${name}="${escaped}"`;
  });
  return `{${parts.join(',')}}`;
}
