import type { Grid } from './grid.js';
import type { Styles } from './styles.js';

/** Where the terminal's cursor stands and in which look it writes; a column of -1 is not known. */
export type Pen = { row: number; column: number; style: number };

/** A gap of at most so many cells is written over: a move costs as much. */
const shortGap = 3;

/**
 * The bytes that make a row of the terminal, which shows `shown`, show `wanted`; `shown` is brought up to it, `pen` moved.
 * Nothing is ever erased: each cell that differs is written, so that nothing flashes where writing is not synchronised.
 */
export function rowDifference(shown: Grid, wanted: Grid, row: number, pen: Pen, styles: Styles): string {
  const { columns } = wanted;
  const begin = row * columns;
  let out = '';
  for (let column = 0; column < columns; column++) {
    const cell = begin + column;
    const text = wanted.texts[cell]!;
    const style = wanted.styles[cell]!;
    if (text === shown.texts[cell] && style === shown.styles[cell]) continue;
    // The right half of a wide character comes with its left half, which differs too.
    if (text !== '') {
      out += moveTo(wanted, row, column, pen) + styles.change(pen.style, style) + text;
      pen.style = style;
      pen.column = column + (column + 1 < columns && wanted.texts[cell + 1] === '' ? 2 : 1);
      // In the last column terminals differ in where the cursor is now.
      if (pen.column >= columns) pen.column = -1;
    }
    shown.texts[cell] = text;
    shown.styles[cell] = style;
  }
  return out;
}

function moveTo(wanted: Grid, row: number, column: number, pen: Pen): string {
  const isHere = pen.row === row && pen.column >= 0 && pen.column <= column;
  if (!isHere) {
    pen.row = row;
    if (column > 0) return `\u001b[${row + 1};${column + 1}H`;
    return row === 0 ? '\u001b[H' : `\u001b[${row + 1}H`;
  }
  const gap = column - pen.column;
  if (gap === 0) return '';
  if (gap <= shortGap) {
    const from = row * wanted.columns + pen.column;
    let over = '';
    for (let cell = from; cell < from + gap; cell++) {
      const text = wanted.texts[cell]!;
      // Only what costs a byte and needs no other look is worth writing over.
      if (wanted.styles[cell] !== pen.style || text.length !== 1 || text > '~') {
        over = '';
        break;
      }
      over += text;
    }
    if (over !== '') return over;
  }
  return gap === 1 ? '\u001b[C' : `\u001b[${gap}C`;
}
