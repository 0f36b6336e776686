import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** A cell of a row of numbers is shorter, the list of its cores among them. */
const longestShortBytes = 4096;

/**
 * The rows of a statement that gives lists, all with one call: half as much work as one by one. Null where a cell is longer than
 * numbers are, where anything else is amiss, and where this Node cannot limit what a cell takes, for a file made for it
 * could hand over gigabytes. Whoever reads them one by one finds out.
 */
export function readShortRows(
  database: DatabaseSync,
  statement: StatementSync,
  values: readonly SQLInputValue[],
): readonly (readonly unknown[])[] | null {
  const limits = 'limits' in database ? database.limits : undefined;
  if (limits === undefined) return null;
  const longest = limits.length;
  limits.length = longestShortBytes;
  try {
    const rows: readonly unknown[] = statement.all(...values);
    return rows.every((row) => Array.isArray(row)) ? rows : null;
  } catch {
    return null;
  } finally {
    limits.length = longest;
  }
}
