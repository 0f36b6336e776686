import type { SessionEvent } from '../model/events.js';
import { replaceUnprintable } from '../model/plain-text.js';
import { sessionEvent } from './event-schema.js';

/**
 * What a file says is an event, as one that can be shown and counted with: every field as its type has it, no
 * character that a terminal obeys in any text. Null where it is none.
 */
export function safeEvent(value: unknown): SessionEvent | null {
  const read = sessionEvent.safeParse(value);
  if (!read.success) return null;
  // The schema has the model's own fields; what its types call undefined is absent there, as it was in the file.
  return printable(read.data) as SessionEvent;
}

/** A value with no text and no key in it that a terminal obeys. What is nested deeper than anything of plimsoll's becomes null. */
export function printable(value: unknown, depth = 24): unknown {
  if (typeof value === 'string') return plain(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) {
    return value.every((part) => typeof part === 'number') ? value : value.map((part) => printable(part, depth - 1));
  }
  const result: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    const name = plain(key);
    if (name !== '__proto__') result[name] = printable(part, depth - 1);
  }
  return result;
}

/** Nearly every text is plain ASCII, which is found out much faster. */
function plain(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : replaceUnprintable(value, '\ufffd');
}
