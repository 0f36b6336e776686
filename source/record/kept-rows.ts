import type { StatementSync } from 'node:sqlite';

/** What a row that others refer to says, remembered: few are referred to by many. */
export function keptRows<Kept>(
  statement: StatementSync,
  read: (row: Readonly<Record<string, unknown>>) => Kept | null,
) {
  const known = new Map<unknown, Kept | null>();
  return (id: unknown): Kept | null => {
    const before = known.get(id);
    if (before !== undefined) return before;
    if (typeof id !== 'number') return null;
    const row = statement.get(id);
    // One that is not there may still come: a session that is being written is read again.
    if (row === undefined) return null;
    const kept = read(row);
    known.set(id, kept);
    return kept;
  };
}
