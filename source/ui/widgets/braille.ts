import type { Glyphs } from '../glyphs.js';
import type { StyleName } from '../theme.js';
import type { CellPlot } from './cell-plot.js';

const base = 0x2800;

/** The eight dots of a braille cell by column and row from the top. */
const dots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/**
 * Draws a line of values (0 to 1, one a column, null is a gap) in dots of which four stand on each other in a cell and two
 * beside each other. Where another line has dots in a cell already, the later one takes the cell over with both.
 */
export function drawBraille(
  plot: CellPlot,
  values: readonly (number | null)[],
  rows: number,
  style: StyleName,
  glyphs: Glyphs,
): void {
  if (glyphs.name !== 'braille') return;
  const highest = rows * 4 - 1;
  const dotOf = (value: number): number => highest - Math.round(Math.min(1, Math.max(0, value)) * highest);
  values.forEach((value, column) => {
    if (value === null || !Number.isFinite(value)) return;
    const next = values[column + 1];
    const from = dotOf(value);
    const to = next == null || !Number.isFinite(next) ? from : dotOf(next);
    const middle = Math.round((from + to) / 2);
    upright(plot, column, 0, from, middle, style);
    upright(plot, column, 1, middle, to === from ? middle : to, style);
  });
}

function upright(plot: CellPlot, column: number, half: 0 | 1, from: number, to: number, style: StyleName): void {
  for (let dot = Math.min(from, to); dot <= Math.max(from, to); dot++) {
    const row = Math.floor(dot / 4);
    const before = plot.textAt(row, column).codePointAt(0) ?? 0;
    const known = before >= base && before < base + 256 ? before - base : 0;
    plot.put(row, column, String.fromCodePoint(base + (known | dots[half][(dot % 4) as 0 | 1 | 2 | 3])), style);
  }
}
