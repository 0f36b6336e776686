import type { CpuReading } from '../model/cpu-reading.js';
import { codeOf, messageOf, PlimsollError } from '../model/error.js';
import type { SessionEvent, SessionEventKind } from '../model/events.js';
import { plainText } from '../model/plain-text.js';
import type { ServerSample } from '../model/server.js';
import { countReadings, noReadings, type ReadingCounts } from './count-readings.js';
import { damageSentence } from './damage.js';
import { eventRows, type RowsWanted } from './event-rows.js';
import { holdSession } from './held-session.js';
import { createTallyReader, type KeptSpan, type KeptTally } from './read-tally.js';
import { createTurnReader } from './read-turns.js';
import { endOf, seqBefore } from './seek.js';
import { type ReadingRows, someNumbers, wholeSamples } from './server-readings.js';
import { readSessionRow, type SessionSummary } from './session-row.js';
import { finiteOrNull } from './sql-value.js';
import { sqliteCode } from './sqlite-code.js';

/** An event and its number in the session: numbers ascend, and from 1 on each is there. */
export type SessionEntry = { readonly seq: number; readonly event: SessionEvent };

/** An event of one kind. */
export type EventOf<Kind extends SessionEventKind> = Extract<SessionEvent, { readonly kind: Kind }>;

/** Where in a session an event is: its number, and its time in ms. */
export type Place = { readonly seq: number; readonly atMs: number };

/**
 * A session file read from any place in it, while it may still grow. Everything is read as it is asked for; what is no event is
 * left out. A damaged file ends where its damage begins, as far as that has been met. Intervals of load are slim: no view has
 * where their time went.
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
  /** How busy servers were, up to and with a number, newest first. */
  readonly cpuBackwards: (until: number) => Generator<CpuReading>;
  /** The samples of servers that are the events of these numbers. */
  readonly samplesAt: (seqs: readonly number[]) => Generator<ServerSample>;
  /** The first interval of load after a number; null where there is none. */
  readonly nextInterval: (after: number) => Place | null;
  /** How many readings of servers and streams there are after a number, up to and with another. */
  readonly readings: (after: number, until: number) => ReadingCounts;
  /** Where first after a number was kept what the session comes to; null where it was not. */
  readonly tallyAfter: (seq: number) => KeptSpan | null;
  /** The event of a number that is a turn of such a span, without what it measured; null where it is none. */
  readonly turnAt: (seq: number) => SessionEvent | null;
  /** What it came to with the event of such a number; null where that cannot be. */
  readonly tallyAt: (seq: number) => KeptTally | null;
  /** How many intervals of load there are up to and with a number. */
  readonly intervals: (until: number) => number;
  /** Why it ends before its end, as a sentence; null where nothing of that was met so far. */
  readonly damage: () => string | null;
  /** How many rows were met so far that are no events, and were left out. */
  readonly leftOut: () => number;
  /** Twice is harmless. */
  readonly close: () => void;
};

const ofSamples = { kinds: ['server/sample'] } as const;
const cpuAlone = someNumbers(['cpuPercent']);

/** More rows that are no events are not counted. */
const mostStrangers = 100_000;

/** Numbers that are no further apart are read together. */
const nearBy = 256;

const ofInterval = "kind = 'load/interval'";

/** Opens a session file to be read from any place. Throws a `PlimsollError` where it is none, or says nothing of itself. */
export function openSpanReader(file: string): SpanReader {
  const { session, close } = holdSession(file);
  const { database } = session;
  const tallies = createTallyReader(session);
  const turnOf = createTurnReader(session);
  let damage: string | null = null;
  const strangers = new Set<number>();
  /** The last event before the damage; null while none is known of. */
  let brokenAfter: Place | null = null;
  const breakAt = (place: Place, error: unknown): void => {
    damage ??= damageSentence({ atMs: place.atMs, reason: plainText(messageOf(error), 200) });
    if (brokenAfter === null || place.seq < brokenAfter.seq) brokenAfter = place;
  };
  const entriesOf = function* <Reading extends { readonly atMs: number }>(
    wanted: RowsWanted,
    readings: ReadingRows<Reading>,
  ): Generator<{ readonly seq: number; readonly event: SessionEvent | Reading }> {
    const until = Math.min(wanted.until, brokenAfter?.seq ?? wanted.until);
    const rows = eventRows(session, { ...wanted, until, without: ['serviceTime', 'timings'] }, readings);
    let last: Place | null = null;
    for (;;) {
      let next: ReturnType<typeof rows.next>;
      try {
        next = rows.next();
      } catch (error) {
        if (!isDamage(error)) throw unreadableNow(file, error);
        // Backwards, or among some kinds only, it is not seen where the damage begins.
        const isWhole = wanted.isBackwards !== true && wanted.kinds === undefined;
        const place = last ?? (wanted.after === 0 ? { seq: 0, atMs: 0 } : null);
        if (isWhole && place !== null) breakAt(place, error);
        else findDamage(error);
        return;
      }
      if (next.done === true) return;
      const { seq, event } = next.value;
      if (event === null) {
        if (strangers.size < mostStrangers) strangers.add(seq);
        continue;
      }
      last = { seq, atMs: event.atMs };
      yield { seq, event };
    }
  };
  const entries = (wanted: RowsWanted): Generator<SessionEntry> => entriesOf(wanted, wholeSamples);
  /** Reads on from the beginning to where it cannot be read. */
  const findDamage = (error: unknown): void => {
    const before = brokenAfter;
    let last: Place = { seq: 0, atMs: 0 };
    for (const { seq, event } of entries({ after: 0, until: Number.MAX_SAFE_INTEGER }))
      last = { seq, atMs: event.atMs };
    // Where everything can be read in order, it is an index that is damaged.
    if (brokenAfter === before) breakAt(last, error);
  };
  const reading = <Value>(read: () => Value, otherwise: () => Value): Value => {
    try {
      return read();
    } catch (error) {
      if (!isDamage(error)) throw unreadableNow(file, error);
      findDamage(error);
      return otherwise();
    }
  };
  /** Of what can be done without: null where it cannot be read. */
  const helpful = <Value>(read: () => Value | null): Value | null => {
    try {
      return read();
    } catch (error) {
      if (!isDamage(error)) throw unreadableNow(file, error);
      return null;
    }
  };
  const placesUntil = (isIn: (place: Place) => boolean): number => {
    let found = 0;
    for (const { seq, event } of entries({ after: 0, until: Number.MAX_SAFE_INTEGER })) {
      if (!isIn({ seq, atMs: event.atMs })) break;
      found = seq;
    }
    return found;
  };
  let first: Place | null = null;
  const firstUntil = (until: number): Place | null => {
    for (const { seq, event } of entries({ after: 0, until })) return { seq, atMs: event.atMs };
    return null;
  };
  const ended = (): Place =>
    brokenAfter ??
    reading(
      () => endOf(session),
      () => brokenAfter!,
    );
  return {
    summary() {
      try {
        return readSessionRow(session, file);
      } catch (error) {
        throw unreadableNow(file, error);
      }
    },
    ends() {
      const last = ended();
      if (last.seq === 0) return null;
      // It is asked for often, and stays what it is.
      first ??= firstUntil(last.seq);
      if (first === null) return null;
      return { first, last: { seq: last.seq, atMs: Math.max(first.atMs, Math.min(latestMs, last.atMs)) } };
    },
    // With what happens at that very time: before the next number that there is.
    seqUntil: (atMs) => {
      const seq = reading(
        () => seqBefore(session, Math.max(Number.MIN_VALUE, atMs * (1 + Number.EPSILON))),
        () => placesUntil((place) => place.atMs <= atMs),
      );
      return Math.min(seq, brokenAfter?.seq ?? seq);
    },
    between: (after, until, kinds) => entries({ after, until, ...(kinds === undefined ? {} : { kinds }) }),
    *backwards<Kind extends SessionEventKind>(kind: Kind, until: number) {
      for (const { event } of entries({ after: 0, until, kinds: [kind], isBackwards: true })) {
        if (event.kind === kind) yield event as EventOf<Kind>;
      }
    },
    *cpuBackwards(until) {
      for (const { seq, event } of entriesOf({ ...ofSamples, after: 0, until, isBackwards: true }, cpuAlone)) {
        const { atMs } = event;
        if (event.kind === 'server/reading') {
          yield { seq, atMs, server: event.server, cpuPercent: event.numbers[0] ?? null };
        } else if (event.kind === 'server/sample') {
          yield { seq, atMs, server: event.sample.server, cpuPercent: event.sample.cpuPercent };
        }
      }
    },
    *samplesAt(seqs) {
      const wanted = new Set(seqs);
      for (const [first, last] of runsOf(seqs)) {
        for (const { seq, event } of entries({ ...ofSamples, after: first - 1, until: last })) {
          if (wanted.has(seq) && event.kind === 'server/sample') yield event.sample;
        }
      }
    },
    nextInterval: (after) =>
      reading(
        () => {
          const sql = `SELECT seq * 1.0 AS seq, at_ms FROM event WHERE ${ofInterval} AND seq > ? ORDER BY event.seq LIMIT 1`;
          const row = database.prepare(sql).get(after);
          const [seq, atMs] = [finiteOrNull(row?.seq), finiteOrNull(row?.at_ms)];
          return seq === null || atMs === null || seq > (brokenAfter?.seq ?? seq) ? null : { seq, atMs };
        },
        () => null,
      ),
    readings: (after, until) =>
      reading(
        () => countReadings(session, after, until),
        () => noReadings,
      ),
    tallyAfter: (seq) => helpful(() => tallies.after(seq)),
    turnAt: (seq) =>
      seq > (brokenAfter?.seq ?? seq)
        ? null
        : reading(
            () => turnOf(seq),
            () => null,
          ),
    tallyAt: (seq) => helpful(() => tallies.at(seq)),
    intervals: (until) =>
      reading(
        () => {
          const row = database.prepare(`SELECT count(*) AS n FROM event WHERE ${ofInterval} AND seq <= ?`).get(until);
          return finiteOrNull(row?.n) ?? 0;
        },
        () => 0,
      ),
    damage: () => damage,
    leftOut: () => strangers.size,
    close,
  };
}

/** SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB. */
const damageCodes: ReadonlySet<number> = new Set([10, 11, 26]);

/** A file that somebody holds, or that was closed, is not damaged. */
function isDamage(error: unknown): boolean {
  if (codeOf(error) === 'session-damaged') return true;
  return damageCodes.has(sqliteCode(error));
}

function unreadableNow(file: string, error: unknown): PlimsollError {
  return new PlimsollError('session-unreadable', `${file} cannot be read any further: ${messageOf(error)}`);
}

/** Later than any session lasts: three years, in ms. */
const latestMs = 1e11;

/** The first and the last of numbers that are near each other. */
function runsOf(seqs: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const seq of seqs.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && seq - run[1] <= nearBy) run[1] = seq;
    else runs.push([seq, seq]);
  }
  return runs;
}
