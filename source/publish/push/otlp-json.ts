import { classicBoundsUs, countsBelow } from '../../measure/classic-buckets.js';
import { nativeBuckets, nativeSchema } from '../../measure/native-buckets.js';
import type { HistogramData } from '../../model/histogram.js';
import type { Family, Labels, Metric, Moment, Point } from '../metrics/metric.js';

/** Units as UCUM writes them, which OpenTelemetry asks for. */
const units: { readonly [unit in NonNullable<Family['unit']>]: string } = {
  seconds: 's',
  bytes: 'By',
  ratio: '1',
  celsius: 'Cel',
};

const cumulative = 2;

/**
 * A moment as an `ExportMetricsServiceRequest` of OTLP in JSON, in which 64-bit numbers are texts. Histograms are explicit, or
 * exponential where they are to be `native`. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function otlpJson(moment: Moment, native: boolean): string {
  const times = { startTimeUnixNano: nano(moment.startedAtMs), timeUnixNano: nano(moment.atMs) };
  const resourceMetrics = [...byInstance(moment)].map(([instance, metrics]) => ({
    resource: {
      attributes: [
        attribute('service.name', 'plimsoll'),
        attribute('service.instance.id', instance),
        attribute('plimsoll.session', moment.session),
      ],
    },
    scopeMetrics: [
      { scope: { name: 'plimsoll' }, metrics: metrics.map((metric) => metricJson(metric, times, native)) },
    ],
  }));
  return JSON.stringify({ resourceMetrics });
}

/**
 * A server is a resource of its own, since what it is called is no attribute of its numbers: receivers make their own label
 * `instance` of the resource. All else is of the session.
 */
function byInstance({ metrics, session }: Moment): ReadonlyMap<string, readonly Metric[]> {
  const resources = new Map<string, Metric[]>();
  for (const { family, points } of metrics) {
    const groups = new Map<string, Point[]>();
    for (const point of points) {
      const instance = point.labels.find(([name]) => name === 'instance')?.[1] ?? session;
      const own = groups.get(instance);
      const labels = point.labels.filter(([name]) => name !== 'instance');
      if (own === undefined) groups.set(instance, [{ ...point, labels }]);
      else own.push({ ...point, labels });
    }
    for (const [instance, own] of groups) {
      const resource = resources.get(instance);
      if (resource === undefined) resources.set(instance, [{ family, points: own }]);
      else resource.push({ family, points: own });
    }
  }
  return resources;
}

type Times = { readonly startTimeUnixNano: string; readonly timeUnixNano: string };

function metricJson({ family, points }: Metric, times: Times, native: boolean): object {
  const head = {
    name: family.kind === 'info' ? `${family.name}_info` : family.name,
    description: family.help,
    unit: family.unit === null ? '' : units[family.unit],
  };
  const numbers = points.flatMap((point) =>
    point.kind === 'number' ? [{ ...times, attributes: attributes(point.labels), asDouble: point.value }] : [],
  );
  const histograms = points.flatMap((point) =>
    point.kind === 'histogram'
      ? [{ ...times, attributes: attributes(point.labels), ...(native ? exponential : explicit)(point.data) }]
      : [],
  );
  switch (family.kind) {
    case 'counter':
      return { ...head, sum: { aggregationTemporality: cumulative, isMonotonic: true, dataPoints: numbers } };
    case 'gauge':
    case 'info':
      return { ...head, gauge: { dataPoints: numbers } };
    case 'histogram': {
      const told = { aggregationTemporality: cumulative, dataPoints: histograms };
      return native ? { ...head, exponentialHistogram: told } : { ...head, histogram: told };
    }
  }
}

function explicit(data: HistogramData): object {
  const below = countsBelow(data);
  const counts = [...below, data.count].map((count, at) => String(count - (below[at - 1] ?? 0)));
  return { ...totals(data), explicitBounds: classicBoundsUs.map((boundUs) => boundUs / 1e6), bucketCounts: counts };
}

function exponential(data: HistogramData): object {
  const buckets = nativeBuckets(data);
  const first = buckets[0]?.index ?? 1;
  const counts = new Array<string>(buckets.length === 0 ? 0 : buckets.at(-1)!.index - first + 1).fill('0');
  for (const { index, count } of buckets) counts[index - first] = String(count);
  // A bucket of the same number ends one later here than at Prometheus.
  return {
    ...totals(data),
    scale: nativeSchema,
    zeroCount: '0',
    positive: { offset: first - 1, bucketCounts: counts },
  };
}

function totals({ count, maxUs, minUs, sumUs }: HistogramData): object {
  return { count: String(count), sum: sumUs / 1e6, ...(count === 0 ? {} : { min: minUs / 1e6, max: maxUs / 1e6 }) };
}

function attributes(labels: Labels): readonly object[] {
  return labels.map(([name, value]) => attribute(name, value));
}

function attribute(key: string, value: string): object {
  return { key, value: { stringValue: value.toWellFormed() } };
}

function nano(ms: number): string {
  return `${Math.round(ms)}000000`;
}
