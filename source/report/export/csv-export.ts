import type { SessionEvent } from '../../model/events.js';
import { csvText } from '../csv.js';
import type { TableOf } from './tables.js';

/** A table as CSV, line by line: the names of its columns first, times as ISO 8601. */
export function* csvOf(events: Iterable<SessionEvent>, { columns, rowsOf }: TableOf): Generator<string> {
  yield csvText([columns.map(({ name }) => name)]);
  for (const event of events) {
    const rows = rowsOf(event);
    if (rows.length > 0) yield csvText(rows);
  }
}
