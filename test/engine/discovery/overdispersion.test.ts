import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { burstFloor, overdispersionOf, shareEvidence } from '../../../source/engine/discovery/overdispersion.js';
import { createRandom } from '../../../source/time/random.js';

test('independent bad arrivals show an overdispersion of about the correction for neighbours', () => {
  const random = createRandom(11);
  const counts = Array.from({ length: 400 }, () => {
    let bad = 0;
    for (let arrival = 0; arrival < 200; arrival++) if (random() < 0.05) bad++;
    return { bad, total: 200 };
  });
  const found = overdispersionOf(counts, 0.01, 0);
  assert.ok(found > 2 && found < 3, `found ${found}`);
});

test('bad arrivals in bursts show an overdispersion of the size of a burst', () => {
  const counts = Array.from({ length: 40 }, (_, index) => ({ bad: index % 10 === 0 ? 100 : 0, total: 1000 }));
  assert.ok(overdispersionOf(counts, 0.01, 3) > 100);
});

test('the floor holds where there is too little to see', () => {
  assert.equal(overdispersionOf([], 0.01, 7), 7);
  assert.equal(overdispersionOf([{ bad: 3, total: 10 }], 0.01, 7), 7);
  assert.equal(
    overdispersionOf(
      [
        { bad: 0, total: 0 },
        { bad: 0, total: 0 },
      ],
      0.01,
      7,
    ),
    7,
  );
  assert.equal(overdispersionOf(Array(20).fill({ bad: 0, total: 100 }), 0.01, 7), 7);
});

test('the floor is 1.5 times the arrivals within a limit', () => {
  assert.equal(burstFloor(800, 75), 90);
  assert.equal(burstFloor(1, 10), 3);
});

test('evidence has the sign of the share and shrinks with overdispersion', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 100_000 }),
      fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      fc.double({ min: 1.2, max: 4, noNaN: true }),
      fc.double({ min: 1, max: 500, noNaN: true }),
      (total, allowed, contrast, overdispersion) => {
        const none = shareEvidence(0, total, allowed, contrast, overdispersion);
        const all = shareEvidence(total, total, allowed, contrast, overdispersion);
        assert.ok(none < 0 && all > 0);
        assert.ok(
          Math.abs(shareEvidence(0, total, allowed, contrast, 2 * overdispersion) - none / 2) < 1e-9 * Math.abs(none),
        );
      },
    ),
  );
});

test('one more bad arrival never speaks for meeting', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), fc.double({ min: 0.001, max: 0.6, noNaN: true }), (bad, allowed) => {
      assert.ok(shareEvidence(bad + 1, 1000, allowed, 1.7, 10) > shareEvidence(bad, 1000, allowed, 1.7, 10));
    }),
  );
});
