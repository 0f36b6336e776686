import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kneeOf } from '../../source/measure/knee.js';

/** An M/M/1 queue of capacity 1,000: latency 1 / (1 - load). */
const curve = [100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 980].map((perSecond) => ({
  perSecond,
  latencyMs: 1 / (1 - perSecond / 1000),
}));

test('the knee of a queue lies where latency begins to run away', () => {
  const knee = kneeOf(curve)!;
  assert.ok(knee >= 800 && knee <= 950, `${knee}`);
});

test('the order of the points does not matter', () => {
  assert.equal(kneeOf(curve.toReversed()), kneeOf(curve));
});

test('a straight line, a flat one and too few points have none', () => {
  assert.equal(kneeOf(curve.map(({ perSecond }) => ({ perSecond, latencyMs: perSecond }))), null);
  assert.equal(kneeOf(curve.map(({ perSecond }) => ({ perSecond, latencyMs: 5 }))), null);
  assert.equal(kneeOf(curve.slice(0, 4)), null);
});

test('a curve that bends has its knee at the bend, and one that has not risen yet has none', () => {
  const hockey = [100, 200, 300, 400, 500, 600, 700].map((perSecond) => ({
    perSecond,
    latencyMs: perSecond <= 500 ? 10 + perSecond / 100 : 15 + (perSecond - 500),
  }));
  assert.equal(kneeOf(hockey), 500);
  assert.equal(kneeOf(hockey.slice(0, 5)), null);
});
