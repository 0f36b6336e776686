import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineOf, isBackAtBaseline } from '../../source/session/baseline.js';

test('fewer than five readings make no baseline', () => {
  assert.equal(baselineOf([0.1, 0.1, 0.1, 0.1]), null);
});

test('a quiet server must come back to within two points of its mean', () => {
  const baseline = baselineOf([0.05, 0.05, 0.05, 0.05, 0.05])!;
  assert.equal(baseline.tolerance, 0.02);
  assert.equal(isBackAtBaseline(baseline, [0.9, 0.06, 0.06, 0.06, 0.06, 0.069]), true);
  assert.equal(isBackAtBaseline(baseline, [0.06, 0.06, 0.08, 0.06, 0.06]), false);
});

test('a restless server is given three median absolute deviations', () => {
  const baseline = baselineOf([0.1, 0.2, 0.3, 0.4, 0.5])!;
  assert.ok(Math.abs(baseline.tolerance - 0.3) < 1e-9);
});

test('too few readings after load never count as back', () => {
  const baseline = baselineOf([0.05, 0.05, 0.05, 0.05, 0.05])!;
  assert.equal(isBackAtBaseline(baseline, [0.05, 0.05, 0.05, 0.05]), false);
});
