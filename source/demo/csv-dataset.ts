/** Numbers in rows; the last column is what training learns to tell from the others. */
export type Dataset = {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns, row by row. */
  readonly values: Float64Array;
};

export const maxDatasetBytes = 4 * 1024 * 1024;
const maxColumns = 100;

/** Larger numbers would overflow when squared. */
const maxMagnitude = 1e100;

/** Reads CSV text of plain numbers, with or without a header line. What cannot be read is named in a sentence. */
export function parseCsv(text: string): Dataset | { readonly error: string } {
  const lines = text.split('\n');
  const values: number[] = [];
  let columns = 0;
  let rows = 0;
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const cells = line.split(',').map(parseCell);
    if (cells.includes(null)) {
      // Only the first line may hold words: it is the header.
      if (rows === 0 && columns === 0) {
        columns = cells.length;
        continue;
      }
      return { error: `Expected numbers in line ${at + 1}, got something else.` };
    }
    if (columns === 0) columns = cells.length;
    if (cells.length !== columns) {
      return { error: `Expected ${columns} columns in line ${at + 1} as in the first, got ${cells.length}.` };
    }
    for (const cell of cells) values.push(cell!);
    rows += 1;
  }
  if (columns < 2 || columns > maxColumns) {
    return { error: `Expected 2 to ${maxColumns} columns: features and, last, what to learn; got ${columns}.` };
  }
  if (rows < 2) return { error: `Expected at least 2 rows of numbers, got ${rows}.` };
  return { rows, columns, values: Float64Array.from(values) };
}

function parseCell(text: string): number | null {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return trimmed === '' || !(Math.abs(value) <= maxMagnitude) ? null : value;
}
