import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRampRate, saturationOf } from '../../../source/engine/discovery/growth.js';

const calm = { perSecond: 100, cpuRatio: 0.1, inflation: 1, saturationPerSecond: null, careful: false };

test('the ramp doubles while CPU and latency are low', () => {
  assert.equal(nextRampRate(calm), 200);
});

test('without a CPU reading it grows more carefully', () => {
  assert.equal(nextRampRate({ ...calm, cpuRatio: null }), 160);
});

test('it slows down as either CPU or latency rises', () => {
  const rows = [
    [0.4, 1, 150],
    [0.1, 1.1, 150],
    [0.75, 1, 112],
    [0.1, 1.3, 112],
    [0.9, 1, 105],
    [null, 1.7, 105],
  ] as const;
  for (const [cpuRatio, inflation, expected] of rows) {
    assert.equal(Math.round(nextRampRate({ ...calm, cpuRatio, inflation })), expected);
  }
});

test('with time for care it trusts a low CPU use less', () => {
  const careful = { ...calm, careful: true };
  assert.equal(nextRampRate(careful), 200);
  assert.equal(nextRampRate({ ...careful, cpuRatio: 0.2 }), 140);
  assert.equal(nextRampRate({ ...careful, cpuRatio: 0.4 }), 130);
  assert.equal(nextRampRate({ ...careful, cpuRatio: null }), 140);
});

test('it does not jump over the saturation that the CPU foretells, and never stands still', () => {
  assert.equal(Math.round(nextRampRate({ ...calm, saturationPerSecond: 150 })), 132);
  assert.equal(Math.round(nextRampRate({ ...calm, saturationPerSecond: 118 })), 104);
});

test('saturation is found in spite of what the machine does without load', () => {
  const points = [100, 200, 400].map((perSecond) => ({ perSecond, cpuRatio: 0.2 + perSecond * 0.001 }));
  assert.equal(Math.round(saturationOf(points) ?? 0), 800);
});

test('with one point the CPU is taken as proportional, and a small use as no sign', () => {
  assert.equal(saturationOf([{ perSecond: 100, cpuRatio: 0.5 }]), 200);
  assert.equal(saturationOf([{ perSecond: 100, cpuRatio: 0.02 }]), null);
  assert.equal(saturationOf([]), null);
});
