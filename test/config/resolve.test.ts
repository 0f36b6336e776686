import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../../source/config/config.js';
import { resolveConfig } from '../../source/config/resolve.js';
import type { Layer } from '../../source/config/settings.js';

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
