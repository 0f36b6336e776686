import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulatedLoad } from './simulated-load.js';
import { scenarioNamed } from './simulated-scenarios.js';

test('every arrival of a window is answered, failed, unsent or still open', () => {
  const scenario = { ...scenarioNamed('pool'), generatorPerSecond: 600 };
  const load = createSimulatedLoad(scenario, [700], 3);
  for (const perSecond of [300, 700]) {
    for (const window of load.drive(perSecond, 10, () => false)) {
      const open = window.due - window.answered - window.failed - window.unsent;
      assert.ok(open >= 0);
      assert.ok(window.inFlight >= open, 'what is open in the window is in flight');
      assert.ok(window.slow[0]! >= open, 'what is open when judged is older than the limit');
      assert.ok(window.slow[0]! <= window.answered + open);
    }
  }
});

test('a queue with known theory shows its slow share, its mean and its CPU use', () => {
  // M/M/1: response times are exponential with mean S / (1 - rho).
  const target = { workers: 1, serviceSeconds: 0.01, variation: null, longestWaitSeconds: 60 };
  const scenario = { ...scenarioNamed('mmc8'), target };
  const windows = createSimulatedLoad(scenario, [40, 80], 1).drive(50, 1500, () => false);
  const due = windows.reduce((sum, window) => sum + window.due, 0);
  const slow = [0, 1].map((index) => windows.reduce((sum, window) => sum + window.slow[index]!, 0) / due);
  assert.ok(Math.abs(slow[0]! - Math.exp(-2)) < 0.006, `slow at 40 ms: ${slow[0]}`);
  assert.ok(Math.abs(slow[1]! - Math.exp(-4)) < 0.003, `slow at 80 ms: ${slow[1]}`);
  const mean = windows.reduce((sum, window) => sum + window.meanResponseMs * window.answered, 0) / due;
  assert.ok(Math.abs(mean - 20) < 0.8, `mean: ${mean}`);
  const cpu = windows.reduce((sum, window) => sum + window.cpuRatio!, 0) / windows.length;
  assert.ok(Math.abs(cpu - 0.5) < 0.01, `cpu: ${cpu}`);
});

test('windows begin on whole seconds after the load began and follow each other', () => {
  const load = createSimulatedLoad(scenarioNamed('mmc8'), [75], 1);
  const first = load.drive(100, 3, () => false).map((window) => window.startMs);
  const second = load.drive(200, 2, () => false).map((window) => window.startMs);
  assert.deepEqual([...first, ...second], [0, 1000, 2000, 4000, 5000]);
  assert.ok(Math.abs(load.nowSeconds() - 6.075) < 1e-9);
});

test('the same seed gives the same windows', () => {
  const run = (seed: number) => createSimulatedLoad(scenarioNamed('noisy'), [75], seed).drive(700, 5, () => false);
  assert.deepEqual(run(4), run(4));
  assert.notDeepEqual(run(4), run(5));
});
