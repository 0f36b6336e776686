import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextBackoffMs } from '../../source/resilience/backoff.js';
import { createRandom } from '../../source/time/random.js';

const limits = { baseMs: 1_000, capMs: 60_000 };

test('the first wait lies between the base and three times the base', () => {
  assert.equal(
    nextBackoffMs(limits, null, () => 0),
    1_000,
  );
  assert.equal(
    nextBackoffMs(limits, null, () => 0.5),
    2_000,
  );
  assert.equal(
    nextBackoffMs(limits, null, () => 1),
    3_000,
  );
});

test('a later wait reaches up to three times the one before it, and down to the base', () => {
  assert.equal(
    nextBackoffMs(limits, 4_000, () => 1),
    12_000,
  );
  assert.equal(
    nextBackoffMs(limits, 4_000, () => 0),
    1_000,
  );
});

test('no wait is ever under the base or over the cap', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 50 }), (seed, steps) => {
      const random = createRandom(seed);
      let waitMs: number | null = null;
      for (let step = 0; step < steps; step++) {
        waitMs = nextBackoffMs(limits, waitMs, random);
        assert.ok(waitMs >= limits.baseMs && waitMs <= limits.capMs, `${waitMs}`);
      }
    }),
  );
});

test('two clients that fail together soon wait differently', () => {
  const waits = [1, 2].map((seed) => {
    const random = createRandom(seed);
    return nextBackoffMs(limits, nextBackoffMs(limits, null, random), random);
  });
  assert.notEqual(waits[0], waits[1]);
});
