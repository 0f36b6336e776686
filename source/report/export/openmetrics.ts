import { classicBoundsUs, countsBelow } from '../../measure/classic-buckets.js';
import { quantileUs } from '../../measure/histogram.js';
import { soundHistogram } from '../../measure/sound-histogram.js';
import type { SessionEvent } from '../../model/events.js';
import type { HistogramData } from '../../model/histogram.js';
import { outcomes } from '../../model/outcome.js';
import { plainText } from '../../model/plain-text.js';
import { fieldsOf, numberOf, textOf } from '../recorded-value.js';
import { type ExportAbout, epochMs } from './about.js';
import { serverColumns } from './server-columns.js';
import { createSpool, type Spool } from './spool.js';

type Fields = ReturnType<typeof fieldsOf>;

type Labels = readonly (readonly [name: string, value: string])[];

const quantiles = [0.5, 0.9, 0.99, 0.999] as const;

/**
 * A session in the OpenMetrics text format, with the times of its own, for Prometheus to be filled with afterwards
 * (`promtool tsdb create-blocks-from openmetrics`). Base units; every metric has the label `session`. Each family stands
 * together, as the format asks, so that a long session goes through files of a temporary folder.
 */
export function* openMetricsOf(events: Iterable<SessionEvent>, about: ExportAbout): Generator<string | Uint8Array> {
  const spool = createSpool();
  try {
    const teller = createTeller(spool, about);
    for (const event of events) {
      switch (event.kind) {
        case 'load/interval':
          teller.interval(event.atMs, fieldsOf(event.interval));
          break;
        case 'server/sample': {
          const sample = fieldsOf(event.sample);
          teller.server(event.atMs, sample, fieldsOf(sample.detail));
          break;
        }
        case 'stream/sample':
          teller.stream(event.atMs, fieldsOf(event.sample));
          break;
        default:
          break;
      }
    }
    for (const { head, pieces } of spool.read()) {
      yield head;
      yield* pieces;
    }
    yield '# EOF\n';
  } finally {
    spool.close();
  }
}

function createTeller(spool: Spool, about: ExportAbout) {
  const session: Labels = [['session', about.id]];
  const sums = { due: 0, sent: 0, outcomes: new Map<string, number>() };
  const response = { counts: new Array<number>(classicBoundsUs.length).fill(0), count: 0, sumUs: 0 };
  let lastSeconds = Number.NEGATIVE_INFINITY;

  const startMs = epochMs(about.startedAt, 0);
  const heads = new Map<string, string>();
  const put = (
    family: string,
    type: 'gauge' | 'counter' | 'histogram',
    help: string,
    suffix: string,
    labels: Labels,
    value: number | null,
    atMs: number,
  ): void => {
    if (value === null) return;
    const name = `plimsoll_${family}`;
    let head = heads.get(family);
    if (head === undefined) {
      const unit = /_(seconds|bytes|ratio)$/.exec(name)?.[1];
      head = `# TYPE ${name} ${type}\n${unit === undefined ? '' : `# UNIT ${name} ${unit}\n`}# HELP ${name} ${help}\n`;
      heads.set(family, head);
    }
    const seconds = ((startMs + atMs) / 1000).toFixed(3);
    spool.add(head, `${name}${suffix}${labelText([...session, ...labels])} ${value} ${seconds}\n`);
  };
  const histogram = (atMs: number, data: HistogramData): void => {
    response.count += data.count;
    response.sumUs += data.sumUs;
    for (const [at, count] of countsBelow(data).entries()) response.counts[at]! += count;
    const family = 'response_time_seconds';
    const help = 'From when an arrival was due to its answer.';
    for (const [at, boundUs] of classicBoundsUs.entries()) {
      put(family, 'histogram', help, '_bucket', [['le', String(boundUs / 1e6)]], response.counts[at]!, atMs);
    }
    put(family, 'histogram', help, '_bucket', [['le', '+Inf']], response.count, atMs);
    put(family, 'histogram', help, '_count', [], response.count, atMs);
    put(family, 'histogram', help, '_sum', [], response.sumUs / 1e6, atMs);
  };
  return {
    interval(atMs: number, interval: Fields): void {
      // Prometheus keeps one value of a series at a time.
      if (atMs <= lastSeconds) return;
      lastSeconds = atMs;
      const gauge = (family: string, help: string, value: unknown): void =>
        put(family, 'gauge', help, '', [], numberOf(value), atMs);
      gauge('intended_per_second', 'Rate that the plan asks for.', interval.intendedPerSecond);
      gauge('in_flight', 'Requests sent and not yet settled.', interval.inFlight);
      gauge('waiting', 'Arrivals due and waiting for a free connection.', interval.waiting);
      gauge('connections_open', 'Open connections.', interval.connectionsOpen);
      sums.due += numberOf(interval.due) ?? 0;
      sums.sent += numberOf(interval.sent) ?? 0;
      put('arrivals', 'counter', 'Arrivals that came due.', '_total', [], sums.due, atMs);
      put('sent', 'counter', 'Requests put on the wire.', '_total', [], sums.sent, atMs);
      const counts = fieldsOf(interval.outcomes);
      for (const outcome of outcomes) {
        const sum = (sums.outcomes.get(outcome) ?? 0) + (numberOf(counts[outcome]) ?? 0);
        sums.outcomes.set(outcome, sum);
        put('settled', 'counter', 'Arrivals by how they ended.', '_total', [['outcome', outcome]], sum, atMs);
      }
      const data = soundHistogram(interval.responseTime);
      histogram(atMs, data);
      if (data.count === 0) return;
      for (const quantile of quantiles) {
        const labels: Labels = [['quantile', String(quantile)]];
        const value = quantileUs(data, quantile) / 1e6;
        put(
          'response_time_quantile_seconds',
          'gauge',
          'Response time of the interval, by quantile.',
          '',
          labels,
          value,
          atMs,
        );
      }
    },
    server(atMs: number, sample: Fields, detail: Fields): void {
      const server = textOf(sample.server);
      if (server === null) return;
      for (const { factor, metric, name, read } of serverColumns) {
        const value = read(sample, detail);
        put(
          `server_${metric}`,
          'gauge',
          `Of a server: ${name}.`,
          '',
          [['server', server]],
          value === null ? null : value * factor,
          atMs,
        );
      }
    },
    stream(atMs: number, { stream, values }: Fields): void {
      const name = textOf(stream);
      if (name === null) return;
      for (const [metric, value] of Object.entries(fieldsOf(values))) {
        const labels: Labels = [
          ['stream', name],
          ['metric', plainText(metric, 200)],
        ];
        put('stream_value', 'gauge', 'What a metric stream told.', '', labels, numberOf(value), atMs);
      }
    },
  };
}

function labelText(labels: Labels): string {
  const parts = labels.map(([name, value]) => {
    const escaped = plainText(value, 500).replace(/[\\"]/g, (character) => `\\${character}`);
    return `${name}="${escaped}"`;
  });
  return `{${parts.join(',')}}`;
}
