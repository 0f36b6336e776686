import { messageOf, PlimsollError } from '../model/error.js';
import type { SessionEvent, SessionEventKind } from '../model/events.js';
import { countReadings, type ReadingCounts } from './count-readings.js';
import { eventRows, type RowsWanted } from './event-rows.js';
import { openSessionFile } from './open-session.js';
import type { SessionEntry } from './read-session.js';
import { endOf, seqBefore } from './seek.js';
import { wholeSamples } from './server-readings.js';
import { readSessionRow, type SessionSummary } from './session-row.js';
import { finiteOrNull } from './sql-value.js';

/** An event of one kind. */
export type EventOf<Kind extends SessionEventKind> = Extract<SessionEvent, { readonly kind: Kind }>;

/** Where in a session an event is: its number, and its time in ms. */
export type Place = { readonly seq: number; readonly atMs: number };

/**
 * A session file read from any place in it, while it may still grow. Everything is read as it is asked for, and throws a
 * `PlimsollError` where the file cannot be read; what is no event is left out. Intervals of load are slim: no view has where
 * their time went.
 */
export type SpanReader = {
  /** What the file says of itself now. */
  readonly summary: () => SessionSummary;
  /** The first event and, as of now, the last one; null where there is none. */
  readonly ends: () => { readonly first: Place; readonly last: Place } | null;
  /** The number of the last event until a time; 0 where there is none. */
  readonly seqUntil: (atMs: number) => number;
  /** The events after a number, up to and with another, in order; of all kinds, or of some. */
  readonly between: (after: number, until: number, kinds?: readonly SessionEventKind[]) => Generator<SessionEntry>;
  /** Events of one kind up to and with a number, newest first. */
  readonly backwards: <Kind extends SessionEventKind>(kind: Kind, until: number) => Generator<EventOf<Kind>>;
  /** The first interval of load after a number; null where there is none. */
  readonly nextInterval: (after: number) => Place | null;
  /** How many readings of servers and streams there are after a number, up to and with another. */
  readonly readings: (after: number, until: number) => ReadingCounts;
  /** How many intervals of load there are up to and with a number. */
  readonly intervals: (until: number) => number;
  /** Twice is harmless. */
  readonly close: () => void;
};

const ofInterval = "kind = 'load/interval'";

/** Opens a session file to be read from any place. Throws where it is none. */
export function openSpanReader(file: string): SpanReader {
  const session = openSessionFile(file);
  const { database } = session;
  const reading = <Value>(read: () => Value): Value => {
    try {
      return read();
    } catch (error) {
      throw new PlimsollError('session-unreadable', `${file} cannot be read any further: ${messageOf(error)}`);
    }
  };
  const entries = function* (wanted: RowsWanted): Generator<SessionEntry> {
    const rows = eventRows(session, { ...wanted, isSlim: true }, wholeSamples);
    for (;;) {
      const next = reading(() => rows.next());
      if (next.done === true) return;
      const { seq, event } = next.value;
      if (event !== null) yield { seq, event };
    }
  };
  return {
    summary: () => reading(() => readSessionRow(session, file)),
    ends() {
      const last = reading(() => endOf(session));
      if (last.seq === 0) return null;
      for (const { seq, event } of entries({ after: 0, until: last.seq })) {
        const first = { seq, atMs: event.atMs };
        return { first, last: { seq: last.seq, atMs: Math.max(first.atMs, Math.min(latestMs, last.atMs)) } };
      }
      return null;
    },
    // With what happens at that very time: before the next number that there is.
    seqUntil: (atMs) => reading(() => seqBefore(session, Math.max(Number.MIN_VALUE, atMs * (1 + Number.EPSILON)))),
    between: (after, until, kinds) => entries({ after, until, ...(kinds === undefined ? {} : { kinds }) }),
    *backwards<Kind extends SessionEventKind>(kind: Kind, until: number) {
      for (const { event } of entries({ after: 0, until, kinds: [kind], isBackwards: true })) {
        if (event.kind === kind) yield event as EventOf<Kind>;
      }
    },
    nextInterval: (after) =>
      reading(() => {
        const sql = `SELECT seq * 1.0 AS seq, at_ms FROM event WHERE ${ofInterval} AND seq > ? ORDER BY event.seq LIMIT 1`;
        const row = database.prepare(sql).get(after);
        const [seq, atMs] = [finiteOrNull(row?.seq), finiteOrNull(row?.at_ms)];
        return seq === null || atMs === null ? null : { seq, atMs };
      }),
    readings: (after, until) => reading(() => countReadings(session, after, until)),
    intervals: (until) =>
      reading(() => {
        const row = database.prepare(`SELECT count(*) AS n FROM event WHERE ${ofInterval} AND seq <= ?`).get(until);
        return finiteOrNull(row?.n) ?? 0;
      }),
    close() {
      if (database.isOpen) database.close();
    },
  };
}

/** Later than any session lasts: three years, in ms. */
const latestMs = 1e11;
