import { joinSpans, type Line, type Span, span } from '../text/line.js';
import type { StyleName } from '../theme.js';

/** A rectangle that is drawn cell by cell. Rows count from the top. */
export type CellPlot = {
  /** Puts one cell; what lies outside is left out. */
  readonly put: (row: number, column: number, text: string, style: StyleName) => void;
  readonly textAt: (row: number, column: number) => string;
  readonly lines: () => readonly Line[];
};

export function createCellPlot(width: number, height: number): CellPlot {
  const cells: Span[][] = Array.from({ length: Math.max(0, height) }, () =>
    Array.from({ length: Math.max(0, width) }, () => blank),
  );
  return {
    put(row, column, text, style) {
      const line = cells[row];
      if (line !== undefined && column >= 0 && column < line.length) line[column] = span(text, style);
    },
    textAt: (row, column) => cells[row]?.[column]?.text ?? '',
    lines: () => cells.map(joinSpans),
  };
}

const blank = span(' ');
