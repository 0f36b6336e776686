import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeduplicator } from '../../source/resilience/deduplicator.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

const limits = { generationMs: 1_000, maxKeys: 3 };

function create() {
  const clock = createVirtualClock();
  return { clock, seen: createDeduplicator(clock.nowMs, limits) };
}

test('a key is a duplicate for at least one generation, and forgotten after two', () => {
  const { clock, seen } = create();
  clock.advance(900);
  assert.equal(seen.remember('a'), true);
  assert.equal(seen.remember('a'), false);
  clock.advance(1_000);
  assert.equal(seen.remember('a'), false);
  clock.advance(1_000);
  assert.equal(seen.remember('a'), true);
});

test('after a long silence nothing is remembered', () => {
  const { clock, seen } = create();
  seen.remember('a');
  clock.advance(2_000);
  assert.equal(seen.has('a'), false);
  assert.equal(seen.size(), 0);
});

test('a full generation ends early, so that memory is bounded', () => {
  const { seen } = create();
  for (let key = 0n; key < 100n; key++) {
    assert.equal(seen.remember(key), true);
    assert.ok(seen.size() <= 2 * limits.maxKeys);
  }
  assert.equal(seen.has(99n), true);
  assert.equal(seen.has(0n), false);
});

test('an id and a hash that look alike are two keys', () => {
  const { seen } = create();
  assert.equal(seen.remember('7'), true);
  assert.equal(seen.remember(7n), true);
});

test('a forgotten key may come again, whichever generation it was in', () => {
  const { clock, seen } = create();
  seen.remember('a');
  seen.forget('a');
  assert.equal(seen.remember('a'), true);
  clock.advance(1_000);
  seen.has('a');
  seen.forget('a');
  assert.equal(seen.remember('a'), true);
});
