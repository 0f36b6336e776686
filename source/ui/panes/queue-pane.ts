import { countText } from '../../model/quantity-text.js';
import type { QueueRow, QueuesView } from '../../store/selectors/queues.js';
import type { Canvas, Painter } from '../canvas.js';
import { fit } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { innerSize, paintFrame } from '../widgets/frame.js';
import { lineChart } from '../widgets/line-chart.js';
import { sparkline } from '../widgets/sparkline.js';

const numberWidth = 8;

/** Queues: one line each with its depth, what it was on average and at the most, and where there is room the deepest as a chart. */
export const paintQueues: Painter<QueuesView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const { rows } = view;
  if (rows.length === 0) return paintFrame({ title: 'queues' }, [[span('no queue is known', 'muted')]], canvas);
  const head = height >= 3 ? [headLine(width)] : [];
  const chartHeight = height - head.length - rows.length;
  const table = [...head, ...rows.map((row) => queueLine(row, width, canvas))];
  if (chartHeight < 4) return paintFrame({ title: 'queues' }, table.slice(0, height), canvas);
  const deepest = deepestOf(rows);
  const chart = lineChart([{ style: 'tail', values: deepest.history }], width, chartHeight, canvas.glyphs);
  const note: Line = [span(fit(deepest.name, Math.min(20, deepest.name.length)), 'tail')];
  return paintFrame({ title: 'queues', note }, [...table, ...chart], canvas);
};

function nameWidth(width: number): number {
  return Math.max(8, Math.min(20, width - 3 * numberWidth - 6));
}

function headLine(width: number): Line {
  const numbers = ['now', 'mean', 'max'].map((text) => fit(text, numberWidth, 'right')).join('');
  return [span(fit('', nameWidth(width)), 'muted'), span(numbers, 'muted')];
}

function queueLine(row: QueueRow, width: number, canvas: Canvas): Line {
  const known = row.history.filter((depth) => depth !== null && Number.isFinite(depth)).map(Number);
  const mean = known.length === 0 ? null : known.reduce((sum, depth) => sum + depth, 0) / known.length;
  const most = known.length === 0 ? null : known.reduce((all, depth) => Math.max(all, depth), 0);
  const number = (value: number | null): string =>
    fit(value === null || !Number.isFinite(value) ? '-' : countText(value), numberWidth, 'right');
  const name = nameWidth(width);
  const spark = width - name - 3 * numberWidth - 2;
  return [
    span(fit(row.name, name, 'left', canvas.glyphs.ellipsis)),
    span(number(row.depth), 'strong'),
    span(`${number(mean)}${number(most)}`, 'muted'),
    span(spark > 3 ? `  ${sparkline(row.history, spark, canvas.glyphs)}` : '', 'accent'),
  ];
}

/** The queue that has been deepest of late. */
function deepestOf(rows: readonly QueueRow[]): QueueRow {
  const depth = (row: QueueRow): number =>
    row.history.slice(-60).reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return rows.reduce((deepest, row) => (depth(row) > depth(deepest) ? row : deepest));
}
