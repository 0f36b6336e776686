import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareReadings, type RatedReading } from '../../source/measure/rated-readings.js';
import { createRandom } from '../../source/time/random.js';

function readings(rates: readonly number[], factor: number, seed: number): readonly RatedReading[] {
  const random = createRandom(seed);
  return rates.flatMap((perSecond) =>
    Array.from({ length: 15 }, () => ({ perSecond, value: factor * (4 + 0.08 * perSecond) + 4 * (random() - 0.5) })),
  );
}

test('a difference at equal loads is found, whatever loads were read under', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.integer({ min: 1, max: 1000 }), (factor, seed) => {
      const before = readings([100, 300, 600, 800], 1, seed);
      const after = readings([150, 500, 650, 700, 750], factor, seed + 1);
      const { baseline, candidate } = compareReadings(before, after) ?? assert.fail('nothing was compared');
      const { errorAbove } = candidate;
      assert.ok(Math.abs(candidate.value / baseline.value / factor - 1) < 0.04, `${factor}`);
      assert.ok(errorAbove > 0.05 && errorAbove < 2, `${errorAbove}`);
    }),
    { numRuns: 40, seed: 3 },
  );
});

test('each is told as it was at the mean load', () => {
  const before = readings([100, 300, 500, 700], 1, 1);
  const { baseline, candidate } = compareReadings(before, before) ?? assert.fail('nothing was compared');
  assert.ok(Math.abs(baseline.value - (4 + 0.08 * 400)) < 1, `${baseline.value}`);
  assert.ok(Math.abs(candidate.value - baseline.value) < 1e-6);
});

test('fewer than three rates, no readings, or none above 0, are not compared', () => {
  const whole = readings([100, 300, 500], 1, 1);
  assert.equal(compareReadings(whole, readings([100, 300], 1, 1)), null);
  assert.equal(compareReadings(whole, []), null);
  const idle = whole.map((reading) => ({ ...reading, value: 0 }));
  assert.equal(compareReadings(whole, idle), null);
  assert.equal(compareReadings(idle, idle), null);
});
