import type { SessionEvent } from '../model/events.js';
import { eventOfText, type IntervalPart } from './event-text.js';
import { hasTable, isShort, type OpenSession } from './open-session.js';
import { createShapedReader } from './shape-reader.js';

/** All that takes long to read of an interval of load: of a turn only its phase is looked at. */
const times: readonly IntervalPart[] = ['responseTime', 'serviceTime', 'sendLag', 'timings'];

/**
 * Reads single events by their numbers: intervals of load, without any times, and what is kept in shapes. Null of anything else.
 * Throws where the file is damaged.
 */
export function createTurnReader(session: OpenSession): (seq: number) => SessionEvent | null {
  const { database, version } = session;
  const event = database.prepare(`SELECT json FROM event WHERE seq = ? AND ${isShort('json')}`);
  if (!hasTable(version, 'shaped')) return (seq) => eventOfText(event.get(seq)?.json, times);
  const shaped = database.prepare(`SELECT at_ms, shape, numbers FROM shaped WHERE seq = ? AND ${isShort('numbers')}`);
  const readShaped = createShapedReader(database);
  return (seq) => {
    const json = event.get(seq)?.json;
    if (json !== undefined) return eventOfText(json, times);
    const row = shaped.get(seq);
    return readShaped(row?.at_ms, row?.shape, row?.numbers);
  };
}
