import { classicBoundsUs, countsBelow } from '../../measure/classic-buckets.js';
import { nativeBuckets, nativeSchema, nativeSpans } from '../../measure/native-buckets.js';
import type { HistogramData } from '../../model/histogram.js';
import type { Family, Metric, Point } from '../metrics/metric.js';
import { sampleName } from '../metrics/sample-name.js';
import { createProtoWriter, delimited } from './proto-writer.js';

/** `MetricType` of io.prometheus.client. It knows no info: that is a gauge of 1. */
const types: { readonly [kind in Family['kind']]: number } = { counter: 0, gauge: 1, histogram: 4, info: 1 };

/** The field of a `Metric` that holds its number. */
const numberFields: { readonly [kind in Family['kind']]: number } = { gauge: 2, counter: 3, info: 2, histogram: 2 };

/**
 * Metrics as messages `MetricFamily`, each behind its length: the format that Prometheus asks for where it takes native
 * histograms, which have no form in text. Histograms have their classic buckets too, for those that want them.
 * https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto
 */
export function metricFamilies(metrics: readonly Metric[]): Uint8Array {
  return Buffer.concat(
    metrics.map(({ family, points }) => {
      const message = createProtoWriter()
        .text(1, sampleName(family))
        .text(2, family.help)
        .varint(3, types[family.kind]);
      for (const point of points) message.message(4, metricOf(family, point));
      return delimited(message.bytes());
    }),
  );
}

function metricOf({ kind }: Family, point: Point): Uint8Array {
  const metric = createProtoWriter();
  for (const [name, value] of point.labels) {
    metric.message(1, createProtoWriter().text(1, name).text(2, value.toWellFormed()).bytes());
  }
  if (point.kind === 'histogram') metric.message(7, histogramOf(point.data));
  else metric.message(numberFields[kind], createProtoWriter().double(1, point.value).bytes());
  return metric.bytes();
}

function histogramOf(data: HistogramData): Uint8Array {
  const histogram = createProtoWriter()
    .varint(1, data.count)
    .double(2, data.sumUs / 1e6);
  const below = countsBelow(data);
  for (const [at, boundUs] of classicBoundsUs.entries()) {
    histogram.message(
      3,
      createProtoWriter()
        .varint(1, below[at]!)
        .double(2, boundUs / 1e6)
        .bytes(),
    );
  }
  const { spans, deltas } = nativeSpans(nativeBuckets(data));
  // A width of the bucket for nothing, though nothing is in it: this is how a histogram without a value is known as native.
  histogram
    .sint(5, nativeSchema)
    .double(6, 2 ** -128)
    .varint(7, 0);
  for (const { offset, length } of spans) {
    histogram.message(12, createProtoWriter().sint(1, offset).varint(2, length).bytes());
  }
  return histogram.packedSints(13, deltas).bytes();
}
