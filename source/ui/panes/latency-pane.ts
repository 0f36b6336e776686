import { shortNumber } from '../../model/quantity-text.js';
import type { LatencyRow, LatencyView } from '../../store/selectors/latency.js';
import type { Canvas, Painter } from '../canvas.js';
import { fit } from '../text/cells.js';
import { emptyLine, type Line, lineWidth, type Span, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { bandChart } from '../widgets/band-chart.js';
import { chooseRows } from '../widgets/choose-rows.js';
import { innerSize, paintFrame } from '../widgets/frame.js';
import { latencyNote } from './cursor-note.js';

const tableWidth = 40;
const tableHeight = 6;
const shortTable = 3;

/** Response times: a chart of the last minutes on a logarithmic scale, and a table of windows. */
export const paintLatency: Painter<LatencyView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const { limitText, cursor } = view.time;
  const limit: Line = limitText === null ? emptyLine : [span(limitText, 'rule')];
  const note = cursor === null ? limit : latencyNote(view.time, Math.max(0, width - 26));
  return paintFrame({ title: 'response time, ms', note }, body(view, canvas, width, height), canvas);
};

function body(view: LatencyView, canvas: Canvas, width: number, height: number): readonly Line[] {
  const table = (columns: number, rows: number): readonly Line[] => tableLines(view, canvas, columns, rows);
  if (width >= 2 * tableWidth + 20 && height >= 6) {
    const chart = chartLines(view, canvas, width - tableWidth - 3, height);
    return beside(chart, table(tableWidth, height), width - tableWidth);
  }
  if (width >= 40 && height >= shortTable + 5) {
    // The chart has most of the room until it is twice as high as the table.
    const rows = Math.min(tableHeight, Math.max(shortTable, height - 2 * tableHeight));
    return [...chartLines(view, canvas, width, height - rows), ...table(width, rows)];
  }
  return table(width, height);
}

function chartLines(view: LatencyView, canvas: Canvas, width: number, height: number): readonly Line[] {
  return bandChart(view.time, width, height, canvas.glyphs);
}

function beside(left: readonly Line[], right: readonly Line[], from: number): readonly Line[] {
  const height = Math.max(left.length, right.length);
  return Array.from({ length: height }, (_, row) => {
    const line = left[row] ?? emptyLine;
    return [...line, span(' '.repeat(Math.max(0, from - lineWidth(line)))), ...(right[row] ?? emptyLine)];
  });
}

const rowStyles: { readonly [name in LatencyRow['name']]: StyleName } = {
  p50: 'median',
  p90: 'plain',
  p99: 'tail',
  'p99.9': 'extreme',
  max: 'plain',
};

/** What goes first when there is no room: p90, then max, then p99.9. */
const rowPriorities: { readonly [name in LatencyRow['name']]: number } = { p50: 1, p90: 4, p99: 0, 'p99.9': 2, max: 3 };

function tableLines(view: LatencyView, canvas: Canvas, width: number, height: number): readonly Line[] {
  const hasLimit = view.rows.some((row) => row.limitMs !== null);
  const cell = Math.max(5, Math.min(9, Math.floor((width - 6 - (hasLimit ? 9 : 0)) / 4)));
  const head = ['now', '10 s', '60 s', 'run'].map((text) => span(fit(text, cell, 'right'), 'muted'));
  return chooseRows(
    [
      { priority: 1, line: [span(fit('', 6)), ...head, span(hasLimit ? fit('limit', 9, 'right') : '', 'muted')] },
      ...view.rows.map((row) => ({
        priority: rowPriorities[row.name],
        line: [span(fit(row.name, 6), rowStyles[row.name]), ...valueSpans(row, cell), ...limitSpans(row, canvas)],
      })),
    ],
    height,
  );
}

/** A latency in at most `room` cells: in ms as the head says, or where that is too long in seconds or minutes, which say so. */
function cellText(ms: number, room: number): string {
  const forms = [
    shortNumber(ms),
    `${(ms / 1000).toFixed(1)}s`,
    `${Math.round(ms / 1000)}s`,
    `${Math.round(ms / 60_000)}m`,
  ];
  return forms.find((form) => form.length <= room) ?? '>6d';
}

function valueSpans(row: LatencyRow, cell: number): readonly Span[] {
  return [row.now, row.tenSeconds, row.sixtySeconds, row.run].map((value) => {
    const isOver = value !== null && row.limitMs !== null && value >= row.limitMs;
    return span(fit(value === null ? '-' : cellText(value, cell - 1), cell, 'right'), isOver ? 'critical' : 'plain');
  });
}

/** The limit, and whether the last ten seconds kept it. What failed is late, and in none of the numbers beside it. */
function limitSpans(row: LatencyRow, canvas: Canvas): readonly Span[] {
  if (row.limitMs === null) return [];
  const text = fit(`<${cellText(row.limitMs, 5).replace(/\.0+(?=s?$)/, '')}`, 7, 'right');
  if (row.isMet === null) return [span(text, 'rule')];
  const { no, yes } = canvas.glyphs;
  return [span(text, 'rule'), span(` ${row.isMet ? yes : no}`, row.isMet ? 'good' : 'critical')];
}
