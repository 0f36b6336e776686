import { plot } from 'asciichart';

/** One cell of a plotted line: where, counted from the top left, and which symbol. */
export type PlotCell = { readonly row: number; readonly column: number; readonly symbol: string };

/**
 * Plots one series with asciichart, a column a value. Heights run from 0 (bottom) to `rows - 1` (top); null is a gap.
 * asciichart has no gaps, throws at an empty series and widens its range for outliers, so each stretch between gaps is
 * plotted on its own and clamped before.
 */
export function plotLine(
  heights: readonly (number | null)[],
  rows: number,
  symbols: readonly [string, string, string, string, string, string, string, string, string, string],
): readonly PlotCell[] {
  const cells: PlotCell[] = [];
  if (rows < 2) return cells;
  const top = rows - 1;
  for (const { from, values } of stretches(heights)) {
    const clamped = values.map((value) => Math.min(top, Math.max(0, value)));
    // asciichart draws the way from one value to the next, one column less than values: the first value stands twice.
    const series = [clamped[0] ?? 0, ...clamped];
    const drawn = plot(series, {
      min: 0,
      max: top,
      height: top,
      offset: axisColumns,
      format: () => ' ',
      symbols: [...symbols],
    }).split('\n');
    drawn.forEach((text, row) => {
      for (const [index, symbol] of [...text].entries()) {
        if (index >= axisColumns && symbol !== ' ') cells.push({ row, column: from + index - axisColumns, symbol });
      }
    });
  }
  return cells;
}

/** Columns that asciichart needs for its own axis at the least; they are cut off again. */
const axisColumns = 2;

type Stretch = { readonly from: number; readonly values: readonly number[] };

/** The stretches of a series between its gaps. */
function stretches(heights: readonly (number | null)[]): readonly Stretch[] {
  const found: { from: number; values: number[] }[] = [];
  let open: { from: number; values: number[] } | null = null;
  heights.forEach((height, index) => {
    if (height === null || !Number.isFinite(height)) {
      open = null;
      return;
    }
    if (open === null) {
      open = { from: index, values: [] };
      found.push(open);
    }
    open.values.push(height);
  });
  return found;
}
