import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rankTrend } from '../../source/measure/rank-trend.js';

const near = (actual: number, expected: number, tolerance: number): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
};

test('a perfect order of n has tau 1 and a chance of one in n!', () => {
  for (const [n, orders] of [
    [3, 6],
    [4, 24],
    [5, 120],
    [8, 40_320],
  ] as const) {
    const x = Array.from({ length: n }, (_, index) => index);
    const trend = rankTrend(x, x);
    assert.equal(trend.tau, 1);
    near(trend.riseP, 1 / orders, 1e-12);
    assert.equal(trend.fallP, 1);
    assert.equal(rankTrend(x, [...x].reverse()).riseP, 1);
  }
});

test('agrees with worked values of Kendall’s tau, with and without ties', () => {
  // One pair of neighbours out of order among five: S = 8, tau 0.8; 1 + 4 of 120 orders are as clear.
  const one = rankTrend([1, 2, 3, 4, 5], [1, 3, 2, 4, 5]);
  near(one.tau, 0.8, 1e-12);
  near(one.riseP, 5 / 120, 1e-12);
  // Two runs of each level: S = 12 of the 12 pairs that are not tied, in the 2 x 2 x 2 orders within levels of 720.
  const tied = rankTrend([1, 1, 2, 2, 3, 3], [1, 2, 3, 4, 5, 6]);
  near(tied.tau, 12 / Math.sqrt(12 * 15), 1e-12);
  near(tied.riseP, 8 / 720, 1e-12);
});

test('where one of the two never changes there is no trend', () => {
  assert.deepEqual(rankTrend([1, 1, 1], [1, 2, 3]), { tau: 0, riseP: 1, fallP: 1, isExact: true });
  assert.deepEqual(rankTrend([], []), { tau: 0, riseP: 1, fallP: 1, isExact: true });
});

/** Share of the orders of n that have at most so many inversions: each item adds 0 to its place's number of them. */
function exactTail(n: number, inversions: number): number {
  let counts = [1];
  for (let item = 2; item <= n; item++) {
    const next = new Array<number>(counts.length + item - 1).fill(0);
    for (const [at, count] of counts.entries()) for (let added = 0; added < item; added++) next[at + added]! += count;
    counts = next;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.slice(0, inversions + 1).reduce((sum, count) => sum + count, 0) / total;
}

test('from nine on the normal distribution takes over, close to the exact chances', () => {
  const x = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  for (const [y, inversions] of [
    [[3, 1, 2, 6, 4, 5, 9, 8, 7], 7],
    [[2, 1, 4, 3, 6, 5, 8, 7, 9], 4],
    [[5, 1, 9, 2, 3, 8, 4, 7, 6], 14],
  ] as const) {
    const trend = rankTrend(x, y);
    assert.equal(trend.isExact, false);
    near(trend.tau, 1 - (4 * inversions) / (9 * 8), 1e-12);
    near(trend.riseP, exactTail(9, inversions), 0.01);
  }
});

test('turning one of the two round swaps the chances, and any growing change of either changes nothing', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 2,
    maxLength: 7,
  });
  fc.assert(
    fc.property(pairs, (given) => {
      const [x, y] = [given.map(([first]) => first), given.map(([, second]) => second)];
      const trend = rankTrend(x, y);
      const turned = rankTrend(
        x,
        y.map((value) => -value),
      );
      near(turned.tau, -trend.tau, 1e-12);
      near(turned.riseP, trend.fallP, 1e-12);
      assert.deepEqual(
        rankTrend(
          x.map((value) => value ** 3),
          y.map((value) => 2 ** value),
        ),
        trend,
      );
      // Both tails hold the present order, and together every other.
      assert.ok(trend.riseP + trend.fallP >= 1 - 1e-12 && trend.riseP > 0 && trend.fallP > 0);
    }),
    { numRuns: 60 },
  );
});
