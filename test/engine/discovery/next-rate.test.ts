import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from '../../../source/engine/discovery/line.js';
import { type Course, nextRate } from '../../../source/engine/discovery/next-rate.js';

/** A line anywhere between 900 and 1,100. */
const line: Line = { quantile: (at) => 900 + 200 * at, meetsAt: () => 0.5, binding: null, curve: null };
const course: Course = {
  turn: 0,
  misses: 0,
  passes: 0,
  lastPerSecond: 1000,
  lowestMiss: Number.POSITIVE_INFINITY,
  ceiling: Number.POSITIVE_INFINITY,
};

test('rates go round the middle of what is believed', () => {
  const rates = [0, 1, 2, 3, 4].map((turn) => nextRate(line, { ...course, turn }));
  assert.deepEqual(rates, [990, 940, 1010, 970, 990]);
});

test('a trip-wire sets a ceiling', () => {
  assert.equal(nextRate(line, { ...course, ceiling: 950 }), 0.985 * 950);
});

test('after clear misses the rate falls in growing steps, whatever is believed', () => {
  const rates = [1, 2, 3, 9].map((misses) => nextRate(line, { ...course, misses, lastPerSecond: 800 }));
  assert.deepEqual(rates, [784, 768, 736, 680]);
});

test('after clear passes it rises, but not above a clear miss nor far into doubt', () => {
  assert.equal(nextRate(line, { ...course, turn: 1, passes: 1, lastPerSecond: 980 }), 980 * 1.015);
  assert.equal(nextRate(line, { ...course, turn: 1, passes: 1, lastPerSecond: 980, lowestMiss: 990 }), 0.99 * 990);
  assert.equal(nextRate(line, { ...course, turn: 1, passes: 5, lastPerSecond: 1030 }), 1040);
  assert.equal(nextRate(line, { ...course, turn: 1, passes: 5, lastPerSecond: 980, ceiling: 960 }), 0.985 * 960);
});
