import type { DatabaseSync } from 'node:sqlite';
import { serverColumns } from './server-columns.js';
import { viewsSql } from './session-views.js';

/** Marks a SQLite file as a session of plimsoll ("plim" in ASCII); `file` and every client can read it. */
export const applicationId = 0x706c696d;

/** Version of the tables that are written. Readers know every version up to it. */
export const tablesVersion = 2;

/** A table: the text that makes it, which its reader compares, and its columns in order. */
export type Table = { readonly sql: string; readonly columns: readonly string[] };

export type TableName =
  | 'session_head'
  | 'batch'
  | 'seal'
  | 'event'
  | 'server_machine'
  | 'server_reading'
  | 'shape'
  | 'shaped';

/** Tables whose rows are in the chain: their first column is the sequence number of the event that they came with. */
export const chainedTables = [
  'server_machine',
  'shape',
  'event',
  'server_reading',
  'shaped',
] as const satisfies readonly TableName[];

export type ChainedTable = (typeof chainedTables)[number];

/**
 * The tables of version 2. Each event has one row in one of `event`, `server_reading` and `shaped`, which share one sequence. What
 * comes again and again is kept once, in `server_machine` and `shape`, with the sequence number of the event that it first
 * came with. `batch` chains all of these; `session_head` is what batch 0 is about, and `seal` is the end of the chain.
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
  shape: table('shape', ['seq INTEGER NOT NULL', 'id INTEGER PRIMARY KEY', 'kind TEXT NOT NULL', 'json TEXT NOT NULL']),
  shaped: table('shaped', [
    'seq INTEGER PRIMARY KEY',
    'at_ms REAL NOT NULL',
    'shape INTEGER NOT NULL',
    'numbers TEXT NOT NULL',
  ]),
};

/** Remarks that are added afterwards: not part of the record, and not of its chain. */
export const remarkTable = table('remark', [
  'id INTEGER PRIMARY KEY',
  'written_at TEXT NOT NULL',
  'text TEXT NOT NULL',
]);

/** The tables of version 1: every event as JSON. Its own words, since readers compare them. */
export const firstTables: { readonly [Name in 'session' | 'event']: Table } = {
  session: {
    columns: ['id', 'kind', 'target', 'started_at', 'ended_at', 'state', 'writer_pid', 'writer_start', 'head'],
    sql: `CREATE TABLE session (
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  target TEXT,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  end_reason TEXT,
  state TEXT NOT NULL CHECK (state IN ('recording', 'complete')),
  version TEXT NOT NULL,
  arrivals TEXT NOT NULL,
  seed INTEGER NOT NULL,
  head TEXT NOT NULL,
  writer_pid INTEGER NOT NULL,
  writer_start TEXT
)`,
  },
  event: {
    columns: ['seq', 'at_ms', 'kind', 'json'],
    sql: `CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  at_ms REAL NOT NULL,
  kind TEXT NOT NULL,
  json TEXT NOT NULL
)`,
  },
};

function table(name: string, columns: readonly string[]): Table {
  return {
    sql: `CREATE TABLE ${name} (\n  ${columns.join(',\n  ')}\n)`,
    columns: columns.map((column) => column.slice(0, column.indexOf(' '))),
  };
}

/** How a row is inserted: its columns in their order. */
export function insertSql(name: TableName): string {
  const { columns } = tables[name];
  return `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
}

/** Makes the tables and views in an empty database, all or nothing. */
export function makeTables(database: DatabaseSync): void {
  const made = [...Object.values(tables), remarkTable].map(({ sql }) => `${sql};`).join('\n');
  database.exec(
    `BEGIN; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${tablesVersion};
    ${made} CREATE INDEX event_kind ON event (kind, seq); ${viewsSql()} COMMIT;`,
  );
}
