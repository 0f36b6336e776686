import { type Column, createColumn, growColumn } from './column.js';

/** Gives the number of a row: NaN where there is none; of conditions 1, 0 or NaN. */
export type Evaluate = (row: number) => number;

/** A function of the expression language at work: a column that is worked out once a tick, whatever rules read it. */
export type Derived = {
  readonly column: Column;
  /** `nowMs`: the time of the tick; `rows`: series there are. Ticks come once a second. */
  readonly update: (nowMs: number, rows: number) => void;
};

/** The last `length` numbers of each row, one a tick. All rows share the place that is written next. */
export type Ring = {
  readonly length: number;
  /** Writes the numbers of one tick. */
  readonly write: (rows: number, of: Evaluate) => void;
  /** Numbers written so far, at most `length`. */
  readonly filled: () => number;
  /** The number of a row `back` ticks ago, 0 being the newest; NaN before the first. */
  readonly at: (row: number, back: number) => number;
};

export function createRing(length: number): Ring {
  let values = new Float64Array(0);
  let rowsHeld = 0;
  let newest = -1;
  let filled = 0;
  return {
    length,
    write(rows, of) {
      if (rows > rowsHeld) {
        const roomy = Math.max(rows, rowsHeld * 2);
        const grown = new Float64Array(roomy * length).fill(Number.NaN);
        grown.set(values);
        values = grown;
        rowsHeld = roomy;
      }
      newest = (newest + 1) % length;
      filled = Math.min(length, filled + 1);
      for (let row = 0; row < rows; row++) values[row * length + newest] = of(row);
    },
    filled: () => filled,
    at: (row, back) => (back >= filled ? Number.NaN : values[row * length + ((newest - back + length) % length)]!),
  };
}

/** A derived column whose number of each row is worked out by `of` each tick, after `before`. */
export function derive(before: (rows: number, nowMs: number) => void, of: Evaluate): Derived {
  const column = createColumn(4);
  return {
    column,
    update(nowMs, rows) {
      growColumn(column, rows);
      before(rows, nowMs);
      const { values } = column;
      for (let row = 0; row < rows; row++) values[row] = of(row);
    },
  };
}
