import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { interval95Of } from '../../source/measure/estimate.js';
import { compareDemand, type LoadedSecond } from '../../source/measure/service-demand.js';
import { createRandom } from '../../source/time/random.js';

const shares = [0.2, 0.4, 0.6, 0.75, 0.85, 0.92, 0.96];

/** Twenty seconds at each of some rates of a system with a service demand in ms: R = D / (1 - r D), and some noise. */
function searched(demandMs: number, seed: number, more: { readonly start?: number; readonly extraMs?: number } = {}) {
  const random = createRandom(seed);
  const { extraMs = 0, start = 1 } = more;
  return shares.flatMap((share) => {
    const perSecond = (1000 / demandMs) * share * start;
    const ln = Math.log(demandMs / (1 - (perSecond * demandMs) / 1000) + extraMs);
    return Array.from({ length: 20 }, (): LoadedSecond => {
      const count = Math.round(perSecond * (0.9 + 0.2 * random()));
      return { perSecond, count, logSum: count * (ln + 0.2 * (random() - 0.5)) };
    });
  });
}

function ratioOf(before: readonly LoadedSecond[], after: readonly LoadedSecond[]): number {
  const { baseline, candidate } = compareDemand(before, after) ?? assert.fail('nothing was compared');
  return Math.exp(candidate.value - baseline.value);
}

test('a system that takes longer is found to, by as much, whatever rates were tried', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      fc.double({ min: 0.9, max: 1.03, noNaN: true }),
      fc.integer({ min: 1, max: 1000 }),
      (factor, start, seed) => {
        const ratio = ratioOf(searched(10, seed), searched(10 * factor, seed + 1, { start }));
        assert.ok(Math.abs(ratio / factor - 1) < 0.03, `${factor}: ${ratio}`);
      },
    ),
    { numRuns: 40, seed: 11 },
  );
});

test('the other way round it is the inverse', () => {
  const [a, b] = [searched(10, 1), searched(11, 2)];
  assert.ok(Math.abs(ratioOf(a, b) * ratioOf(b, a) - 1) < 0.005);
});

test('a longer way to the target, at the same capacity, is less than it adds to low loads', () => {
  const ratio = ratioOf(searched(10, 1), searched(10, 2, { extraMs: 5 }));
  assert.ok(ratio > 1.02 && ratio < 1.5, `${ratio}`);
});

test('each has an interval, around the time that a request takes where none waits', () => {
  const pair = compareDemand(searched(10, 1), searched(10, 2)) ?? assert.fail('nothing was compared');
  for (const demand of [pair.baseline, pair.candidate]) {
    const [low, high] = interval95Of(demand).map(Math.exp) as [number, number];
    assert.ok(low > 5 && low < 11 && high > 11 && high < 25, `${low} to ${high}`);
  }
});

test('too few rates, seconds or answers are not compared', () => {
  const whole = searched(10, 1);
  assert.equal(compareDemand(whole, []), null);
  assert.equal(compareDemand(whole, whole.slice(0, 40)), null, 'two rates');
  assert.equal(
    compareDemand(
      [0, 20, 40].map((at) => whole[at]!),
      whole,
    ),
    null,
    'three seconds',
  );
  assert.equal(
    compareDemand(
      whole,
      whole.map((second) => ({ ...second, count: 0, logSum: 0 })),
    ),
    null,
  );
});

test('whatever was recorded, the answer is a number or none', () => {
  const recorded = fc.array(
    fc.record({
      perSecond: fc.oneof(fc.constantFrom(1, 10, 100), fc.double({ min: 1e-3, max: 1e6, noNaN: true })),
      count: fc.nat(1000),
      mean: fc.double({ min: -7, max: 14, noNaN: true }),
    }),
    { maxLength: 40 },
  );
  const seconds = (some: readonly { perSecond: number; count: number; mean: number }[]): readonly LoadedSecond[] =>
    some.map(({ count, mean, perSecond }) => ({ perSecond, count, logSum: count * mean }));
  fc.assert(
    fc.property(recorded, recorded, (before, after) => {
      const pair = compareDemand(seconds(before), seconds(after));
      if (pair === null) return;
      for (const { errorAbove, value } of [pair.baseline, pair.candidate]) {
        assert.ok(Number.isFinite(value) && Number.isFinite(errorAbove) && errorAbove >= 0);
      }
    }),
    { numRuns: 200, seed: 5 },
  );
});
