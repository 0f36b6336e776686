import type { SessionEvent } from '../model/events.js';
import { eventOfText, type IntervalPart } from './event-text.js';
import { isTime } from './event-time.js';
import { hasTable, longestCellBytes, type OpenSession } from './open-session.js';
import { parseJson } from './parse-json.js';
import { readShape, type ShapeReader } from './shape-reader.js';

/** All that takes long to read of an interval of load: of a turn only its phase is looked at. */
const times: readonly IntervalPart[] = ['responseTime', 'serviceTime', 'sendLag', 'timings'];

/**
 * Reads single events by their numbers: intervals of load, without any times, and what is kept in shapes. Null of anything else.
 * Throws where the file is damaged.
 */
export function createTurnReader(session: OpenSession): (seq: number) => SessionEvent | null {
  const { database, version } = session;
  const isShort = (cell: string): string => `octet_length(${cell}) <= ${longestCellBytes}`;
  const event = database.prepare(`SELECT json FROM event WHERE seq = ? AND ${isShort('json')}`);
  if (!hasTable(version, 'shaped')) return (seq) => eventOfText(event.get(seq)?.json, times);
  const shaped = database.prepare(`SELECT at_ms, shape, numbers FROM shaped WHERE seq = ? AND ${isShort('numbers')}`);
  const shape = database.prepare('SELECT kind, json FROM shape WHERE id = ?');
  const readers = new Map<number, ShapeReader | null>();
  const readerOf = (id: unknown): ShapeReader | null => {
    if (typeof id !== 'number') return null;
    const row = readers.has(id) ? undefined : shape.get(id);
    if (row !== undefined) readers.set(id, readShape(row));
    return readers.get(id) ?? null;
  };
  return (seq) => {
    const json = event.get(seq)?.json;
    if (json !== undefined) return eventOfText(json, times);
    const row = shaped.get(seq);
    const numbers = parseJson(row?.numbers);
    const atMs = row?.at_ms;
    return Array.isArray(numbers) && isTime(atMs) ? (readerOf(row?.shape)?.(numbers, atMs) ?? null) : null;
  };
}
