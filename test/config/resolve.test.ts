import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../../source/config/config.js';
import { profilePath } from '../../source/config/load-shape.js';
import { resolveConfig } from '../../source/config/resolve.js';
import type { Layer, Layers } from '../../source/config/settings.js';

function resolved(file: Layer, flags: Layer, command: Layer = {}): Config {
  const reading = resolveConfig({ command, file, flags });
  return reading.kind === 'ok' ? reading.config : assert.fail(JSON.stringify(reading.problems));
}

test('a flag wins over the file, the file over the command, the command over the default', () => {
  assert.equal(resolved({}, {}).load.seed, 1);
  assert.equal(resolved({}, {}, { seed: 2 }).load.seed, 2);
  assert.equal(resolved({ seed: 3 }, {}, { seed: 2 }).load.seed, 3);
  assert.equal(resolved({ seed: 3 }, { seed: 0 }, { seed: 2 }).load.seed, 0);
});

test('a list of a flag replaces the list of the file', () => {
  const config = resolved(
    { objectives: [{ kind: 'errors', text: 'errors < 1%', limitRatio: 0.01 }] },
    { objectives: [{ kind: 'cpu', text: 'cpu < 80%', limitRatio: 0.8 }] },
  );
  assert.deepEqual(
    config.objectives.map(({ text }) => text),
    ['cpu < 80%'],
  );
});

test('a shape named by a flag replaces the shape of the file, whichever it is', () => {
  const ramp = { fromPerSecond: 1, toPerSecond: 2 };
  assert.deepEqual(resolved({ rate: 5 }, { ramp }).load.shape, { kind: 'ramp', ...ramp });
  assert.deepEqual(resolved({ ramp }, { rate: 5 }).load.shape, { kind: 'constant', perSecond: 5 });
  assert.deepEqual(resolved({ ramp }, { steps: [1] }).load.shape, { kind: 'steps', levelsPerSecond: [1] });
  assert.deepEqual(resolved({ ramp }, {}).load.shape, { kind: 'ramp', ...ramp });
});

test('a spike and a sine are played from their beginning, over the whole duration', () => {
  const spike = { basePerSecond: 1, peakPerSecond: 9, beginMs: 1000, endMs: 2000 };
  const played = { fromMs: 0, lengthMs: 5000 };
  assert.deepEqual(resolved({}, { spike, duration: 5000 }).load.shape, { kind: 'spike', ...spike, ...played });
  const sine = { meanPerSecond: 2, amplitudePerSecond: 1, periodMs: 100 };
  assert.deepEqual(resolved({ sine, duration: 5000 }, {}).load.shape, { kind: 'sine', ...sine, ...played });
});

test('a spike must end within the duration', () => {
  const spike = { basePerSecond: 1, peakPerSecond: 9, beginMs: 1000, endMs: 6000 };
  const reading = resolveConfig({ command: {}, file: { duration: 5000 }, flags: { spike } });
  assert.deepEqual(reading.kind === 'problems' && reading.problems.map(({ path, message }) => [path, message]), [
    ['--spike', 'expected a spike that ends within the 5 s of the load, got its end at 6 s'],
  ]);
  assert.equal(resolveConfig({ command: {}, file: { duration: 6000 }, flags: { spike } }).kind, 'ok');
});

test('a profile lasts as long as its points, unless somebody says how long', () => {
  const points = [
    { atMs: 0, perSecond: 5 },
    { atMs: 8000, perSecond: 9 },
  ];
  const profile = { kind: 'ok', value: points } as const;
  const loadOf = (layers: Layers): Config['load'] => {
    const reading = resolveConfig(layers, profile);
    return reading.kind === 'ok' ? reading.config.load : assert.fail(JSON.stringify(reading.problems));
  };
  const layers: Layers = { command: {}, file: { profile: 'a.csv' }, flags: {} };
  assert.equal(profilePath(layers), 'a.csv');
  assert.deepEqual(loadOf(layers).shape, { kind: 'profile', points, fromMs: 0, lengthMs: 8000 });
  assert.equal(loadOf(layers).durationMs, 8000);
  assert.equal(loadOf({ ...layers, flags: { duration: 3000 } }).durationMs, 3000);
  assert.equal(profilePath({ ...layers, flags: { rate: 5 } }), null);
});

test('what is wrong with a profile is told with its lines, beside everything else', () => {
  const faults = [{ path: [3], message: 'expected two numbers', hint: null }];
  const layers: Layers = { command: {}, file: { profile: 'a.csv', timeout: 10 }, flags: {} };
  const objectives = [{ kind: 'latency', text: 'p99 < 5s', statistic: 'p99', limitMs: 5000 }] as const;
  const reading = resolveConfig({ ...layers, flags: { objectives } }, { kind: 'faulty', faults });
  assert.deepEqual(reading.kind === 'problems' && reading.problems.map(({ path }) => path), [
    'load.profile, line 3',
    'load.timeout',
  ]);
  assert.equal(resolveConfig(layers).kind, 'problems');
});

test('problems of flags have the flag as their path, and all come at once', () => {
  const reading = resolveConfig({
    command: {},
    file: { objectives: [{ kind: 'latency', text: 'p99 < 5s', statistic: 'p99', limitMs: 5000 }] },
    flags: { rate: 1, steps: [1], timeout: 100, maxRate: 1, startRate: 2 },
  });
  assert.deepEqual(reading.kind === 'problems' && reading.problems.map(({ path }) => path), [
    '--steps',
    '--timeout',
    '--max-rate',
  ]);
});

test('nothing that was given is changed', () => {
  const file = Object.freeze({ seed: 3, servers: [Object.freeze({ name: 'a', address: 'local' as const })] });
  const flags = Object.freeze({ rate: 5 });
  resolved(file, flags);
  assert.deepEqual([file, flags], [{ seed: 3, servers: [{ name: 'a', address: 'local' }] }, { rate: 5 }]);
});
