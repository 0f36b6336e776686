import { DatabaseSync } from 'node:sqlite';
import { PlimsollError } from '../model/error.js';
import type { SessionKind } from '../model/events.js';
import { plainText } from '../model/plain-text.js';
import { isAlive } from './process-identity.js';
import { applicationId, tablesVersion } from './session-tables.js';

/** A session as the list shows it. */
export type SessionSummary = {
  readonly id: string;
  /** Path of the session file. */
  readonly file: string;
  readonly kind: SessionKind;
  readonly target: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; null while it is recorded, and for ever where its writer was killed. */
  readonly endedAt: string | null;
  /** `interrupted`: its writer is gone without having ended it. */
  readonly state: 'complete' | 'interrupted' | 'recording';
};

const kinds: readonly string[] = [
  'demo',
  'run',
  'discovery',
  'bench',
  'jobs',
  'monitor',
] satisfies readonly SessionKind[];

/**
 * Opens a session file to read. Throws when it is none: another SQLite file, another version, or tables that are views,
 * which could make reading run for ever.
 */
export function openSessionFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 200 });
  try {
    database.exec('PRAGMA trusted_schema = OFF');
    const id = database.prepare('PRAGMA application_id').get()?.application_id;
    const version = database.prepare('PRAGMA user_version').get()?.user_version;
    if (id !== applicationId) throw foreign('it is no session file of plimsoll');
    if (version !== tablesVersion) throw foreign(`it has tables of version ${version}, not ${tablesVersion}`);
    const real = database
      .prepare("SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name IN ('session', 'event')")
      .get();
    if (real?.n !== 2) throw foreign('its tables are missing');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The one row that tells what a session file holds. Throws when it does not say what it must. */
export function readSessionRow(database: DatabaseSync, file: string): SessionSummary {
  const row = database.prepare('SELECT * FROM session LIMIT 1').get() ?? {};
  const { id, kind, target, started_at, ended_at, state, writer_pid, writer_start } = row;
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) throw foreign('its id is malformed');
  if (!isKind(kind)) throw foreign('its kind is unknown');
  if (!isTime(started_at)) throw foreign('its start is malformed');
  const isAtWork =
    typeof writer_pid === 'number' && isAlive(writer_pid, typeof writer_start === 'string' ? writer_start : null);
  return {
    id,
    file,
    kind,
    target: typeof target === 'string' ? plainText(target, 2048) : null,
    startedAt: started_at,
    endedAt: isTime(ended_at) ? ended_at : null,
    state: state === 'complete' ? 'complete' : isAtWork ? 'recording' : 'interrupted',
  };
}

function foreign(message: string): PlimsollError {
  return new PlimsollError('not-a-session', message);
}

function isKind(value: unknown): value is SessionKind {
  return typeof value === 'string' && kinds.includes(value);
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value);
}
