import type { ImportedFrom } from '../../model/imported.js';
import { importedFrom } from '../../record/imported-schema.js';
import { printable } from '../../record/safe-event.js';

/** Where a session was imported from, out of the head of a recording, with texts that can be shown; null where it was not. */
export function importedOf(value: unknown): ImportedFrom | null {
  const read = importedFrom.safeParse(value);
  return read.success ? (printable(read.data) as ImportedFrom) : null;
}
