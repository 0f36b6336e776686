import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quantileUs } from '../../source/measure/histogram.js';
import { createMetricRecorder, defaultRecorderLimits } from '../../source/measure/metric-recorder.js';
import { compareSnapshots } from '../../source/measure/metric-snapshot.js';

test('every value is recorded: count, sum, least and greatest are exact, quantiles within 2 %', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 2 ** 27, noNaN: true }), { minLength: 1 }), (values) => {
      const recorder = createMetricRecorder();
      const site = recorder.distribution('time', 'us');
      for (const value of values) {
        assert.equal(site.wants(), true);
        site.record(value);
      }
      const { histogram } = recorder.snapshot(0).distributions[0]!;
      const sorted = [...values].sort((a, b) => a - b);
      assert.equal(histogram.count, values.length);
      assert.equal(
        histogram.sumUs,
        values.reduce((sum, value) => sum + value, 0),
      );
      assert.equal(histogram.minUs, sorted[0]);
      assert.equal(histogram.maxUs, sorted.at(-1));
      for (const quantile of [0.01, 0.5, 0.9, 0.99]) {
        const truth = sorted[Math.ceil(quantile * sorted.length) - 1]!;
        const error = Math.abs(quantileUs(histogram, quantile) / truth - 1);
        assert.ok(error <= 0.02, `${quantile}: ${error}`);
      }
    }),
  );
});

test('counters add up, gauges keep the last value, and one name is one series', () => {
  const recorder = createMetricRecorder();
  recorder.counter('n', 'count').add(2);
  recorder.counter('n', 'count').add(3);
  recorder.gauge('depth', 'count').set(7);
  recorder.gauge('unset', 'count');
  const { counters, gauges } = recorder.snapshot(5);
  assert.deepEqual(counters, [{ name: 'n', unit: 'count', value: 5 }]);
  assert.deepEqual(gauges, [
    { name: 'depth', unit: 'count', value: 7 },
    { name: 'unset', unit: 'count', value: null },
  ]);
});

test('series over the limit share one, and are counted', () => {
  const recorder = createMetricRecorder({ ...defaultRecorderLimits, counters: 3 });
  for (let index = 0; index < 100; index++) recorder.counter(`made-up-${index}`, 'count').add(1);
  const { counters, refusedSeries } = recorder.snapshot(0);
  assert.deepEqual(
    counters.map(({ name, value }) => [name, value]),
    [
      ['made-up-0', 1],
      ['made-up-1', 1],
      ['other', 98],
    ],
  );
  assert.equal(refusedSeries, 98);
});

test('the last values are kept as they came, with their metric and the time of their tick', () => {
  const recorder = createMetricRecorder({ ...defaultRecorderLimits, recent: 3 });
  const [a, b] = [recorder.distribution('a', 'us'), recorder.distribution('b', 'bytes')];
  a.record(1);
  recorder.tick(1_000);
  b.record(2);
  a.record(3);
  recorder.tick(2_000);
  b.record(4);
  assert.deepEqual(recorder.snapshot(0).recent, [
    { name: 'b', atMs: 1_000, value: 2 },
    { name: 'a', atMs: 1_000, value: 3 },
    { name: 'b', atMs: 2_000, value: 4 },
  ]);
});

test('critical events are kept by themselves, bounded, and counted in full', () => {
  const recorder = createMetricRecorder({ ...defaultRecorderLimits, critical: 10 });
  const site = recorder.distribution('time', 'us');
  for (let value = 1; value <= 100; value++) site.recordCritical(value);
  const { critical, distributions } = recorder.snapshot(0);
  assert.equal(critical.kept.length + critical.forgotten, 100);
  assert.ok(critical.kept.length <= 10);
  assert.equal(critical.kept.at(-1)?.value, 100);
  assert.equal(distributions[0]?.histogram.count, 100);
});

test('ring and all histograms together stay under 150 KB', () => {
  const recorder = createMetricRecorder();
  for (let index = 0; index < 100; index++) recorder.distribution(`d${index}`, 'us').record(index + 1);
  assert.ok(recorder.bytes() <= 150 * 1024, `${recorder.bytes()} bytes`);
});

test('two snapshots are compared: what was added, how fast, and the quantiles of the time between', () => {
  const recorder = createMetricRecorder();
  const counter = recorder.counter('n', 'count');
  const gauge = recorder.gauge('depth', 'count');
  const site = recorder.distribution('time', 'us');
  counter.add(10);
  gauge.set(1);
  for (let value = 0; value < 1_000; value++) site.record(1);
  const earlier = recorder.snapshot(1_000);
  counter.add(30);
  gauge.set(5);
  for (let value = 0; value < 100; value++) site.record(1_000);
  recorder.counter('new', 'count').add(4);
  const difference = compareSnapshots(earlier, recorder.snapshot(3_000));
  assert.equal(difference.elapsedMs, 2_000);
  assert.deepEqual(difference.counters, [
    { name: 'n', unit: 'count', added: 30, perSecond: 15 },
    { name: 'new', unit: 'count', added: 4, perSecond: 2 },
  ]);
  assert.deepEqual(difference.gauges, [{ name: 'depth', unit: 'count', from: 1, to: 5 }]);
  const [between] = difference.distributions;
  assert.equal(between?.count, 100);
  assert.equal(between?.perSecond, 50);
  assert.equal(between?.mean, 1_000);
  assert.ok(Math.abs((between?.p50 ?? 0) / 1_000 - 1) <= 0.02, `p50 ${between?.p50}`);
});

test('a snapshot is plain JSON, comes back the same, and later recording leaves it alone', () => {
  const recorder = createMetricRecorder();
  recorder.gauge('unset', 'count');
  const site = recorder.distribution('time', 'us');
  site.recordCritical(12);
  const snapshot = recorder.snapshot(1);
  const text = JSON.stringify(snapshot);
  site.record(5);
  assert.deepEqual(JSON.parse(text), snapshot);
});

test('clearing says how many series there were, and leaves none', () => {
  const recorder = createMetricRecorder();
  recorder.counter('a', 'count');
  recorder.gauge('b', 'count');
  recorder.distribution('c', 'us');
  assert.equal(recorder.clear(), 3);
  const { counters, gauges, distributions } = recorder.snapshot(0);
  assert.deepEqual([counters, gauges, distributions], [[], [], []]);
});
