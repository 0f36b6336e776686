import type { Table } from './session-tables.js';

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
