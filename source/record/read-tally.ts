import { z } from 'zod';
import { plainText } from '../model/plain-text.js';
import { longestName, type ReadingCounts } from './count-readings.js';
import { isTime } from './event-time.js';
import { withBuckets } from './histogram-cells.js';
import { histogram } from './interval-schema.js';
import { hasTable, isShort, type OpenSession } from './open-session.js';
import { parseJson } from './parse-json.js';
import { printable } from './safe-event.js';
import { amount, count, outcomes, text } from './schema-parts.js';
import { finiteOrNull } from './sql-value.js';
import { mostTallied, mostTurns, type NamedCounts, type Tally, type TallySpan } from './tally.js';

/** A tally as it was kept, but for what it says: the number and the time of the last event that it counts. */
export type KeptSpan = TallySpan & { readonly seq: number; readonly atMs: number };

/** What a tally says. */
export type KeptTally = Omit<Tally, 'servers' | 'streams'> & { readonly readings: ReadingCounts };

/** Finds tallies. All that they say is as its type has it. */
export type TallyReader = {
  /** The first after a number; null where there is none, or where it is none. */
  readonly after: (seq: number) => KeptSpan | null;
  /** What the tally says that was kept with the event of a number; null where it says nothing that could be. */
  readonly at: (seq: number) => KeptTally | null;
};

const namedCounts = z.array(z.tuple([text, count])).max(mostTallied);

const schema: z.ZodType<Tally> = z.object({
  intervals: count,
  started: count,
  sums: z.object({
    run: histogram,
    due: count,
    sent: count,
    outcomes,
    sendLagMaxMs: amount,
    resent: count,
    requests: z.array(
      z.object({
        name: text,
        outcomes,
        achievedPerSecond: amount,
        p50Ms: amount.nullable(),
        p99Ms: amount.nullable(),
      }),
    ),
  }),
  intendedPerSecond: amount.nullable(),
  servers: namedCounts,
  streams: namedCounts,
});

/** No turns that can be are longer; so many spans are read at once. */
const longestTurnsBytes = 32_768;
const spansAtOnce = 128;

/** Files of earlier versions have none. */
export function createTallyReader({ database, version }: OpenSession): TallyReader {
  if (!hasTable(version, 'tally')) return { after: () => null, at: () => null };
  const next = database.prepare(
    `SELECT seq * 1.0 AS seq, at_ms, after * 1.0 AS after, turns FROM tally
      WHERE seq > ? AND octet_length(turns) <= ${longestTurnsBytes} ORDER BY tally.seq LIMIT ${spansAtOnce}`,
  );
  /** Rows read ahead, and the number that they come after. */
  let ahead = { after: Number.POSITIVE_INFINITY, rows: [] as readonly Readonly<Record<string, unknown>>[] };
  const rowAfter = (seq: number): Readonly<Record<string, unknown>> | undefined => {
    const isIn = (row: Readonly<Record<string, unknown>>): boolean => (finiteOrNull(row.seq) ?? 0) > seq;
    const known = ahead.after <= seq ? ahead.rows.find(isIn) : undefined;
    if (known !== undefined) return known;
    ahead = { after: seq, rows: next.all(seq) };
    return ahead.rows[0];
  };
  const one = database.prepare(`SELECT json FROM tally WHERE seq = ? AND ${isShort('json')}`);
  return {
    after(before) {
      const row = rowAfter(before);
      const [seq, after, atMs] = [finiteOrNull(row?.seq), finiteOrNull(row?.after), row?.at_ms];
      if (seq === null || after === null || seq <= before || seq > Number.MAX_SAFE_INTEGER || !isTime(atMs))
        return null;
      const turns = parseJson(row?.turns);
      return areTurns(turns, after, seq) ? { seq, atMs, after, turns } : null;
    },
    at(seq) {
      const read = schema.safeParse(withBuckets(parseJson(one.get(seq)?.json)));
      if (!read.success) return null;
      // A schema's output, of which only texts are changed.
      const { servers, streams, ...tally } = printable(read.data) as Tally;
      return { ...tally, readings: { servers: byName(servers), streams: byName(streams) } };
    },
  };
}

function areTurns(turns: unknown, after: number, until: number): turns is readonly number[] {
  if (!Array.isArray(turns) || turns.length > mostTurns) return false;
  let last = after;
  for (const turn of turns as readonly unknown[]) {
    if (!Number.isSafeInteger(turn) || (turn as number) <= last || (turn as number) > until) return false;
    last = turn as number;
  }
  return true;
}

function byName(counts: NamedCounts): ReadonlyMap<string, number> {
  return new Map(counts.map(([name, n]) => [plainText(name, longestName), n]));
}
