import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createArrivalCursor, phaseSeed, type Schedule } from '../../../source/engine/load/pacer.js';
import { integrateRate } from '../../../source/engine/load/rate-integral.js';
import type { Shape } from '../../../source/model/shape.js';
import { rateAt } from '../../../source/model/shape.js';

/** A number up to `most` in a million steps: `fc.double` would give next to nothing but numbers next to nothing. */
function upTo(most: number, least = 0): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 1_000_000 }).map((part) => least + ((most - least) * part) / 1_000_000);
}

const rate = fc.oneof(upTo(2_000), fc.constant(0));
const share = upTo(1);
const durationMs = upTo(5_000, 100);
const fromMs = fc.oneof(fc.constant(0), upTo(3_000));

/** Every kind of shape, over a phase of that length. */
function shapesOver(lengthMs: number): fc.Arbitrary<Shape> {
  const spike = fc
    .tuple(rate, rate, share, share, fromMs)
    .map(([basePerSecond, peakPerSecond, begin, length, from]): Shape => {
      const beginMs = begin * (from + lengthMs);
      const endMs = beginMs + length * (from + lengthMs - beginMs);
      return { kind: 'spike', basePerSecond, peakPerSecond, beginMs, endMs, fromMs: from, lengthMs };
    });
  const sine = fc.tuple(rate, share, upTo(8_000, 20), fromMs).map(([meanPerSecond, part, periodMs, from]): Shape => {
    const amplitudePerSecond = meanPerSecond * part;
    return { kind: 'sine', meanPerSecond, amplitudePerSecond, periodMs, fromMs: from, lengthMs };
  });
  const profile = fc
    .tuple(fc.array(fc.tuple(fc.integer({ min: 0, max: 6_000 }), rate), { minLength: 1, maxLength: 8 }), fromMs)
    .map(([list, from]): Shape => {
      const points = list.map(([atMs, perSecond]) => ({ atMs, perSecond })).sort((a, b) => a.atMs - b.atMs);
      return { kind: 'profile', points, fromMs: from, lengthMs };
    });
  return fc.oneof(
    rate.map((perSecond): Shape => ({ kind: 'constant', perSecond })),
    fc.tuple(rate, rate).map(([fromPerSecond, toPerSecond]): Shape => ({ kind: 'ramp', fromPerSecond, toPerSecond })),
    fc
      .array(rate, { minLength: 1, maxLength: 6 })
      .map((levelsPerSecond): Shape => ({ kind: 'steps', levelsPerSecond })),
    spike,
    sine,
    profile,
  );
}

/** A shape and the length of its phase. */
const shaped = durationMs.chain((lengthMs) => fc.tuple(shapesOver(lengthMs), fc.constant(lengthMs)));
/** A shape over a second, the length of a schedule that says no other. */
const shape = shapesOver(1_000);

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
    fc.property(shaped, share, ([form, lengthMs], part) => {
      const integral = integrateRate(form, lengthMs);
      const untilMs = part * lengthMs;
      const slices = 4_000;
      let summed = 0;
      for (let slice = 0; slice < slices; slice++) {
        summed += (rateAt(form, (part * (slice + 0.5)) / slices) * untilMs) / slices / 1000;
      }
      const count = integral.countBy(untilMs);
      // A slice across a jump counts it as a whole on one of its sides.
      const allowed = 0.01 + summed * 0.01 + (8 * 2_000 * untilMs) / slices / 1000;
      assert.ok(Math.abs(count - summed) <= allowed, `${count} against ${summed}`);
      const timeMs = integral.timeOf(count);
      assert.ok(Math.abs(integral.countBy(Math.min(timeMs, lengthMs)) - count) <= 1e-6 * Math.max(1, count));
    }),
  );
});

test('the inverse of the integral is right to a millionth of a millisecond wherever the rate is not near 0', () => {
  fc.assert(
    fc.property(shaped, share, ([form, lengthMs], part) => {
      const timeMs = part * lengthMs * 0.999;
      const integral = integrateRate(form, lengthMs);
      fc.pre([0, 1e-4].every((later) => rateAt(form, timeMs / lengthMs + later) > 1));
      assert.ok(Math.abs(integral.timeOf(integral.countBy(timeMs)) - timeMs) <= 1e-6, `at ${timeMs}`);
    }),
    { numRuns: 300 },
  );
});

test('a week of a sine is as exact as its first minute', () => {
  const lengthMs = 7 * 24 * 3_600_000;
  const sine: Shape = {
    kind: 'sine',
    meanPerSecond: 1_000,
    amplitudePerSecond: 1_000,
    periodMs: 60_000,
    fromMs: 0,
    lengthMs,
  };
  const integral = integrateRate(sine, lengthMs);
  assert.ok(Math.abs(integral.countBy(lengthMs) - lengthMs) < 1e-3, `${integral.countBy(lengthMs)}`);
  const lateMs = lengthMs - 50_000;
  assert.ok(Math.abs(integral.timeOf(integral.countBy(lateMs)) - lateMs) <= 1e-5);
  assert.equal(integral.timeOf(lengthMs + 1), Number.POSITIVE_INFINITY);
});

test('paced arrivals due by any time are within 1 of the integral of the rate', () => {
  fc.assert(
    fc.property(shaped, share, ([form, lengthMs], part) => {
      const atMs = part * lengthMs;
      const counted = dues({ shape: form, durationMs: lengthMs }).filter((dueMs) => dueMs <= atMs).length;
      const expected = integrateRate(form, lengthMs).countBy(atMs);
      assert.ok(Math.abs(counted - expected) <= 1 + 1e-6, `${counted} against ${expected}`);
    }),
    { numRuns: 100 },
  );
});

test('arrivals never go back in time, whatever the shape', () => {
  fc.assert(
    fc.property(shaped, fc.constantFrom('paced' as const, 'poisson' as const), ([form, lengthMs], arrivals) => {
      const list = dues({ shape: form, durationMs: lengthMs, arrivals });
      assert.ok(list.every((dueMs, number) => dueMs >= (list[number - 1] ?? 0) && dueMs < lengthMs));
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

test('a spike rises at its beginning and is over at its end, wherever its phase begins', () => {
  const spike: Shape = {
    kind: 'spike',
    basePerSecond: 100,
    peakPerSecond: 1_000,
    beginMs: 2_000,
    endMs: 3_000,
    fromMs: 0,
    lengthMs: 5_000,
  };
  const bySecond = (list: readonly number[]): readonly number[] =>
    Array.from({ length: 5 }, (_, second) => list.filter((dueMs) => Math.floor(dueMs / 1_000) === second).length);
  assert.deepEqual(bySecond(dues({ shape: spike, durationMs: 5_000 })), [100, 100, 1_000, 100, 100]);
  const later = { ...spike, fromMs: 2_000, lengthMs: 3_000 };
  assert.deepEqual(bySecond(dues({ shape: later, durationMs: 3_000 })), [1_000, 100, 100, 0, 0]);
});

test('a sine has its mean over every whole period, more in the first half than in the second', () => {
  const sine: Shape = {
    kind: 'sine',
    meanPerSecond: 200,
    amplitudePerSecond: 200,
    periodMs: 2_000,
    fromMs: 0,
    lengthMs: 4_000,
  };
  const list = dues({ shape: sine, durationMs: 4_000 });
  assert.equal(list.length, 800);
  // mean T/2 + amplitude T/pi: 200 + 127.3 of the 400 of a period.
  assert.ok(Math.abs(list.filter((dueMs) => dueMs < 1_000).length - (200 + 400 / Math.PI)) <= 1);
});

test('a profile is linear between its points, jumps where two are at one moment, and keeps its last rate', () => {
  const points = [
    { atMs: 0, perSecond: 0 },
    { atMs: 1_000, perSecond: 200 },
    { atMs: 1_000, perSecond: 50 },
    { atMs: 2_000, perSecond: 50 },
  ];
  const list = dues({ shape: { kind: 'profile', points, fromMs: 0, lengthMs: 4_000 }, durationMs: 4_000 });
  const within = (fromMs: number, untilMs: number): number =>
    list.filter((dueMs) => dueMs >= fromMs && dueMs < untilMs).length;
  assert.deepEqual([within(0, 500), within(0, 1_000), within(1_000, 2_000), within(2_000, 4_000)], [25, 100, 50, 100]);
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
