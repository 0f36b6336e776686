/** A cell of a table: text, a number, or null for what is not known. */
export type Cell = string | number | null;

/**
 * Rows as CSV (RFC 4180, lines end with a newline), the first row being the heads. A text that a spreadsheet would take for a
 * formula gets an apostrophe before it; numbers stay numbers.
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
