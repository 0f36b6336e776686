import type { SessionEvent } from '../../model/events.js';
import { type ExportAbout, wallTime } from './about.js';
import { jsonLine } from './json-line.js';

/** One JSON object a line: every event as it was recorded, with the wall clock (`at`, ISO 8601) before it. */
export function* ndjsonOf(events: Iterable<SessionEvent>, about: ExportAbout): Generator<string> {
  for (const event of events) yield `${jsonLine({ at: wallTime(about, event.atMs), ...event })}\n`;
}
