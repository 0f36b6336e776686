import { countText } from '../../model/quantity-text.js';
import type { TimeView } from '../../store/selectors/history.js';
import type { QueueRow, QueuesView } from '../../store/selectors/queues.js';
import type { Canvas, Painter } from '../canvas.js';
import type { Glyphs } from '../glyphs.js';
import { fit } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { innerSize, paintFrame } from '../widgets/frame.js';
import { lineAxisWidth, lineChart } from '../widgets/line-chart.js';
import { sparkline } from '../widgets/sparkline.js';
import { timePage } from '../widgets/time-page.js';
import { slotAtCursor, valueNote } from './cursor-note.js';

const numberWidth = 8;
/** A sparkline with the gap before it. */
const leastSpark = 6;

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
  const name = fit(deepest.name, Math.min(20, deepest.name.length));
  return paintFrame(
    { title: 'queues', note: noteOf(deepest, view.time, name) },
    [...table, ...chartOf(deepest, view.time, width, chartHeight, canvas.glyphs)],
    canvas,
  );
};

/** The generator's own queues stand on the axis of all charts over time; a worker's has none but its order. */
function chartOf(row: QueueRow, time: TimeView, width: number, height: number, glyphs: Glyphs): readonly Line[] {
  const { ofSlot } = row;
  if (ofSlot === null) return lineChart([{ style: 'tail', values: row.history.values }], width, height, glyphs);
  const page = timePage(time.first + time.slots.length - 1, Math.max(1, width - lineAxisWidth), time.cursor);
  const values = page.pick(time.slots, time.first).map((slot) => (slot === null ? null : ofSlot(slot)));
  return lineChart([{ style: 'tail', values }], width, height, glyphs, { page, lengthMs: time.lengthMs });
}

function noteOf({ ofSlot }: QueueRow, time: TimeView, name: string): Line {
  if (time.cursor === null || ofSlot === null) return [span(name, 'tail')];
  const slot = slotAtCursor(time);
  return valueNote(time, name, slot === null ? null : ofSlot(slot));
}

function nameWidth(width: number): number {
  const rest = width - 3 * numberWidth;
  // Names before a line of a few cells.
  return Math.max(8, Math.min(20, rest < 14 + leastSpark ? rest : rest - leastSpark));
}

function headLine(width: number): Line {
  const numbers = ['now', 'mean', 'max'].map((text) => fit(text, numberWidth, 'right')).join('');
  return [span(fit('', nameWidth(width)), 'muted'), span(numbers, 'muted')];
}

function queueLine(row: QueueRow, width: number, canvas: Canvas): Line {
  const known = row.history.values.filter((depth) => depth !== null && Number.isFinite(depth)).map(Number);
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
    row.history.values.slice(-60).reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return rows.reduce((deepest, row) => (depth(row) > depth(deepest) ? row : deepest));
}
