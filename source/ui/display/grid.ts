import { drawablesOf, isPlain } from '../text/clean.js';
import type { Styles } from './styles.js';

/**
 * Cells of a screen, row by row: what stands in each and in which look. The right half of a wide character is an empty
 * text; `unknown` is a cell of which nothing is known, so that it is equal to no other.
 */
export type Grid = {
  readonly columns: number;
  readonly rows: number;
  /** `texts[row * columns + column]`. */
  readonly texts: string[];
  readonly styles: number[];
};

/** Stands in a cell whose content nobody knows. */
export const unknown = '\u0000';

export function createGrid(columns: number, rows: number, text: string): Grid {
  const cells = columns * rows;
  return { columns, rows, texts: new Array<string>(cells).fill(text), styles: new Array<number>(cells).fill(0) };
}

/** Writes one painted line into a row from a column on: exactly `width` cells, or fewer where the grid ends. */
export function writeLine(grid: Grid, row: number, column: number, width: number, line: string, styles: Styles): void {
  if (row < 0 || row >= grid.rows) return;
  const begin = row * grid.columns;
  const end = begin + Math.min(grid.columns, column + width);
  let cell = begin + column;
  // Where the line begins or ends in the middle of a wide character, what is left of that becomes blank.
  const blankOut = (at: number): void => {
    grid.texts[at] = ' ';
    grid.styles[at] = styles.blank(grid.styles[at]!);
  };
  if (column > 0 && grid.texts[cell] === '') blankOut(cell - 1);
  if (end < begin + grid.columns && grid.texts[end] === '') blankOut(end);
  let style = 0;
  let at = 0;
  const put = (text: string, cells: number): void => {
    if (cell + cells > end) {
      // Half of a wide character is none.
      while (cell < end) put(' ', 1);
      return;
    }
    grid.texts[cell] = text;
    grid.styles[cell] = text === ' ' ? styles.blank(style) : style;
    if (cells === 2) {
      grid.texts[cell + 1] = '';
      grid.styles[cell + 1] = style;
    }
    cell += cells;
  };
  while (at < line.length && cell < end) {
    const code = line.charCodeAt(at);
    if (code === 0x1b) {
      const close = line.indexOf('m', at);
      if (close < 0) break;
      style = styles.after(style, line.slice(at + 2, close));
      at = close + 1;
    } else if (code < 0x7f) {
      put(line[at]!, 1);
      at += 1;
    } else {
      const text = String.fromCodePoint(line.codePointAt(at)!);
      put(text, isPlain(text) ? 1 : (drawablesOf(text)[0]?.width ?? 1));
      at += text.length;
    }
  }
  style = 0;
  while (cell < end) put(' ', 1);
}
