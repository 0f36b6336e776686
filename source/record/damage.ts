import { clockText } from '../model/clock-text.js';
import { countText } from '../model/quantity-text.js';
import type { OpenSession } from './open-session.js';
import { finiteOrNull } from './sql-value.js';

/** What is wrong with a record, as far as its events were read. */
export type Damage = {
  /** When the last event was, in ms of the session, where nothing after it can be read; null where the rest can be. */
  readonly atMs: number | null;
  /** As a clause. */
  readonly reason: string;
  /** Rows that are no events. */
  readonly leftOut: number;
  /** Rows that are not there, or are larger than any that plimsoll writes. */
  readonly missing: number;
};

/** Finds out, row by row, what is wrong with a record. */
export type DamageTally = {
  /** A row of so high a number, and whether it was an event. */
  readonly row: (seq: number, isEvent: boolean) => void;
  /** What it came to after the last row; `error` is why there were no more, and null where that was the end. */
  readonly end: (atMs: number, error: string | null) => Damage | null;
};

/** More rows than any session has: the number of a row that says so is no such number. */
const mostRows = 1e9;

/**
 * `isPart`: not all rows are asked for, or others come while they are read, table by table, so that none can be said to be missing.
 */
export function createDamageTally(session: OpenSession, isPart: boolean): DamageTally {
  const last = isPart ? 0 : lastNumber(session);
  let [seen, leftOut, missing] = [0, 0, 0];
  const skipTo = (seq: number): void => {
    missing += Math.max(0, Math.min(seq, last + 1) - seen - 1);
    seen = Math.max(seen, seq);
  };
  return {
    row(seq, isEvent) {
      if (!isEvent) leftOut++;
      skipTo(seq);
    },
    end(atMs, error) {
      if (error === null) skipTo(last + 1);
      const rows = rowsText(leftOut, missing);
      if (error === null && rows === null) return null;
      const reason = [error, rows].filter((part) => part !== null).join('; besides, ');
      return { atMs: error === null ? null : atMs, reason, leftOut, missing };
    },
  };
}

/** A sentence without its full stop about a damaged record. */
export function damageSentence({ atMs, reason }: Pick<Damage, 'atMs' | 'reason'>): string {
  return atMs === null
    ? `the record is damaged: ${reason}`
    : `the record is damaged: nothing after ${clockText(atMs)} can be read (${reason})`;
}

/** A clause about rows that are no events. */
export function leftOutText(count: number): string {
  return `${rows(count)} no events that this plimsoll knows, and left out`;
}

/** The number that the last event has by what the chain says; 0 where it says nothing. */
function lastNumber({ database, version }: OpenSession): number {
  if (version === 1) return 0;
  try {
    const row = database.prepare('SELECT last_seq * 1.0 AS seq FROM batch ORDER BY n DESC LIMIT 1').get();
    const seq = finiteOrNull(row?.seq) ?? 0;
    return seq <= mostRows ? seq : 0;
  } catch {
    return 0;
  }
}

function rowsText(leftOut: number, missing: number): string | null {
  const parts = [
    ...(leftOut === 0 ? [] : [leftOutText(leftOut)]),
    ...(missing === 0 ? [] : [`${rows(missing)} missing, or larger than any`]),
  ];
  return parts.length === 0 ? null : parts.join(', and ');
}

function rows(count: number): string {
  return count === 1 ? '1 row is' : `${countText(count)} rows are`;
}
