import type { TimeView } from '../../store/selectors/history.js';
import type { Slot } from '../../store/selectors/slots.js';
import { bucketMiddleMs } from '../../store/spread.js';
import type { Glyphs } from '../glyphs.js';
import { type Line, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { tickLabels, tickText } from './band-chart.js';
import { createCellPlot } from './cell-plot.js';
import { logScale } from './log-scale.js';
import { drawCursor, timeAxis, timePage } from './time-page.js';

const axisWidth = 7;
const heatStyles = ['heat1', 'heat2', 'heat3', 'heat4', 'heat5'] as const satisfies readonly StyleName[];

/**
 * How many requests took how long, over time: one column a slot, latency upwards on a logarithmic scale, more ink and light
 * for more requests, each step four times as many. The objective stands at the left. Exactly `height` lines.
 */
export function heatChart(view: TimeView, width: number, height: number, glyphs: Glyphs): readonly Line[] {
  const columns = width - axisWidth;
  const rows = height - 1;
  if (columns < 8 || rows < 2) return [];
  const page = timePage(view.first + view.slots.length - 1, columns, view.cursor);
  const slots = page.pick(view.slots, view.first);
  const scale = logScale([...ends(slots), ...(view.limitMs === null ? [] : [view.limitMs])]);
  const rowOf = (value: number): number => rows - 1 - Math.round(scale.at(value) * (rows - 1));
  const plot = createCellPlot(columns, rows);
  const counted = slots.map((slot) => (slot === null ? null : countsByRow(slot, rows, rowOf)));
  const most = counted.reduce((all, counts) => Math.max(all, ...(counts ?? [0])), 1);
  counted.forEach((counts, column) => {
    counts?.forEach((count, row) => {
      if (count <= 0) return;
      const step = heatStep(count, most);
      plot.put(row, column, glyphs.heat[step], heatStyles[step]);
    });
  });
  drawCursor(plot, page, rows, glyphs, (row) => (counted[page.cursor ?? -1]?.[row] ?? 0) > 0);
  const ticks = tickLabels(scale, rowOf);
  const ruleRow = view.limitMs === null ? -1 : rowOf(view.limitMs);
  return [
    ...plot.lines().map((line, row): Line => {
      // The objective is named by itself, whatever tick shares its row.
      const isRule = row === ruleRow && view.limitMs !== null;
      const tick = (isRule ? tickText(view.limitMs) : (ticks.get(row) ?? '')).padStart(axisWidth - 2);
      return isRule
        ? [span(tick, 'rule'), span(`${glyphs.play}`, 'rule'), span(glyphs.divider, 'muted'), ...line]
        : [span(`${tick} ${glyphs.divider}`, 'muted'), ...line];
    }),
    [span(' '.repeat(axisWidth)), ...timeAxis(page, view.lengthMs, glyphs)],
  ];
}

/** The lowest and highest bucket shown, in ms. */
function ends(slots: readonly (Slot | null)[]): readonly number[] {
  const values: number[] = [];
  for (const slot of slots) {
    if (slot === null || slot.spread.length === 0) continue;
    values.push(bucketMiddleMs(slot.spread[0]!), bucketMiddleMs(slot.spread.at(-2)!));
  }
  return values;
}

function countsByRow(slot: Slot, rows: number, rowOf: (value: number) => number): readonly number[] {
  const counts = new Array<number>(rows).fill(0);
  for (let at = 0; at < slot.spread.length; at += 2) {
    const row = rowOf(bucketMiddleMs(slot.spread[at]!));
    counts[row] = (counts[row] ?? 0) + slot.spread[at + 1]!;
  }
  return counts;
}

/** Five steps by logarithm: the most has the fifth, a quarter of it the fourth. */
function heatStep(count: number, most: number): 0 | 1 | 2 | 3 | 4 {
  const step = 4 + Math.floor(Math.log(count / most) / Math.log(4) + 1e-9);
  return Math.min(4, Math.max(0, step)) as 0 | 1 | 2 | 3 | 4;
}
