import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { messageOf, PlimsollError } from '../model/error.js';
import type { SessionEvent, SessionEventKind } from '../model/events.js';
import { eventOf, longestEventBytes } from './read-session.js';
import { openSessionFile, readSessionRow, type SessionSummary } from './session-row.js';

/** An event and its number in the session: numbers ascend. */
export type Entry<Event extends SessionEvent = SessionEvent> = { readonly seq: number; readonly event: Event };

/** An event of one kind. */
export type EventOf<Kind extends SessionEventKind> = Extract<SessionEvent, { readonly kind: Kind }>;

/** Where in a session an event is: its number, and its time in ms. */
export type Place = { readonly seq: number; readonly atMs: number };

/**
 * A session file read from any place in it, while it may still grow. Everything is read as it is asked for, and throws a
 * `PlimsollError` where the file cannot be read.
 */
export type SpanReader = {
  /** What the file says of itself now. */
  readonly summary: () => SessionSummary;
  /** The first event and, as of now, the last one; null where there is none. */
  readonly ends: () => { readonly first: Place; readonly last: Place } | null;
  /** The number of the last event until a time; one less than the first where there is none. */
  readonly seqUntil: (atMs: number) => number;
  /** The events after a number, up to and with another, in order; of all kinds, or of some. */
  readonly between: (
    after: number,
    until: number,
    kinds?: readonly SessionEventKind[],
  ) => Generator<Entry, void, undefined>;
  /** Events of one kind up to and with a number, newest first. */
  readonly backwards: <Kind extends SessionEventKind>(
    kind: Kind,
    until: number,
  ) => Generator<EventOf<Kind>, void, undefined>;
  /** The first event of a kind after a number; null where there is none. */
  readonly next: (kind: SessionEventKind, after: number) => Place | null;
  /** How many events of one kind there are up to and with a number. */
  readonly count: (kind: SessionEventKind, until: number) => number;
  /** Twice is harmless. */
  readonly close: () => void;
};

/** Later than any session lasts: three years, in ms. */
const latestMs = 1e11;

const longest = `length(json) <= ${longestEventBytes}`;

/** Opens a session file to be read from any place. Throws where it is none. */
export function openSpanReader(file: string): SpanReader {
  const database = openSessionFile(file);
  const place = (sql: string, ...values: readonly SQLInputValue[]): Place | null =>
    reading(file, () => {
      const { seq, at_ms } = database.prepare(sql).get(...values) ?? {};
      return typeof seq === 'number' ? { seq, atMs: timeOf(at_ms) } : null;
    });
  const at = (seq: number): Place | null =>
    place('SELECT seq, at_ms FROM event WHERE seq >= ? ORDER BY seq LIMIT 1', seq);
  const ends: SpanReader['ends'] = () => {
    const first = at(0);
    const last = place('SELECT seq, at_ms FROM event ORDER BY seq DESC LIMIT 1');
    if (first === null || last === null) return null;
    return { first, last: { seq: last.seq, atMs: Math.max(first.atMs, last.atMs) } };
  };
  return {
    summary: () => reading(file, () => readSessionRow(database, file)),
    ends,
    seqUntil(atMs) {
      const found = ends();
      if (found === null) return -1;
      // By halving: there is no index of times, and needs to be none.
      let [below, above] = [found.first.seq - 1, found.last.seq + 1];
      while (above - below > 1) {
        const middle = below + Math.floor((above - below) / 2);
        const event = at(middle);
        if (event === null || event.seq >= above || event.atMs > atMs) above = middle;
        else below = event.seq;
      }
      return below;
    },
    between(after, until, kinds) {
      const only = kinds === undefined ? '' : `AND kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
      const sql = `SELECT seq, at_ms, json FROM event WHERE seq > ? AND seq <= ? ${only} AND ${longest} ORDER BY seq`;
      return entriesOf(database, file, sql, after, until);
    },
    *backwards<Kind extends SessionEventKind>(kind: Kind, until: number) {
      const sql = `SELECT seq, at_ms, json FROM event WHERE kind = ? AND seq <= ? AND ${longest} ORDER BY seq DESC`;
      for (const { event } of entriesOf(database, file, sql, kind, until)) {
        if (event.kind === kind) yield event as EventOf<Kind>;
      }
    },
    next: (kind, after) =>
      place('SELECT seq, at_ms FROM event WHERE kind = ? AND seq > ? ORDER BY seq LIMIT 1', kind, after),
    count: (kind, until) =>
      reading(file, () =>
        Number(database.prepare('SELECT count(*) AS n FROM event WHERE kind = ? AND seq <= ?').get(kind, until)?.n),
      ),
    close() {
      if (database.isOpen) database.close();
    },
  };
}

/** Rows as events, with the time of the row. What is no event is left out. */
function* entriesOf(
  database: DatabaseSync,
  file: string,
  sql: string,
  ...values: readonly SQLInputValue[]
): Generator<Entry, void, undefined> {
  // A statement of its own: two walks may be under way at once.
  const rows = reading(file, () => database.prepare(sql).iterate(...values));
  for (;;) {
    const next = reading(file, () => rows.next());
    if (next.done === true) return;
    const { seq, at_ms, json } = next.value;
    const event = eventOf(json);
    if (event !== null && typeof seq === 'number') yield { seq, event: { ...event, atMs: timeOf(at_ms) } };
  }
}

/** Says in a sentence what is wrong with a file that cannot be read. */
function reading<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new PlimsollError('session-unreadable', `${file} cannot be read any further: ${messageOf(error)}`);
  }
}

function timeOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? Math.min(value, latestMs) : 0;
}
