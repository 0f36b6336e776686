import type { StatementSync } from 'node:sqlite';
import { codeOf } from '../model/error.js';
import { hasTable, type OpenSession, type SessionVersion } from './open-session.js';
import { finiteOrNull } from './sql-value.js';

/** The tables of a version whose rows are events. */
function eventTables(version: SessionVersion) {
  return (['event', 'server_reading', 'server_count', 'shaped'] as const).filter((table) => hasTable(version, table));
}

/** Number and time of the last event; both 0 where there is none. */
export function endOf({ database, version }: OpenSession): { readonly seq: number; readonly atMs: number } {
  let end = { seq: 0, atMs: 0 };
  for (const table of eventTables(version)) {
    const row = database
      .prepare(`SELECT seq * 1.0 AS seq, at_ms * 1.0 AS at_ms FROM ${table} ORDER BY ${table}.seq DESC LIMIT 1`)
      .get();
    const seq = finiteOrNull(row?.seq);
    if (seq !== null && seq > end.seq) end = { seq, atMs: finiteOrNull(row?.at_ms) ?? 0 };
  }
  return end;
}

/**
 * The number of the last event before a time, 0 where there is none, by halving: events are numbered in the order of their
 * times. At most 53 steps, whatever the file says.
 */
export function seqBefore(session: OpenSession, atMs: number): number {
  const statements = eventTables(session.version).map((table) =>
    session.database.prepare(`SELECT seq, at_ms FROM ${table} WHERE seq > ? ORDER BY seq LIMIT 1`),
  );
  let before = 0;
  let from = Math.min(endOf(session).seq, Number.MAX_SAFE_INTEGER);
  while (before < from) {
    const middle = before + Math.floor((from - before) / 2);
    const next = firstAfter(statements, middle);
    if (next !== null && next.atMs < atMs) before = Math.min(Math.max(next.seq, middle + 1), from);
    else from = middle;
  }
  return before;
}

function firstAfter(
  statements: readonly StatementSync[],
  seq: number,
): { readonly seq: number; readonly atMs: number } | null {
  let first: { readonly seq: number; readonly atMs: number } | null = null;
  for (const statement of statements) {
    const row = rowAfter(statement, seq);
    const found = finiteOrNull(row?.seq);
    if (found !== null && (first === null || found < first.seq))
      first = { seq: found, atMs: finiteOrNull(row?.at_ms) ?? 0 };
  }
  return first;
}

function rowAfter(statement: StatementSync, seq: number): Readonly<Record<string, unknown>> | undefined {
  try {
    return statement.get(seq);
  } catch (error) {
    // A number beyond 2^53, which no file of plimsoll has.
    if (codeOf(error) === 'ERR_OUT_OF_RANGE') return undefined;
    throw error;
  }
}
