import {
  bytesText,
  countText,
  millisecondsText,
  rateNumber,
  shareText,
  shortNumber,
} from '../../model/quantity-text.js';
import type { MetricReading } from '../../store/selectors/stream-metrics.js';
import type { StreamRow, StreamRowDetail } from '../../store/selectors/streams.js';
import type { Trace } from '../../store/trace.js';
import type { Canvas } from '../canvas.js';
import { fit } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { fitParts } from '../widgets/fit-parts.js';
import { sparkline } from '../widgets/sparkline.js';
import { countSpans } from './count-spans.js';

const labelWidth = 34;
const none = '-';

/** What a stream tells beyond its counts, most wanted first: pings, memory, retries, the last minute, declared metrics. */
export function streamDetailLines(row: StreamRow, width: number, canvas: Canvas): readonly Line[] {
  const { detail } = row;
  if (detail === null) return [];
  const mean = detail.meanRttMs === null ? none : millisecondsText(detail.meanRttMs);
  const held = `${bytesText(detail.heldBytes)} ${detail.heldTrend === 'unclear' ? '' : detail.heldTrend}`.trimEnd();
  return [
    charted('ping, mean of 10 s', mean, detail.rttHistory, width, canvas),
    charted('memory held', held, detail.heldHistory, width, canvas),
    retryLine(detail, width),
    minuteLine(detail, width),
    readingLine(detail, width),
    ...(row.metrics.length === 0 ? [] : [metricsLine(row.metrics, width, canvas)]),
  ];
}

function charted(label: string, value: string, history: Trace, width: number, canvas: Canvas): Line {
  const text = fit(`  ${label}  ${value}`, Math.min(labelWidth, width), 'left', canvas.glyphs.ellipsis);
  const chart = Math.max(0, width - text.length - 1);
  return chart === 0 ? [span(text)] : [span(text), span(` ${sparkline(history, chart, canvas.glyphs)}`, 'accent')];
}

function retryLine({ retrySuccessRatio, meanWaitMs }: StreamRowDetail, width: number): Line {
  const saved = retrySuccessRatio === null ? none : shareText(retrySuccessRatio);
  const waited = meanWaitMs === null ? none : millisecondsText(meanWaitMs);
  return [
    span('  '),
    ...fitParts(
      [
        { priority: 0, line: [span('retries that succeeded ', 'muted'), span(saved)] },
        { priority: 1, line: [span('mean wait in the queue ', 'muted'), span(waited)] },
      ],
      width - 2,
    ),
  ];
}

function minuteLine({ lastMinute }: StreamRowDetail, width: number): Line {
  const { messages, unreadable, sent, dropped, expired } = lastMinute;
  const label = '  last 60 s  ';
  const parts = [
    { priority: 0, line: countSpans('messages', messages, false) },
    { priority: 1, line: countSpans('sent', sent, false) },
    { priority: 2, line: countSpans('dropped', dropped, true) },
    { priority: 3, line: countSpans('expired', expired, true) },
    { priority: 4, line: countSpans('unreadable', unreadable, true) },
  ];
  return [span(label, 'muted'), ...fitParts(parts, width - label.length)];
}

function readingLine({ meanReadUs, series, duplicates, throttledSeconds }: StreamRowDetail, width: number): Line {
  const read = meanReadUs === null ? none : `${shortNumber(meanReadUs)} us`;
  const parts = [
    { priority: 0, line: countSpans('metrics', series.kept, false) },
    { priority: 1, line: series.refused > 0 ? countSpans('over the limit', series.refused, true) : [] },
    { priority: 2, line: throttledSeconds > 0 ? countSpans('seconds held back', throttledSeconds, true) : [] },
    { priority: 3, line: duplicates > 0 ? countSpans('duplicates', duplicates, false) : [] },
    { priority: 4, line: [span('read in ', 'muted'), span(read)] },
  ];
  return [span('  '), ...fitParts(parts, width - 2)];
}

function metricsLine(metrics: readonly MetricReading[], width: number, canvas: Canvas): Line {
  const parts = metrics.map(({ name, kind, unit, value }, index) => {
    const number = value === null ? none : kind === 'counter' ? rateNumber(value) : numberText(value);
    const perTime = kind === 'counter' && value !== null ? '/s' : '';
    const text = `${number}${unit === null || value === null ? '' : ` ${unit}`}${perTime}`;
    return {
      priority: index,
      line: [span(`${fit(name, Math.min(name.length, 24), 'left', canvas.glyphs.ellipsis)} `, 'muted'), span(text)],
    };
  });
  return [span('  '), ...fitParts(parts, width - 2)];
}

/** A gauge may be anything: whole numbers with separators, small ones with two figures. */
function numberText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15) return value.toExponential(2);
  return `${value < 0 ? '-' : ''}${Number.isInteger(size) ? countText(size) : shortNumber(size, 3)}`;
}
