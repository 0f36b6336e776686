import type { SessionEventBody } from '../model/events.js';

const prefix = 'mark: ';

/** A mark of the user as an event: a note that begins with its name, so that every reader of notes shows it. */
export function markEvent(text: string): Extract<SessionEventBody, { readonly kind: 'note' }> {
  return { kind: 'note', severity: 'info', text: `${prefix}${text}` };
}

/** What a mark says; null of a note that is none. */
export function markText(note: string): string | null {
  return note.startsWith(prefix) ? note.slice(prefix.length) : null;
}
