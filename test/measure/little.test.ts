import assert from 'node:assert/strict';
import { test } from 'node:test';
import { littleGap } from '../../source/measure/little.js';

/** 200/s for 10 s, 50 ms each: 10 in flight. */
const facts = { durationMs: 10_000, count: 2_000, serviceSumMs: 100_000, meanInFlight: 10 };

test('there is no gap where mean in flight is rate times service time', () => {
  assert.equal(littleGap(facts), 0);
  assert.equal(littleGap({ ...facts, serviceSumMs: 0, meanInFlight: 0 }), 0);
});

test('the gap is a share of the greater of the two, in both directions', () => {
  assert.ok(Math.abs(littleGap({ ...facts, meanInFlight: 8 })! - 0.2) < 1e-12);
  assert.ok(Math.abs(littleGap({ ...facts, meanInFlight: 12.5 })! - 0.2) < 1e-12);
});

test('too few requests and too short a time say nothing', () => {
  assert.equal(littleGap({ ...facts, count: 999 }), null);
  assert.equal(littleGap({ ...facts, durationMs: 4_999 }), null);
});
