/** Numbers of one metric or function, one a series, NaN where there is none. Grows, and is never replaced as an object. */
export type Column = { values: Float64Array };

export function createColumn(rows: number, fill = Number.NaN): Column {
  return { values: new Float64Array(Math.max(4, rows)).fill(fill) };
}

/** Makes room for `rows` numbers. */
export function growColumn(column: Column, rows: number, fill = Number.NaN): void {
  if (column.values.length >= rows) return;
  const grown = new Float64Array(Math.max(rows, column.values.length * 2)).fill(fill);
  grown.set(column.values);
  column.values = grown;
}
