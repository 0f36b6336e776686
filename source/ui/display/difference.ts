import type { Grid } from './grid.js';
import { moveBytes } from './move.js';
import type { Styles } from './styles.js';

/** Where the terminal's cursor stands and in which look it writes; a row or column of -1 is not known. */
export type Pen = { row: number; column: number; style: number };

/** Part of a row: from a column to before another. */
export type Stretch = { readonly row: number; readonly from: number; readonly to: number };

/** A gap of at most so many cells is written over: a move costs as much. */
const shortGap = 3;

/**
 * The bytes that make part of a row of the terminal, which shows `shown`, show `wanted`; `shown` is brought up to it, `pen`
 * moved. Nothing is ever erased: each cell that differs is written, so that nothing flashes where writing is not synchronised.
 */
export function stretchDifference(shown: Grid, wanted: Grid, stretch: Stretch, pen: Pen, styles: Styles): string {
  const { columns } = wanted;
  const { row } = stretch;
  const begin = row * columns;
  const end = Math.min(columns, stretch.to);
  let out = '';
  for (let column = stretch.from; column < end; column++) {
    const cell = begin + column;
    const text = wanted.texts[cell]!;
    const style = wanted.styles[cell]!;
    if (text === shown.texts[cell] && style === shown.styles[cell]) continue;
    // The right half of a wide character comes with its left half, which differs too.
    if (text !== '') {
      out += moveTo(wanted, row, column, pen, styles);
      // A blank looks alike in many a look: the pen keeps its own.
      if (text !== ' ' || styles.blank(pen.style) !== style) {
        out += styles.change(pen.style, style);
        pen.style = style;
      }
      out += text;
      pen.column = column + (column + 1 < columns && wanted.texts[cell + 1] === '' ? 2 : 1);
      // In the last column terminals differ in where the cursor is now.
      if (pen.column >= columns) pen.column = -1;
    }
    shown.texts[cell] = text;
    shown.styles[cell] = style;
  }
  return out;
}

function moveTo(wanted: Grid, row: number, column: number, pen: Pen, styles: Styles): string {
  const isBefore = pen.row === row && pen.column >= 0 && pen.column <= column;
  const over = isBefore ? writtenOver(wanted, row, pen, column - pen.column, styles) : null;
  const bytes =
    over ??
    moveBytes(
      { row: pen.row < 0 ? null : pen.row, column: pen.row < 0 || pen.column < 0 ? null : pen.column },
      row,
      column,
    );
  pen.row = row;
  return bytes;
}

/** What stands in a short gap, where writing it again costs no more than a move; null where it does. */
function writtenOver(wanted: Grid, row: number, pen: Pen, gap: number, styles: Styles): string | null {
  if (gap > shortGap) return null;
  const from = row * wanted.columns + pen.column;
  let over = '';
  for (let cell = from; cell < from + gap; cell++) {
    const text = wanted.texts[cell]!;
    const style = text === ' ' ? styles.blank(pen.style) : pen.style;
    // Only what costs a byte and needs no other look is worth writing over.
    if (wanted.styles[cell] !== style || text.length !== 1 || text > '~') return null;
    over += text;
  }
  return over;
}
