import type { Rows } from '../model/work.js';

/** Gathers rows, one by one, into memory that threads share. */
export type RowPacker = {
  /** Adds a row: as many cells as there are columns. */
  readonly add: (cells: readonly string[]) => void;
  readonly count: () => number;
  readonly finish: () => Rows;
};

const firstBytes = 65_536;
const firstCells = 4096;

export function createRowPacker(columns: readonly string[]): RowPacker {
  let text = Buffer.allocUnsafe(firstBytes);
  let ends = new Uint32Array(firstCells);
  let used = 0;
  let cellCount = 0;
  let count = 0;
  const addCell = (cell: string): void => {
    // No UTF-16 unit takes more than three bytes of UTF-8.
    const most = used + cell.length * 3;
    if (most > text.length) {
      const larger = Buffer.allocUnsafe(Math.max(most, text.length * 2));
      text.copy(larger, 0, 0, used);
      text = larger;
    }
    used += text.write(cell, used, 'utf8');
    if (cellCount === ends.length) {
      const larger = new Uint32Array(ends.length * 2);
      larger.set(ends);
      ends = larger;
    }
    ends[cellCount] = used;
    cellCount += 1;
  };
  return {
    add(cells) {
      for (let column = 0; column < columns.length; column++) addCell(cells[column] ?? '');
      count += 1;
    },
    count: () => count,
    finish() {
      const shared = new SharedArrayBuffer(used);
      new Uint8Array(shared).set(text.subarray(0, used));
      const sharedEnds = new SharedArrayBuffer(cellCount * Uint32Array.BYTES_PER_ELEMENT);
      new Uint32Array(sharedEnds).set(ends.subarray(0, cellCount));
      return { columns, count, text: shared, ends: sharedEnds };
    },
  };
}

/** Reads a cell by row and column. */
export function openRows(rows: Rows): (row: number, column: number) => string {
  const text = Buffer.from(rows.text);
  const ends = new Uint32Array(rows.ends);
  const width = rows.columns.length;
  return (row, column) => {
    const cell = row * width + column;
    return text.toString('utf8', cell === 0 ? 0 : ends[cell - 1]!, ends[cell]!);
  };
}
