import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSamplingSettings, readMetricSettings } from '../../source/measure/metric-settings.js';

test('everything is recorded in full where nothing is set, or where every event is to be sampled', () => {
  assert.deepEqual(readMetricSettings({}), { kind: 'full' });
  assert.deepEqual(readMetricSettings({ METRICS_SAMPLE_RATE: '1' }), { kind: 'full' });
  assert.deepEqual(readMetricSettings({ METRICS_SAMPLE_RATE: '', METRICS_BUFFER_SIZE: '100' }), { kind: 'full' });
});

test('a rate below one samples, with what else is set', () => {
  assert.deepEqual(readMetricSettings({ METRICS_SAMPLE_RATE: '0.03' }), {
    kind: 'sampling',
    settings: defaultSamplingSettings,
  });
  const env = {
    METRICS_SAMPLE_RATE: '.05',
    METRICS_MIN_SAMPLE_RATE: '0.02',
    METRICS_MAX_SAMPLE_RATE: '0.5',
    METRICS_BUFFER_SIZE: '500',
    METRICS_FLUSH_INTERVAL: '1000',
    METRICS_ADAPTIVE_SAMPLING: 'false',
    METRICS_ENABLE_META: 'off',
  };
  assert.deepEqual(readMetricSettings(env), {
    kind: 'sampling',
    settings: {
      rate: 0.05,
      minRate: 0.02,
      maxRate: 0.5,
      bufferSize: 500,
      flushIntervalMs: 1_000,
      isAdaptive: false,
      hasMeta: false,
    },
  });
});

test('a bound that was not named gives way to the rate', () => {
  const settings = readMetricSettings({ METRICS_SAMPLE_RATE: '0.5' });
  assert.ok(settings.kind === 'sampling');
  assert.equal(settings.settings.maxRate, 0.5);
});

const wrong: readonly [env: Record<string, string>, message: RegExp][] = [
  [{ METRICS_SAMPLE_RATE: '3%' }, /expected a number from 0.0001 to 1, got "3%"/],
  [{ METRICS_SAMPLE_RATE: '3' }, /got "3"/],
  [{ METRICS_SAMPLE_RATE: '0x1' }, /got "0x1"/],
  [{ METRICS_BUFFER_SIZE: '10.5' }, /expected a whole number from 10 to 1000000, got "10.5"/],
  [{ METRICS_FLUSH_INTERVAL: '2s' }, /got "2s"/],
  [{ METRICS_ADAPTIVE_SAMPLING: 'maybe' }, /expected true or false, got "maybe"/],
  [{ METRICS_ENABLE_META: 'constructor' }, /got "constructor"/],
  [{ METRICS_SAMPLE_RATE: '0.2', METRICS_MAX_SAMPLE_RATE: '0.1' }, /got 0.2 beside 0.01 and 0.1/],
];
for (const [env, message] of wrong) {
  test(`says what is wrong with ${JSON.stringify(env)}`, () => {
    const settings = readMetricSettings(env);
    assert.ok(settings.kind === 'problems');
    assert.equal(settings.problems.length, 1);
    assert.match(settings.problems[0]!.message, message);
    assert.ok(Object.hasOwn(env, settings.problems[0]!.path));
  });
}
