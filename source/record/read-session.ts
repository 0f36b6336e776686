import type { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../model/error.js';
import type { SessionEvent, SessionEventKind } from '../model/events.js';
import { openSessionFile, readSessionRow, type SessionSummary } from './session-row.js';

/** A session file open to read. */
export type SessionReading =
  | {
      readonly kind: 'ok';
      readonly summary: SessionSummary;
      /** Every event in order, read as it is asked for; what is no event is left out. */
      readonly events: () => Generator<SessionEvent>;
      /** Twice is harmless. */
      readonly close: () => void;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Larger than any event; a row above it is not read into memory. */
const longestEventBytes = 4_194_304;

const eventKinds: { readonly [kind in SessionEventKind]: true } = {
  'session/started': true,
  'session/ended': true,
  'run/state': true,
  'load/interval': true,
  'load/rate': true,
  'discovery/event': true,
  'bench/event': true,
  'job/event': true,
  'server/sample': true,
  'server/state': true,
  'server/facts': true,
  'stream/sample': true,
  'stream/state': true,
  'stream/health': true,
  note: true,
  result: true,
};

/** Opens a session file, finished, interrupted or still growing. */
export function readSession(file: string): SessionReading {
  let database: DatabaseSync;
  try {
    database = openSessionFile(file);
  } catch (error) {
    return { kind: 'unreadable', reason: `${file} cannot be read as a session: ${messageOf(error)}.` };
  }
  const close = (): void => {
    if (database.isOpen) database.close();
  };
  try {
    const summary = readSessionRow(database, file);
    return { kind: 'ok', summary, events: () => eventsOf(database), close };
  } catch (error) {
    close();
    return { kind: 'unreadable', reason: `${file} cannot be read as a session: ${messageOf(error)}.` };
  }
}

function* eventsOf(database: DatabaseSync): Generator<SessionEvent> {
  const rows = database.prepare('SELECT json FROM event WHERE length(json) <= ? ORDER BY seq');
  for (const row of rows.iterate(longestEventBytes)) {
    const event = eventOf(row.json);
    if (event !== null) yield event;
  }
}

/** Text as an event, when it is one on the outside: a known kind and a time. What is inside is as its writer left it. */
function eventOf(json: unknown): SessionEvent | null {
  if (typeof json !== 'string') return null;
  try {
    const value: unknown = JSON.parse(json);
    return isEvent(value) ? value : null;
  } catch {
    return null;
  }
}

function isEvent(value: unknown): value is SessionEvent {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('atMs' in value)) return false;
  const { kind, atMs } = value;
  return (
    typeof kind === 'string' && Object.hasOwn(eventKinds, kind) && typeof atMs === 'number' && Number.isFinite(atMs)
  );
}
