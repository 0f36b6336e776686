import { isObject } from '../model/plain-object.js';

/** More buckets than any histogram has, so that the cells of a strange file cannot count for ever. */
const mostBuckets = 65_536;

/**
 * Buckets (`[index, count, index, count, ...]`, indexes ascending) as cells: the counts of one bucket after another, and for empty
 * ones how many there are, as a negative number. `[412, 3, 413, 5, 470, 1]` becomes `[-412, 3, 5, -56, 1]`, which as JSON
 * takes a third to a half of the space.
 */
export function cellsOf(buckets: readonly number[]): readonly number[] {
  const cells: number[] = [];
  let next = 0;
  for (let at = 0; at + 1 < buckets.length; at += 2) {
    const index = buckets[at]!;
    // One empty bucket is shorter as the count that it has.
    if (index > next) cells.push(index === next + 1 ? 0 : next - index);
    cells.push(buckets[at + 1]!);
    next = index + 1;
  }
  return cells;
}

/** Cells as buckets again; null where they are none. */
export function bucketsOf(cells: unknown): readonly number[] | null {
  if (!Array.isArray(cells)) return null;
  const buckets: number[] = [];
  let next = 0;
  for (const cell of cells as readonly unknown[]) {
    if (typeof cell !== 'number' || next > mostBuckets) return null;
    // Nearly all are small: for those the operator alone will do.
    if ((cell | 0) !== cell && !Number.isSafeInteger(cell)) return null;
    if (cell > 0) {
      if (next === mostBuckets) return null;
      buckets.push(next, cell);
    }
    next += cell < 0 ? -cell : 1;
  }
  return buckets;
}

/** A value with the buckets of every histogram in it as cells. Objects and lists without one stay as they are. */
export function withCells(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCells);
  if (!isObject(value)) return value;
  const { buckets, ...rest } = value;
  if (Array.isArray(buckets)) return { ...rest, cells: cellsOf(buckets) };
  return mapped(value, withCells);
}

/** The same backwards; a histogram whose cells are none is left as it is. `depth` bounds what a strange file may nest. */
export function withBuckets(value: unknown, depth = 6): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return value.map((entry) => withBuckets(entry, depth - 1));
  if (!isObject(value)) return value;
  const { cells, ...rest } = value;
  const buckets = cells === undefined ? null : bucketsOf(cells);
  if (buckets !== null) return { ...rest, buckets };
  return mapped(value, (entry) => withBuckets(entry, depth - 1));
}

function mapped(value: Readonly<Record<string, unknown>>, change: (entry: unknown) => unknown): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry)]));
}
