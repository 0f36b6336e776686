import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createArrivalCursor, phaseSeed, type Schedule } from '../../../source/engine/load/pacer.js';
import { integrateRate } from '../../../source/engine/load/rate-integral.js';
import type { Shape } from '../../../source/model/shape.js';
import { rateAt } from '../../../source/model/shape.js';

const rate = fc.double({ min: 0, max: 2_000, noNaN: true });
const shape: fc.Arbitrary<Shape> = fc.oneof(
  rate.map((perSecond): Shape => ({ kind: 'constant', perSecond })),
  fc.tuple(rate, rate).map(([fromPerSecond, toPerSecond]): Shape => ({ kind: 'ramp', fromPerSecond, toPerSecond })),
  fc.array(rate, { minLength: 1, maxLength: 6 }).map((levelsPerSecond): Shape => ({ kind: 'steps', levelsPerSecond })),
);
const durationMs = fc.double({ min: 100, max: 5_000, noNaN: true });

function dues(schedule: Partial<Schedule> & Pick<Schedule, 'shape'>, most = 1_000_000): number[] {
  const cursor = createArrivalCursor({
    durationMs: 1000,
    arrivals: 'paced',
    seed: 1,
    first: 0,
    stride: 1,
    ...schedule,
  });
  const found: number[] = [];
  for (; cursor.dueMs() !== Number.POSITIVE_INFINITY && found.length < most; cursor.advance())
    found.push(cursor.dueMs());
  return found;
}

test('the integral counts what the rate adds up to, and its inverse leads back', () => {
  fc.assert(
    fc.property(shape, durationMs, fc.double({ min: 0, max: 1, noNaN: true }), (form, lengthMs, part) => {
      const integral = integrateRate(form, lengthMs);
      const untilMs = part * lengthMs;
      const slices = 2_000;
      let summed = 0;
      for (let slice = 0; slice < slices; slice++) {
        summed += (rateAt(form, (part * (slice + 0.5)) / slices) * untilMs) / slices / 1000;
      }
      const count = integral.countBy(untilMs);
      assert.ok(Math.abs(count - summed) <= 0.01 + summed * 0.01, `${count} against ${summed}`);
      const timeMs = integral.timeOf(count);
      assert.ok(Math.abs(integral.countBy(Math.min(timeMs, lengthMs)) - count) <= 1e-6 * Math.max(1, count));
    }),
  );
});

test('paced arrivals due by any time are within 1 of the integral of the rate', () => {
  fc.assert(
    fc.property(shape, durationMs, fc.double({ min: 0, max: 1, noNaN: true }), (form, lengthMs, part) => {
      const atMs = part * lengthMs;
      const counted = dues({ shape: form, durationMs: lengthMs }).filter((dueMs) => dueMs <= atMs).length;
      const expected = integrateRate(form, lengthMs).countBy(atMs);
      assert.ok(Math.abs(counted - expected) <= 1 + 1e-6, `${counted} against ${expected}`);
    }),
    { numRuns: 60 },
  );
});

test('workers’ parts together are the schedule of one worker, paced and Poisson', () => {
  const arrivals = fc.constantFrom('paced' as const, 'poisson' as const);
  fc.assert(
    fc.property(shape, arrivals, fc.integer({ min: 1, max: 5 }), fc.nat(), (form, spread, stride, seed) => {
      const one = dues({ shape: form, arrivals: spread, seed });
      const parts = Array.from({ length: stride }, (_, first) =>
        dues({ shape: form, arrivals: spread, seed, first, stride }),
      );
      assert.deepEqual(
        parts.flat().sort((a, b) => a - b),
        one,
      );
      for (const [first, part] of parts.entries()) {
        assert.deepEqual(
          part,
          one.filter((_, number) => number % stride === first),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('a constant rate gives exactly its count, evenly spaced from the start', () => {
  const list = dues({ shape: { kind: 'constant', perSecond: 5_000 }, durationMs: 8_000 });
  assert.equal(list.length, 40_000);
  assert.equal(list[0], 0);
  assert.ok(list.every((dueMs, number) => Math.abs(dueMs - number / 5) < 1e-9));
});

test('a ramp from nothing and back to nothing sends what it should', () => {
  const up = dues({ shape: { kind: 'ramp', fromPerSecond: 0, toPerSecond: 100 }, durationMs: 2_000 });
  assert.equal(up.length, 100);
  // Half of the time gives a quarter of the arrivals.
  assert.equal(up.filter((dueMs) => dueMs < 1_000).length, 25);
  assert.equal(dues({ shape: { kind: 'ramp', fromPerSecond: 100, toPerSecond: 0 }, durationMs: 2_000 }).length, 100);
});

test('steps keep each level for its share of the time, and a level of 0 sends nothing', () => {
  const list = dues({ shape: { kind: 'steps', levelsPerSecond: [100, 0, 50] }, durationMs: 3_000 });
  const within = (fromMs: number, untilMs: number): number =>
    list.filter((dueMs) => dueMs >= fromMs && dueMs < untilMs).length;
  assert.deepEqual([within(0, 1_000), within(1_000, 2_000), within(2_000, 3_000)], [100, 0, 50]);
});

test('a rate of 0 has no arrivals, without end either', () => {
  assert.deepEqual(dues({ shape: { kind: 'constant', perSecond: 0 } }), []);
  assert.deepEqual(dues({ shape: { kind: 'constant', perSecond: 0 }, arrivals: 'poisson' }), []);
  assert.deepEqual(dues({ shape: { kind: 'constant', perSecond: 0 }, durationMs: Number.POSITIVE_INFINITY }), []);
});

test('a phase without end goes on at its rate', () => {
  const list = dues({ shape: { kind: 'constant', perSecond: 10 }, durationMs: Number.POSITIVE_INFINITY }, 1_000);
  assert.equal(list.length, 1_000);
  assert.ok(Math.abs(list[999]! - 99_900) < 1e-6);
});

test('Poisson arrivals have exponential gaps: mean and deviation 1/rate, none early, the same for the same seed', () => {
  const poisson = { shape: { kind: 'constant', perSecond: 1_000 }, durationMs: 20_000, arrivals: 'poisson' } as const;
  const list = dues({ ...poisson, seed: 7 });
  const gaps = list.map((dueMs, number) => dueMs - (list[number - 1] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
  assert.ok(Math.abs(mean - 1) < 0.03, `mean ${mean}`);
  assert.ok(Math.abs(deviation - 1) < 0.05, `deviation ${deviation}`);
  assert.deepEqual(dues({ ...poisson, seed: 7 }), list);
  assert.notDeepEqual(dues({ ...poisson, seed: 8 }).slice(0, 5), list.slice(0, 5));
});

test('each phase of a run has a seed of its own', () => {
  const seeds = Array.from({ length: 100 }, (_, ordinal) => phaseSeed(42, ordinal));
  assert.equal(new Set(seeds).size, 100);
  assert.equal(seeds[0], 42);
});
