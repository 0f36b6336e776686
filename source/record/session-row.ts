import { PlimsollError } from '../model/error.js';
import { type SessionKind, sessionKinds } from '../model/events.js';
import { type ImportTool, importTools } from '../model/imported.js';
import { plainText } from '../model/plain-text.js';
import { hasTable, type OpenSession } from './open-session.js';
import { isAlive } from './process-identity.js';

/** A session as the list shows it. */
export type SessionSummary = {
  readonly id: string;
  /** Path of the session file. */
  readonly file: string;
  readonly kind: SessionKind;
  /** The program that measured it; null where plimsoll did. */
  readonly importedFrom: ImportTool | null;
  readonly target: string | null;
  /** What the user calls it; null where it has no name. */
  readonly name: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; null while it is recorded, and for ever where its writer was killed. */
  readonly endedAt: string | null;
  /** `interrupted`: its writer is gone without having ended it. */
  readonly state: 'complete' | 'interrupted' | 'recording';
};

const queries = {
  first:
    'SELECT id, kind, NULL AS imported_from, target, NULL AS name, started_at, ended_at, state, writer_pid, writer_start FROM session LIMIT 1',
  // A head is small; whatever else a file has in its place is not searched.
  later: `SELECT id, kind, target, name, started_at, ended_at, CASE WHEN ended_at IS NULL THEN '' ELSE 'complete' END AS state,
    writer_pid, writer_start, CASE WHEN typeof(head) = 'text' AND length(head) <= 1000000 AND json_valid(head)
    THEN json_extract(head, '$.imported.tool') END AS imported_from FROM session_head LEFT JOIN seal LIMIT 1`,
} as const;

/** The one row that tells what a session file holds. Throws when it does not say what it must. */
export function readSessionRow({ database, version }: OpenSession, file: string): SessionSummary {
  const row = database.prepare(queries[hasTable(version, 'session_head') ? 'later' : 'first']).get() ?? {};
  const { id, imported_from, kind, target, name, started_at, ended_at, state, writer_pid, writer_start } = row;
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) throw malformed('its id is malformed');
  if (!isKind(kind)) throw malformed('its kind is unknown');
  if (!isTime(started_at)) throw malformed('its start is malformed');
  const isAtWork =
    typeof writer_pid === 'number' && isAlive(writer_pid, typeof writer_start === 'string' ? writer_start : null);
  const importedFrom = importTools.find((tool) => tool === imported_from) ?? null;
  return {
    id,
    file,
    // Older recordings call it a run.
    kind: importedFrom === null ? kind : 'imported',
    importedFrom,
    target: typeof target === 'string' ? plainText(target, 2048) : null,
    name: typeof name === 'string' ? plainText(name, 256) : null,
    startedAt: started_at,
    endedAt: isTime(ended_at) ? ended_at : null,
    state: state === 'complete' ? 'complete' : isAtWork ? 'recording' : 'interrupted',
  };
}

function malformed(message: string): PlimsollError {
  return new PlimsollError('not-a-session', message);
}

function isKind(value: unknown): value is SessionKind {
  return sessionKinds.some((kind) => kind === value);
}

/** ISO 8601, and a time that is on some calendar. */
function isTime(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value) &&
    Number.isFinite(Date.parse(value))
  );
}
