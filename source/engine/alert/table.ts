import { type Column, createColumn, growColumn } from './column.js';
import { metricOf, type Scope } from './metric-table.js';

/** Labels of a series, such as `{ host: 'api-1', group: 'api' }`. */
export type Labels = { readonly [label: string]: string };

/** The series of one scope: a row each, found by its key, and a column for each metric that some rule asks for. */
export type Table = {
  readonly scope: Scope;
  readonly labels: readonly Labels[];
  readonly rows: () => number;
  /** The row of a key, made when it is new; -1 once the table is full. */
  readonly row: (key: string, labels: Labels) => number;
  /** The row of a key; -1 where there is none. */
  readonly find: (key: string) => number;
  readonly column: (name: string) => Column;
  /** The column where some rule asks for it. */
  readonly wanted: (name: string) => Column | undefined;
  /** Empties the gauges of rows that were not heard of for `freshMs`; what is told by state, and not read, stays. */
  readonly age: (nowMs: number, freshMs: number) => void;
  /** When each row was last heard of, in ms: the freshness of all its gauges. */
  readonly heardMs: Column;
};

/** Most series of one scope: what comes after is not watched. */
export const mostSeries = 10_000;

/** Gauges that events tell when they change. */
const lasting = new Set(['host.up', 'stream.open', 'queue.pending', 'breaker.open']);

export function createTable(scope: Scope): Table {
  const labels: Labels[] = [];
  const keys = new Map<string, number>();
  const columns = new Map<string, Column>();
  const aging: Column[] = [];
  const heardMs = createColumn(4);
  return {
    scope,
    labels,
    rows: () => labels.length,
    find: (key) => keys.get(key) ?? -1,
    row(key, given) {
      const known = keys.get(key);
      if (known !== undefined) return known;
      if (labels.length >= mostSeries) return -1;
      const row = labels.length;
      labels.push(given);
      keys.set(key, row);
      growColumn(heardMs, labels.length);
      for (const column of columns.values()) growColumn(column, labels.length);
      return row;
    },
    column(name) {
      const known = columns.get(name);
      if (known !== undefined) return known;
      const made = createColumn(labels.length);
      columns.set(name, made);
      if (metricOf(name)?.kind === 'gauge' && !lasting.has(name)) aging.push(made);
      return made;
    },
    wanted: (name) => columns.get(name),
    age(nowMs, freshMs) {
      for (let row = 0; row < labels.length; row++) {
        if (!(nowMs - heardMs.values[row]! > freshMs)) continue;
        for (const column of aging) column.values[row] = Number.NaN;
      }
    },
    heardMs,
  };
}
