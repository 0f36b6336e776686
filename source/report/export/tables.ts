import type { exportTables } from '../../config/record-kinds.js';
import { quantileUs } from '../../measure/histogram.js';
import { soundHistogram } from '../../measure/sound-histogram.js';
import { toldQuantiles } from '../../measure/told-quantiles.js';
import type { SessionEvent, SessionEventKind } from '../../model/events.js';
import { outcomes } from '../../model/outcome.js';
import { plainText } from '../../model/plain-text.js';
import { nothingCounted } from '../../model/server-counted.js';
import type { Cell } from '../csv.js';
import { fieldsOf, numberOf, textOf } from '../recorded-value.js';
import { type ExportAbout, wallTime } from './about.js';
import { jsonLine } from './json-line.js';
import { serverColumns } from './server-columns.js';

export type ExportTable = (typeof exportTables)[number];

/** One column: `text`, or a `number` that is null where it is not known. `time` is milliseconds since 1970. */
export type Column = { readonly name: string; readonly type: 'text' | 'number' | 'time' };

/** A table: its columns, and the rows that one event makes. */
export type TableOf = {
  readonly columns: readonly Column[];
  readonly rowsOf: (event: SessionEvent) => readonly (readonly Cell[])[];
};

const kinds: { readonly [Name in ExportTable]: SessionEventKind | null } = {
  intervals: 'load/interval',
  servers: 'server/sample',
  counted: 'server/sample',
  streams: 'stream/sample',
  probes: 'discovery/event',
  events: null,
};

/** Of which kind the events are that make rows of a table; null: all. */
export function tableKind(name: ExportTable): SessionEventKind | null {
  return kinds[name];
}

const text = (name: string): Column => ({ name, type: 'text' });
const number = (name: string): Column => ({ name, type: 'number' });
const when: readonly Column[] = [{ name: 'at', type: 'time' }, number('at_ms')];

/** The table of a name. Every table begins with `at`, the wall clock, and `at_ms`, milliseconds since the session began. */
export function tableOf(name: ExportTable, about: ExportAbout): TableOf {
  const timed = ({ atMs }: SessionEvent): readonly Cell[] => [wallTime(about, atMs), atMs];
  switch (name) {
    case 'intervals':
      return {
        columns: [...when, ...intervalColumns],
        rowsOf: (event) =>
          event.kind === 'load/interval' ? [[...timed(event), ...intervalCells(event.interval)]] : [],
      };
    case 'servers':
      return {
        columns: [...when, text('server'), ...serverColumns.map(({ name: column }) => number(column))],
        rowsOf(event) {
          if (event.kind !== 'server/sample') return [];
          const sample = fieldsOf(event.sample);
          const detail = fieldsOf(sample.detail);
          return [[...timed(event), textOf(sample.server), ...serverColumns.map(({ read }) => read(sample, detail))]];
        },
      };
    case 'counted':
      return {
        columns: [
          ...when,
          text('server'),
          number('cores'),
          ...countNames.map((count) => number(snakeCase(count))),
          text('core_ticks'),
        ],
        rowsOf(event) {
          if (event.kind !== 'server/sample') return [];
          const sample = fieldsOf(event.sample);
          if (sample.counted === undefined) return [];
          const counted = fieldsOf(sample.counted);
          return [
            [
              ...timed(event),
              textOf(sample.server),
              numberOf(sample.cores),
              ...countNames.map((count) => numberOf(counted[count])),
              coreTicksText(counted.coreTicks),
            ],
          ];
        },
      };
    case 'streams':
      return {
        columns: [...when, text('stream'), text('server'), text('metric'), number('value'), number('rtt_ms')],
        rowsOf(event) {
          if (event.kind !== 'stream/sample') return [];
          const { rttMs, server, stream, values } = fieldsOf(event.sample);
          return Object.entries(fieldsOf(values)).map(([metric, value]) => [
            ...timed(event),
            textOf(stream),
            textOf(server),
            plainText(metric, 200),
            numberOf(value),
            numberOf(rttMs),
          ]);
        },
      };
    case 'probes':
      return {
        columns: [
          ...when,
          ...['phase', 'verdict'].map(text),
          ...['per_second', 'level', 'requests', 'bad_ratio', 'mean_ms'].map(number),
          text('reason'),
        ],
        rowsOf(event) {
          if (event.kind !== 'discovery/event') return [];
          const told = fieldsOf(event.event);
          if (told.kind !== 'verdict' && told.kind !== 'level-verdict') return [];
          const numbers = [told.perSecond, told.level, told.requests, told.badRatio, told.meanMs].map(numberOf);
          return [[...timed(event), textOf(told.phase), textOf(told.verdict), ...numbers, textOf(told.reason)]];
        },
      };
    case 'events':
      return {
        columns: [...when, text('kind'), text('json')],
        rowsOf: (event) => [[...timed(event), event.kind, jsonLine(event)]],
      };
  }
}

const countNames = Object.keys(nothingCounted).filter((name) => name !== 'coreTicks');

/** Ticks of one core after another, busy and in all, as JSON. */
function coreTicksText(cores: unknown): string | null {
  if (!Array.isArray(cores)) return null;
  const ticks = cores.map(fieldsOf).flatMap(({ busy, total }) => [numberOf(busy), numberOf(total)]);
  return JSON.stringify(ticks);
}

const latencyColumns = (name: string): readonly Column[] =>
  ['count', 'mean_ms', ...toldQuantiles.map(([quantile]) => `${quantile}_ms`), 'max_ms'].map((part) =>
    number(`${name}_${part}`),
  );

const intervalColumns: readonly Column[] = [
  number('start_ms'),
  number('duration_ms'),
  text('phase'),
  ...['intended_per_second', 'due', 'sent'].map(number),
  ...outcomes.map((outcome) => number(snakeCase(outcome))),
  ...['in_flight', 'waiting', 'connections_open'].map(number),
  ...latencyColumns('response'),
  ...latencyColumns('service'),
  ...latencyColumns('send_lag'),
];

function intervalCells(value: unknown): readonly Cell[] {
  const interval = fieldsOf(value);
  const counts = fieldsOf(interval.outcomes);
  return [
    numberOf(interval.startMs),
    numberOf(interval.durationMs),
    textOf(interval.phase),
    ...[interval.intendedPerSecond, interval.due, interval.sent].map(numberOf),
    ...outcomes.map((outcome) => numberOf(counts[outcome])),
    ...[interval.inFlight, interval.waiting, interval.connectionsOpen].map(numberOf),
    ...[interval.responseTime, interval.serviceTime, interval.sendLag].flatMap(latencyCells),
  ];
}

/** Of an interval without answers only the count is known. */
function latencyCells(value: unknown): readonly Cell[] {
  const histogram = soundHistogram(value);
  const { count, maxUs, sumUs } = histogram;
  if (count === 0) return [0, null, ...toldQuantiles.map(() => null), null];
  const at = (us: number): number => Math.round(us) / 1000;
  return [
    count,
    at(sumUs / count),
    ...toldQuantiles.map(([, quantile]) => at(quantileUs(histogram, quantile))),
    at(maxUs),
  ];
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
