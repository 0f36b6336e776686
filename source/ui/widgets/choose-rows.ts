import type { Line } from '../text/line.js';

/** A line that may be left out: 0 is the last to go. */
export type Row = { readonly priority: number; readonly line: Line };

/** The `height` most important rows, in the order given. */
export function chooseRows(rows: readonly Row[], height: number): readonly Line[] {
  const kept = new Set(
    rows
      .map((row, index) => ({ index, priority: row.priority }))
      .sort((a, b) => a.priority - b.priority || a.index - b.index)
      .slice(0, Math.max(0, height))
      .map(({ index }) => index),
  );
  return rows.filter((_, index) => kept.has(index)).map((row) => row.line);
}
