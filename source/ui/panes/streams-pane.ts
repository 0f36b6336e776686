import { secondsText } from '../../model/clock-text.js';
import { countText, millisecondsText, rateText } from '../../model/quantity-text.js';
import type { CircuitTime, StreamRow, StreamsView } from '../../store/selectors/streams.js';
import type { Canvas, Painter } from '../canvas.js';
import { circuitSpan } from '../state-words.js';
import { fit } from '../text/cells.js';
import { emptyLine, type Line, type Span, span, spread } from '../text/line.js';
import { fitParts } from '../widgets/fit-parts.js';
import { innerSize, paintFrame } from '../widgets/frame.js';
import { sparkline } from '../widgets/sparkline.js';
import { circuitLine } from './circuit-line.js';
import { countSpans } from './count-spans.js';
import { streamDetailLines } from './stream-details.js';

/** Rows that one stream fills at the most, the empty one after it included. */
export const streamRows = 6;

/** Lamp and word of a circuit, the widest being `half-open`. */
const circuitWidth = 11;

/** Metric streams: the circuit before each, its queue and the worker's own. */
export const paintStreams: Painter<StreamsView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const { rows } = view;
  const room = rows.length === 0 ? 0 : Math.floor(height / rows.length);
  const lines = rows.flatMap((row) => streamLines(row, view.time, width, room, canvas));
  const open = rows.filter((row) => row.circuit !== 'closed').length;
  const note: Line = [
    open === 0
      ? span(`${canvas.glyphs.closed} ${rows.length} closed`, 'good')
      : span(`${canvas.glyphs.open} ${open} of ${rows.length} not closed`, 'critical'),
  ];
  return paintFrame(
    { title: 'breakers and queues', note: rows.length === 0 ? emptyLine : note },
    rows.length === 0 ? [[span('no metric stream is read', 'muted')]] : lines,
    canvas,
  );
};

/** One to six lines a stream, more where it tells more and there is room, the last one empty for air. */
function streamLines(row: StreamRow, time: CircuitTime, width: number, room: number, canvas: Canvas): readonly Line[] {
  if (room <= 1) return [shortLine(row, width, canvas)];
  const head = headLine(row, width, canvas);
  const worker = workerLine(row, width, canvas);
  const history = circuitLine(row, time, width, canvas.glyphs);
  // Why a circuit is open matters more than since when.
  if (room === 2) return [head, row.reason === null ? history : worker];
  const lines = [head, history, worker];
  if (room >= 4) lines.push(outgoingLine(row, width));
  if (room >= 5) lines.push(countsLine(row, width));
  const details = room > streamRows ? streamDetailLines(row, width, canvas).slice(0, room - streamRows) : [];
  lines.push(...details);
  if (room >= streamRows) lines.push(emptyLine);
  return lines;
}

function lamp(row: StreamRow, canvas: Canvas): Span {
  const { text, style } = circuitSpan(row.circuit, canvas.glyphs);
  return span(fit(text, circuitWidth), style);
}

function shortLine(row: StreamRow, width: number, canvas: Canvas): Line {
  const depth = row.queueDepth === null ? '' : `q ${countText(row.queueDepth)}`;
  const nameWidth = Math.max(6, Math.min(18, width - circuitWidth - 14));
  const spark = Math.max(0, width - circuitWidth - nameWidth - 2 - 7);
  return [
    lamp(row, canvas),
    span(` ${fit(row.name, nameWidth, 'left', canvas.glyphs.ellipsis)} `, 'strong'),
    ...(row.circuit === 'open'
      ? [span(probeText(row), 'warning')]
      : [span(fit(depth, 6, 'right')), span(` ${sparkline(row.queueDepthHistory, spark, canvas.glyphs)}`, 'accent')]),
  ];
}

function headLine(row: StreamRow, width: number, canvas: Canvas): Line {
  const right =
    row.circuit === 'open' || row.state === 'waiting'
      ? span(probeText(row), 'warning')
      : row.circuit === 'half-open'
        ? span('one attempt under way', 'warning')
        : span(row.state === 'open' ? rateOf(row, width) : row.state, row.state === 'open' ? 'plain' : 'muted');
  const name = fit(row.name, Math.max(6, width - circuitWidth - 2 - right.text.length), 'left', canvas.glyphs.ellipsis);
  return spread([lamp(row, canvas), span(` ${name.trimEnd()}`, 'strong')], [right], width);
}

function probeText(row: StreamRow): string {
  return row.nextProbeInMs === null ? 'waiting' : `probe in ${secondsText(row.nextProbeInMs)}`;
}

function rateOf(row: StreamRow, width: number): string {
  if (row.messagesPerSecond === null) return 'open';
  return `${rateText(row.messagesPerSecond).replace('/s', '')} ${width >= 44 ? 'messages' : 'msg'}/s`;
}

function workerLine(row: StreamRow, width: number, canvas: Canvas): Line {
  if (row.reason !== null) return [span(`  ${fit(row.reason, width - 2, 'left', canvas.glyphs.ellipsis)}`, 'warning')];
  const depth = row.queueDepth === null ? '-' : countText(row.queueDepth);
  const label = `  worker queue ${fit(depth, 6, 'right')} `;
  return [
    span(label, 'muted'),
    span(sparkline(row.queueDepthHistory, Math.max(0, width - label.length), canvas.glyphs), 'accent'),
  ];
}

function outgoingLine(row: StreamRow, width: number): Line {
  const { sent, pending, dropped, expired } = row.queue;
  const label = width >= 56 ? '  outgoing queue' : '  out';
  const parts = [
    { priority: 0, line: countSpans('pending', pending, false) },
    { priority: 0, line: countSpans('dropped', dropped, true) },
    { priority: 1, line: countSpans('expired', expired, true) },
    { priority: 2, line: countSpans('sent', sent, false) },
    { priority: 3, line: row.detail === null ? [] : countSpans('peak', row.detail.peak, false) },
    { priority: 4, line: row.detail === null ? [] : countSpans('overflow', row.detail.overflow, true) },
  ];
  return [span(`${label}  `, 'muted'), ...fitParts(parts, width - label.length - 2)];
}

function countsLine(row: StreamRow, width: number): Line {
  const parts = [
    { priority: 0, line: countSpans('reconnects', row.reconnects, true) },
    { priority: 1, line: countSpans('opened', row.opened, true) },
    { priority: 2, line: row.unreadable > 0 ? countSpans('unreadable', row.unreadable, true) : [] },
    {
      priority: 3,
      line: [span('ping ', 'muted'), span(row.rttMs === null ? '-' : millisecondsText(row.rttMs))],
    },
  ];
  return [span('  '), ...fitParts(parts, width - 2)];
}
