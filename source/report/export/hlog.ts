import { soundHistogram } from '../../measure/sound-histogram.js';
import type { SessionEvent } from '../../model/events.js';
import type { HistogramData } from '../../model/histogram.js';
import { fieldsOf, numberOf } from '../recorded-value.js';
import { type ExportAbout, epochMs } from './about.js';
import { encodeHdr } from './hdr-encoding.js';

/**
 * A histogram log of HdrHistogram, version 1.3: for each interval its response times, and with the tag `service` its service
 * times. Values are microseconds, the largest of an interval is told in milliseconds. Start times are seconds since the
 * session began, which is the log's base time; intervals without answers have a line too, so that gaps are seen.
 */
export function* hlogOf(events: Iterable<SessionEvent>, about: ExportAbout): Generator<string> {
  const startSeconds = (epochMs(about.startedAt, 0) / 1000).toFixed(3);
  yield `#[plimsoll ${about.kind} ${about.id}, response times in microseconds]\n`;
  yield '#[Histogram log format version 1.3]\n';
  yield `#[BaseTime: ${startSeconds} (seconds since epoch)]\n`;
  yield `#[StartTime: ${startSeconds} (seconds since epoch), ${about.startedAt}]\n`;
  yield '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"\n';
  for (const event of events) {
    if (event.kind !== 'load/interval') continue;
    const interval = fieldsOf(event.interval);
    const [startMs, durationMs] = [numberOf(interval.startMs), numberOf(interval.durationMs)];
    if (startMs === null || durationMs === null || durationMs <= 0) continue;
    yield lineOf('', startMs, durationMs, soundHistogram(interval.responseTime));
    yield lineOf('Tag=service,', startMs, durationMs, soundHistogram(interval.serviceTime));
  }
}

function lineOf(tag: string, startMs: number, durationMs: number, histogram: HistogramData): string {
  const [start, length, largest] = [startMs, durationMs, histogram.maxUs].map((value) => (value / 1000).toFixed(3));
  return `${tag}${start},${length},${largest},${encodeHdr(histogram)}\n`;
}
