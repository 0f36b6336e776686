import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent } from '../../../source/model/events.js';
import { otlpJson } from '../../../source/publish/push/otlp-json.js';
import { scriptedHead, searchEvents } from '../../store/helpers/scripted-session.js';
import { fullSample, histogramOf, momentOf, numbersOf } from '../helpers/moment-of.js';

type DataPoint = {
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
  readonly timeUnixNano: string;
  readonly startTimeUnixNano: string;
  readonly asDouble?: number;
  readonly count?: string;
  readonly bucketCounts?: readonly string[];
  readonly explicitBounds?: readonly number[];
  readonly scale?: number;
  readonly positive?: { readonly offset: number; readonly bucketCounts: readonly string[] };
};

type Told = {
  readonly name: string;
  readonly unit: string;
  readonly sum?: {
    readonly isMonotonic: boolean;
    readonly aggregationTemporality: number;
    readonly dataPoints: readonly DataPoint[];
  };
  readonly gauge?: { readonly dataPoints: readonly DataPoint[] };
  readonly histogram?: { readonly dataPoints: readonly DataPoint[] };
  readonly exponentialHistogram?: { readonly dataPoints: readonly DataPoint[] };
};

type Request = {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: DataPoint['attributes'] };
    readonly scopeMetrics: readonly { readonly metrics: readonly Told[] }[];
  }[];
};

const reading = (atMs: number, server: string): SessionEvent => ({
  atMs,
  kind: 'server/sample',
  sample: fullSample({ server }),
});
const moment = momentOf([
  ...searchEvents(),
  reading(90_000, 'api-1'),
  reading(91_000, 'api-1'),
  reading(91_000, 'api-2'),
]);

function parsed(native: boolean): Request {
  return JSON.parse(otlpJson(moment, native));
}

function metricsOf(request: Request, instance: string): ReadonlyMap<string, Told> {
  const found = request.resourceMetrics.find(({ resource }) =>
    resource.attributes.some(({ key, value }) => key === 'service.instance.id' && value.stringValue === instance),
  );
  return new Map((found?.scopeMetrics[0]?.metrics ?? []).map((metric) => [metric.name, metric]));
}

test('counters are cumulative sums since the session began, gauges stand for themselves', () => {
  const metrics = metricsOf(parsed(false), 'scripted');
  const sent = metrics.get('plimsoll_sent') ?? assert.fail('no sum');
  assert.equal(sent.sum?.isMonotonic, true);
  assert.equal(sent.sum?.aggregationTemporality, 2);
  const [point] = sent.sum?.dataPoints ?? [];
  assert.equal(point?.asDouble, numbersOf(moment).get('plimsoll_sent_total'));
  assert.equal(point?.startTimeUnixNano, `${Date.parse(scriptedHead.startedAt)}000000`);
  assert.equal(point?.timeUnixNano, `${moment.atMs}000000`);
  assert.equal(metrics.get('plimsoll_search_lower_per_second')?.gauge?.dataPoints[0]?.asDouble, 1140);
  assert.deepEqual(
    metrics.get('plimsoll_stream_open')?.gauge?.dataPoints.map(({ attributes }) => attributes),
    [[{ key: 'stream', value: { stringValue: 'worker-1' } }], [{ key: 'stream', value: { stringValue: 'worker-2' } }]],
  );
});

test('buckets of a histogram add up to its count, in either form', () => {
  const { count } = histogramOf(moment, 'plimsoll_response_time_seconds');
  const add = (counts: readonly string[] = []): number => counts.reduce((sum, one) => sum + Number(one), 0);
  const explicit = metricsOf(parsed(false), 'scripted').get('plimsoll_response_time_seconds')?.histogram?.dataPoints[0];
  assert.equal(explicit?.count, String(count));
  assert.equal(add(explicit?.bucketCounts), count);
  assert.equal(explicit?.bucketCounts?.length, (explicit?.explicitBounds?.length ?? 0) + 1);
  const native = metricsOf(parsed(true), 'scripted').get('plimsoll_response_time_seconds')?.exponentialHistogram;
  assert.equal(add(native?.dataPoints[0]?.positive?.bucketCounts), count);
  assert.equal(native?.dataPoints[0]?.scale, 5);
});

test('each server is a resource of its own, so that its instance is not the session', () => {
  const request = parsed(false);
  const [first, second] = ['api-1', 'api-2'].map((name) => metricsOf(request, name));
  assert.equal(first?.get('node_memory_MemTotal_bytes')?.gauge?.dataPoints[0]?.asDouble, 8e9);
  assert.equal(first?.get('node_cpu_seconds')?.sum?.dataPoints.length, 4 * 5);
  assert.equal(second?.get('node_memory_MemTotal_bytes')?.unit, 'By');
  assert.equal(metricsOf(request, 'scripted').has('node_load1'), false);
  assert.doesNotMatch(JSON.stringify(request), /"key":"instance"/);
});
