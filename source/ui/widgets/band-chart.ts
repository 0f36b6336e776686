import { shortNumber } from '../../model/quantity-text.js';
import type { TimeView } from '../../store/selectors/history.js';
import type { Slot } from '../../store/selectors/slots.js';
import type { Glyphs } from '../glyphs.js';
import { type Line, type Span, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { drawBraille } from './braille.js';
import { type CellPlot, createCellPlot } from './cell-plot.js';
import { type LogScale, logScale } from './log-scale.js';
import { drawCursor, timeAxis, timePage } from './time-page.js';

const axisWidth = 7;
const labelWidth = 6;

/** Percentiles shown, from the top of the page down. */
const shown = [
  { label: 'max', style: 'extreme', of: (slot: Slot) => slot.maxMs },
  { label: 'p99', style: 'tail', of: (slot: Slot) => slot.p99Ms },
  { label: 'p95', style: 'accent', of: (slot: Slot) => slot.p95Ms },
  { label: 'p50', style: 'median', of: (slot: Slot) => slot.p50Ms },
] as const satisfies readonly { label: string; style: StyleName; of: (slot: Slot) => number | null }[];

/**
 * Percentiles over time on a logarithmic scale: areas to the median, p95 and p99, each maximum as a point, the objective as a
 * rule, and what lies above the rule as critical. In braille the percentiles are lines. Exactly `height` lines.
 */
export function bandChart(view: TimeView, width: number, height: number, glyphs: Glyphs): readonly Line[] {
  const columns = width - axisWidth - labelWidth;
  const rows = height - 1;
  if (columns < 8 || rows < 3) return [];
  const page = timePage(view.first + view.slots.length - 1, columns, view.cursor);
  const slots = page.pick(view.slots, view.first);
  const values = slots.flatMap((slot) => (slot === null ? [] : shown.map(({ of }) => of(slot)))).filter(isNumber);
  const scale = logScale(view.limitMs === null ? values : [...values, view.limitMs]);
  const rowOf = (value: number): number => rows - 1 - Math.round(scale.at(value) * (rows - 1));
  const plot = createCellPlot(columns, rows);
  const ruleRow = view.limitMs === null ? null : rowOf(view.limitMs);
  if (glyphs.name === 'braille') drawLines(plot, slots, scale, rows, glyphs);
  else drawBands(plot, slots, scale, rows, ruleRow, glyphs);
  slots.forEach((slot, column) => {
    if (slot?.maxMs == null) return;
    const row = rowOf(slot.maxMs);
    if (plot.textAt(row, column) === ' ') plot.put(row, column, glyphs.point, 'extreme');
  });
  if (ruleRow !== null) drawRule(plot, ruleRow, columns, view.limitText ?? '', glyphs);
  const met = page.cursor === null ? null : (slots[page.cursor] ?? null);
  const crossed = new Set(
    met === null
      ? []
      : shown
          .map(({ of }) => of(met))
          .filter(isNumber)
          .map(rowOf),
  );
  drawCursor(plot, page, rows, glyphs, (row) => crossed.has(row));
  const ticks = tickLabels(scale, rowOf);
  const labels = endLabels(slots, rowOf, rows);
  return [
    ...plot
      .lines()
      .map(
        (line, row): Line => [
          span(`${(ticks.get(row) ?? '').padStart(axisWidth - 2)} ${glyphs.divider}`, 'muted'),
          ...line,
          labels.get(row) ?? span(''),
        ],
      ),
    [span(' '.repeat(axisWidth)), ...timeAxis(page, view.lengthMs, glyphs)],
  ];
}

/** Labels of the 1-2-5 steps by row, where more than one meets the lowest. */
export function tickLabels(scale: LogScale, rowOf: (value: number) => number): ReadonlyMap<number, string> {
  const ticks = new Map<number, string>();
  for (const tick of scale.ticks) if (!ticks.has(rowOf(tick))) ticks.set(rowOf(tick), tickText(tick));
  return ticks;
}

/** A value beside an axis, in at most five cells; a tick has one digit that counts: 0.05, 0.2, 1, 500, 20k. */
export function tickText(value: number): string {
  if (value >= 10_000) return `${Math.round(value / 1000)}k`;
  return value >= 1 ? shortNumber(value).replace(/\.0$/, '') : String(Number(value.toPrecision(1)));
}

function drawBands(
  plot: CellPlot,
  slots: readonly (Slot | null)[],
  scale: LogScale,
  rows: number,
  ruleRow: number | null,
  glyphs: Glyphs,
): void {
  slots.forEach((slot, column) => {
    if (slot === null || slot.p50Ms === null || slot.p95Ms === null || slot.p99Ms === null) return;
    // Heights in rows from the bottom; every value has at least its own row.
    const height = (value: number): number => scale.at(value) * (rows - 1) + 0.5;
    const tops = [height(slot.p50Ms), height(slot.p95Ms), height(slot.p99Ms)] as const;
    const styles = ['band50', 'band95', 'band99'] as const;
    for (let above = 0; above < tops[2]; above++) {
      const row = rows - 1 - above;
      const band = above + 0.5 <= tops[0] ? 0 : above + 0.5 <= tops[1] ? 1 : 2;
      const isOver = ruleRow !== null && row < ruleRow;
      const part = tops[2] - above;
      const glyph = part >= 1 ? glyphs.bands[band] : (glyphs.levels[Math.max(0, Math.round(part * 8) - 1)] ?? ' ');
      plot.put(row, column, glyph, isOver ? 'critical' : part < 1 ? 'band99' : styles[band]);
    }
  });
}

function drawLines(
  plot: CellPlot,
  slots: readonly (Slot | null)[],
  scale: LogScale,
  rows: number,
  glyphs: Glyphs,
): void {
  for (const { style, of } of shown.slice(1).toReversed()) {
    const heights = slots.map((slot) => {
      const value = slot === null ? null : of(slot);
      return value === null ? null : scale.at(value);
    });
    drawBraille(plot, heights, rows, style, glyphs);
  }
}

function drawRule(plot: CellPlot, row: number, columns: number, text: string, glyphs: Glyphs): void {
  const label = ` ${text} `;
  const fits = label.length + 6 <= columns && /^[ -~]*$/.test(label);
  for (let column = 0; column < columns; column++) {
    const letter = fits && column >= 2 ? label[column - 2] : undefined;
    plot.put(row, column, letter ?? glyphs.rule, 'rule');
  }
}

/** Labels at the right end, each at its line's newest value; where two meet, the lower one moves down, or up at the bottom. */
function endLabels(
  slots: readonly (Slot | null)[],
  rowOf: (value: number) => number,
  rows: number,
): ReadonlyMap<number, Span> {
  const last = slots.findLast((slot) => slot !== null && slot.p50Ms !== null);
  const labels = new Map<number, Span>();
  if (last == null) return labels;
  let next = 0;
  shown.forEach(({ label, style, of }, index) => {
    const value = of(last);
    if (value === null) return;
    const row = Math.min(Math.max(rowOf(value), next), rows - (shown.length - index));
    if (row < next) return;
    labels.set(row, span(` ${label}`, style));
    next = row + 1;
  });
  return labels;
}

function isNumber(value: number | null): value is number {
  return value !== null;
}
