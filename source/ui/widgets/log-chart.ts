import { shortNumber } from '../../model/quantity-text.js';
import type { Glyphs } from '../glyphs.js';
import { joinSpans, type Line, type Span, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { logScale } from './log-scale.js';
import { plotLine } from './plot-lines.js';

/** One line of a chart: values oldest first, one a column, null is a gap. Later series are drawn over earlier ones. */
export type ChartSeries = {
  readonly label: string;
  readonly style: StyleName;
  readonly values: readonly (number | null)[];
};

/** What a chart shows: lines on a logarithmic scale in ms, and a rule at the limit. */
export type Chart = {
  readonly series: readonly ChartSeries[];
  readonly rule: { readonly value: number; readonly text: string } | null;
};

const axisWidth = 7;
const labelWidth = 6;

type Cell = { text: string; style: StyleName };

/** The chart as exactly `height` lines of `width` cells: ticks at the left, newest value and its label at the right. */
export function logChart(chart: Chart, width: number, height: number, glyphs: Glyphs): readonly Line[] {
  const columns = width - axisWidth - labelWidth;
  if (columns < 4 || height < 2) return [];
  const shown = chart.series.map((series) => ({ ...series, values: series.values.slice(-columns) }));
  const values = shown.flatMap((series) => series.values).filter((value) => value !== null);
  const scale = logScale(chart.rule === null ? values : [...values, chart.rule.value]);
  const rowOf = (value: number): number => height - 1 - Math.round(scale.at(value) * (height - 1));
  const grid = Array.from({ length: height }, () =>
    Array.from({ length: columns }, (): Cell => ({ text: ' ', style: 'plain' })),
  );
  if (chart.rule !== null) drawRule(grid[rowOf(chart.rule.value)] ?? [], chart.rule.text, glyphs);
  for (const series of shown) {
    const heights = series.values.map((value) => (value === null ? null : scale.at(value) * (height - 1)));
    const offset = columns - series.values.length;
    for (const { row, column, symbol } of plotLine(heights, height, glyphs.chart)) {
      const cell = grid[row]?.[column + offset];
      if (cell !== undefined) Object.assign(cell, { text: symbol, style: series.style });
    }
  }
  const ticks = new Map<number, string>();
  for (const tick of scale.ticks) {
    const row = rowOf(tick);
    if (!ticks.has(row)) ticks.set(row, tickText(tick));
  }
  const labels = endLabels(shown, rowOf, height);
  return grid.map((cells, row) => [
    span(`${(ticks.get(row) ?? '').padStart(axisWidth - 2)} ${glyphs.divider}`, 'muted'),
    ...joinSpans(cells),
    labels.get(row) ?? span(''),
  ]);
}

/** A tick has one digit that counts: 0.05, 0.2, 1, 500, 20k. */
function tickText(value: number): string {
  if (value >= 10_000) return `${Math.round(value / 1000)}k`;
  return value >= 1 ? shortNumber(value).replace(/\.0$/, '') : String(value);
}

function drawRule(row: Cell[], text: string, glyphs: Glyphs): void {
  const label = ` ${text} `;
  const fits = label.length + 4 <= row.length && /^[ -~]*$/.test(label);
  row.forEach((cell, column) => {
    const letter = fits && column >= 2 ? label[column - 2] : undefined;
    Object.assign(cell, { text: letter ?? glyphs.rule, style: 'rule' });
  });
}

/** Labels at the right end, each at its line's last value; where two meet, the lower one moves down, or up at the bottom. */
function endLabels(
  series: readonly ChartSeries[],
  rowOf: (value: number) => number,
  height: number,
): ReadonlyMap<number, Span> {
  const labels = new Map<number, Span>();
  const ends = series
    .map(({ label, style, values }) => ({ label, style, last: values.at(-1) ?? null }))
    .filter((end): end is typeof end & { readonly last: number } => end.last !== null)
    .sort((a, b) => b.last - a.last);
  let next = 0;
  ends.forEach((end, index) => {
    const row = Math.min(Math.max(rowOf(end.last), next), height - (ends.length - index));
    if (row < next) return;
    labels.set(row, span(` ${end.label}`, end.style));
    next = row + 1;
  });
  return labels;
}
