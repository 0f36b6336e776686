import { compress } from 'snappyjs';
import { classicBoundsUs, countsBelow } from '../../measure/classic-buckets.js';
import { nativeBuckets, nativeSchema, nativeSpans } from '../../measure/native-buckets.js';
import type { HistogramData } from '../../model/histogram.js';
import { decimal } from '../exposition/metrics-text.js';
import { createProtoWriter, type ProtoWriter } from '../exposition/proto-writer.js';
import type { Labels, Moment } from '../metrics/metric.js';
import { sampleName } from '../metrics/sample-name.js';

/**
 * A moment as a `WriteRequest` of Prometheus' remote write 1.0, compressed by snappy as it asks. Histograms are sent with
 * classic buckets, and as native ones beside them where they are wanted.
 * https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
export function remoteWriteBody(moment: Moment, native: boolean): Uint8Array {
  const request = createProtoWriter();
  const atMs = Math.round(moment.atMs);
  const series = (name: string, labels: Labels, value: number): void => {
    const sample = createProtoWriter().double(1, value).varint(2, atMs).bytes();
    request.message(1, seriesOf(moment.session, name, labels).message(2, sample).bytes());
  };
  for (const { family, points } of moment.metrics) {
    const name = sampleName(family);
    for (const point of points) {
      if (point.kind === 'number') {
        series(name, point.labels, point.value);
        continue;
      }
      const { data, labels } = point;
      const below = countsBelow(data);
      for (const [at, boundUs] of classicBoundsUs.entries()) {
        series(`${name}_bucket`, [...labels, ['le', decimal(boundUs / 1e6)]], below[at]!);
      }
      series(`${name}_bucket`, [...labels, ['le', '+Inf']], data.count);
      series(`${name}_count`, labels, data.count);
      series(`${name}_sum`, labels, data.sumUs / 1e6);
      if (!native) continue;
      const own = seriesOf(moment.session, name, labels).message(4, nativeHistogram(data, atMs));
      request.message(1, own.bytes());
    }
  }
  return compress(request.bytes());
}

/** A series with its labels in the order of their names, as the format asks, and told apart by session and server. */
function seriesOf(session: string, name: string, labels: Labels): ProtoWriter {
  const all = new Map<string, string>([['__name__', name], ['job', 'plimsoll'], ['instance', session], ...labels]);
  const series = createProtoWriter();
  for (const label of [...all.keys()].sort()) {
    const value = all.get(label) ?? '';
    // An empty label is none.
    if (value === '') continue;
    series.message(1, createProtoWriter().text(1, label).text(2, value.toWellFormed()).bytes());
  }
  return series;
}

function nativeHistogram(data: HistogramData, atMs: number): Uint8Array {
  const { spans, deltas } = nativeSpans(nativeBuckets(data));
  const histogram = createProtoWriter()
    .varint(1, data.count)
    .double(3, data.sumUs / 1e6)
    .sint(4, nativeSchema)
    .double(5, 2 ** -128)
    .varint(6, 0);
  for (const { offset, length } of spans) {
    histogram.message(11, createProtoWriter().sint(1, offset).varint(2, length).bytes());
  }
  return histogram.packedSints(12, deltas).varint(15, atMs).bytes();
}
