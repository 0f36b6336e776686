import { countText } from '../../model/quantity-text.js';
import type { Glyphs } from '../glyphs.js';
import { type Line, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { createCellPlot } from './cell-plot.js';
import { plotLine } from './plot-lines.js';
import { drawCursor, type TimePage, timeAxis } from './time-page.js';

/** One plain line: values oldest first, one a column, null is a gap. Later lines are drawn over earlier ones. */
export type PlainSeries = { readonly style: StyleName; readonly values: readonly (number | null)[] };

/** Cells of a chart's own axis at its left. */
export const lineAxisWidth = 7;

/**
 * Lines from 0 to the highest value, drawn by asciichart: exactly `height` lines of `width` cells. Newest at the right, or
 * where they stand on the `page` of time that they are the slots of, which is then written below.
 */
export function lineChart(
  series: readonly PlainSeries[],
  width: number,
  height: number,
  glyphs: Glyphs,
  time: { readonly page: TimePage; readonly lengthMs: number } | null = null,
): readonly Line[] {
  const columns = width - lineAxisWidth;
  const rows = time === null ? height : height - 1;
  if (columns < 4 || rows < 2) return [];
  const shown = series.map(({ style, values }) => ({ style, values: values.slice(-columns) }));
  const top = roundScale(Math.max(1, ...shown.flatMap(({ values }) => values.map((value) => finite(value) ?? 0))));
  const plot = createCellPlot(columns, rows);
  for (const { style, values } of shown) {
    const heights = values.map((value) => {
      const known = finite(value);
      return known === null ? null : (known / top) * (rows - 1);
    });
    const offset = columns - values.length;
    for (const { row, column, symbol } of plotLine(heights, rows, glyphs.chart)) {
      plot.put(row, column + offset, symbol, style);
    }
  }
  if (time !== null) drawCursor(plot, time.page, rows, glyphs);
  const labels = new Map([
    [0, axisText(top)],
    [rows - 1, '0'],
    ...(rows >= 6 && top >= 2 ? [[Math.round((rows - 1) / 2), axisText(top / 2)] as const] : []),
  ]);
  const lines = plot
    .lines()
    .map(
      (line, row): Line => [
        span(`${(labels.get(row) ?? '').padStart(lineAxisWidth - 2)} ${glyphs.divider}`, 'muted'),
        ...line,
      ],
    );
  if (time === null) return lines;
  return [...lines, [span(' '.repeat(lineAxisWidth)), ...timeAxis(time.page, time.lengthMs, glyphs)]];
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? Math.min(value, 1e12) : null;
}

/** At most five cells: `600`, `20k`, `4M`. */
function axisText(value: number): string {
  if (value < 10_000) return countText(value);
  const [divisor, unit] = value < 1e6 ? [1e3, 'k'] : value < 1e9 ? [1e6, 'M'] : [1e9, 'G'];
  return `${Math.round(value / divisor)}${unit}`;
}

/** The end of a scale: the next of 1, 2, 4, 6, 8, 10 times a power of ten, so that it moves seldom. 0 stays 0. */
export function roundScale(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 0;
  const decade = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 6, 8, 10].find((candidate) => candidate * decade >= value * (1 - 1e-9)) ?? 10;
  return step * decade;
}
