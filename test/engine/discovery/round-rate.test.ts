import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { roundBracket, roundRate } from '../../../source/engine/discovery/round-rate.js';

const rate = fc.double({ min: 0.001, max: 1e6, noNaN: true });

test('a rate has one decimal, or four significant digits where those are finer', () => {
  assert.equal(roundRate(4853.86650001831), 4853.9);
  assert.equal(roundRate(818.04), 818);
  assert.equal(roundRate(29.1234), 29.12);
  assert.equal(roundRate(0.123456), 0.1235);
  assert.equal(roundRate(0), 0);
});

test('rounding never turns the order of two rates', () => {
  fc.assert(fc.property(rate, rate, (a, b) => a > b || roundRate(a) <= roundRate(b)));
});

test('the estimate stays between the bounds, however close they are', () => {
  fc.assert(
    fc.property(rate, fc.double({ min: 1e-6, max: 3, noNaN: true }), (lower, width) => {
      const [low, middle, high] = roundBracket(lower, lower * (1 + width));
      assert.ok(low < middle && middle < high);
    }),
  );
});
