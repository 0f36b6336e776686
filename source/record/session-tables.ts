import { numberColumns } from './count-columns.js';
import { serverColumns } from './step-columns.js';

/** A table: the text that makes it, which its reader compares, and its columns in order. */
export type Table = { readonly sql: string; readonly columns: readonly string[] };

export type TableName =
  | 'session_head'
  | 'batch'
  | 'seal'
  | 'event'
  | 'server_machine'
  | 'server_reading'
  | 'server_count'
  | 'shape'
  | 'shaped'
  | 'tally';

/** Tables whose rows are in the chain: their first column is the sequence number of the event that they came with. */
export const chainedTables = [
  'server_machine',
  'shape',
  'event',
  'server_reading',
  'server_count',
  'shaped',
  'tally',
] as const satisfies readonly TableName[];

/**
 * The tables of version 4. Each event has one row in one of `event`, `server_reading`, `server_count` and `shaped`, which share
 * one sequence. A server that counts is in `server_count`: what is made of its counts is never kept. What comes again and again is
 * kept once, in `server_machine` and `shape`, with the sequence number of the event that it first came with. `tally` is what all events until one come to, about once a minute. `batch` chains all of these; `session_head` is
 * what batch 0 is about, and `seal` is the end of the chain.
 */
export const tables: { readonly [Name in TableName]: Table } = {
  session_head: table('session_head', [
    'id TEXT NOT NULL',
    'kind TEXT NOT NULL',
    'target TEXT',
    'name TEXT',
    'started_at TEXT NOT NULL',
    'version TEXT NOT NULL',
    'arrivals TEXT NOT NULL',
    'seed INTEGER NOT NULL',
    'head TEXT NOT NULL',
    'plan TEXT',
    'generator TEXT',
    'writer_pid INTEGER NOT NULL',
    'writer_start TEXT',
  ]),
  batch: table('batch', [
    'n INTEGER PRIMARY KEY',
    'first_seq INTEGER NOT NULL',
    'last_seq INTEGER NOT NULL',
    'first_ms REAL',
    'last_ms REAL',
    'checksums BLOB NOT NULL',
    'hash BLOB NOT NULL',
  ]),
  seal: table('seal', [
    'ended_at TEXT NOT NULL',
    'end_reason TEXT NOT NULL',
    'batches INTEGER NOT NULL',
    'events INTEGER NOT NULL',
    'hash BLOB NOT NULL',
  ]),
  event: table('event', ['seq INTEGER PRIMARY KEY', 'at_ms REAL NOT NULL', 'kind TEXT NOT NULL', 'json TEXT NOT NULL']),
  server_machine: table('server_machine', [
    'seq INTEGER NOT NULL',
    'id INTEGER PRIMARY KEY',
    'server TEXT NOT NULL',
    'cores REAL',
    'memory_total_bytes INTEGER',
    'swap_total_bytes INTEGER',
    'has_detail INTEGER NOT NULL',
  ]),
  server_reading: table('server_reading', [
    'seq INTEGER PRIMARY KEY',
    'at_ms REAL NOT NULL',
    'machine INTEGER NOT NULL',
    ...serverColumns.map(({ column }) => `${column} INTEGER`),
    'core_percents_x1000 TEXT',
  ]),
  server_count: table('server_count', [
    'seq INTEGER PRIMARY KEY',
    'at_ms REAL NOT NULL',
    'machine INTEGER NOT NULL',
    ...numberColumns.map((column) => `${column} INTEGER`),
    'core_ticks TEXT',
  ]),
  shape: table('shape', ['seq INTEGER NOT NULL', 'id INTEGER PRIMARY KEY', 'kind TEXT NOT NULL', 'json TEXT NOT NULL']),
  shaped: table('shaped', [
    'seq INTEGER PRIMARY KEY',
    'at_ms REAL NOT NULL',
    'shape INTEGER NOT NULL',
    'numbers TEXT NOT NULL',
  ]),
  tally: table('tally', [
    'seq INTEGER PRIMARY KEY',
    'at_ms REAL NOT NULL',
    'after INTEGER NOT NULL',
    'turns TEXT NOT NULL',
    'json TEXT NOT NULL',
  ]),
};

/** Remarks that are added afterwards: not part of the record, and not of its chain. */
export const remarkTable = table('remark', [
  'id INTEGER PRIMARY KEY',
  'written_at TEXT NOT NULL',
  'text TEXT NOT NULL',
]);

function table(name: string, columns: readonly string[]): Table {
  return {
    sql: `CREATE TABLE ${name} (\n  ${columns.join(',\n  ')}\n)`,
    columns: columns.map((column) => column.slice(0, column.indexOf(' '))),
  };
}
