import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { adjustByHommel, differenceOf, type Estimate, interval95Of } from '../../source/measure/estimate.js';
import { twoSidedLimit, twoSidedP } from '../../source/measure/student-t.js';

const estimate = (value: number, errorBelow: number, errorAbove = errorBelow, freedom = Infinity): Estimate => ({
  value,
  errorBelow,
  errorAbove,
  freedom,
});

test("Student's distribution has the limits of the printed tables", () => {
  const rows = [
    [1, 12.706],
    [2, 4.303],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [Infinity, 1.96],
  ] as const;
  for (const [freedom, limit] of rows) assert.ok(Math.abs(twoSidedLimit(0.95, freedom) - limit) < 0.001, `${freedom}`);
  assert.ok(Math.abs(twoSidedLimit(0.99, 4) - 4.604) < 0.001);
  assert.equal(twoSidedP(0, 7), 1);
  assert.equal(twoSidedP(Infinity, 7), 0);
  assert.equal(twoSidedP(Number.NaN, 7), 1);
});

test('a limit is where the chance is what was asked for', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 0.999, noNaN: true }),
      fc.double({ min: 1, max: 500, noNaN: true }),
      (share, freedom) => {
        assert.ok(Math.abs(twoSidedP(twoSidedLimit(share, freedom), freedom) - (1 - share)) < 1e-6);
      },
    ),
  );
});

test('a difference takes the errors that face each other', () => {
  const { interval95, p, value } = differenceOf(estimate(1, 0.1, 0.3), estimate(2, 0.4, 0.1));
  const limit = twoSidedLimit(0.95, Infinity);
  assert.equal(value, 1);
  assert.ok(Math.abs(interval95[0] - (1 - limit * 0.5)) < 1e-9);
  assert.ok(Math.abs(interval95[1] - (1 + limit * Math.hypot(0.1, 0.1))) < 1e-9);
  assert.ok(Math.abs(p - twoSidedP(1 / 0.5, Infinity)) < 1e-9);
});

test('an interval leaves zero out exactly where its difference is significant', () => {
  const error = fc.double({ min: 0.01, max: 1, noNaN: true });
  const one = fc.record({
    value: fc.double({ min: -2, max: 2, noNaN: true }),
    errorBelow: error,
    errorAbove: error,
    freedom: fc.constantFrom(3, 8, 30, Infinity),
  });
  fc.assert(
    fc.property(one, one, (a, b) => {
      const { interval95, p } = differenceOf(a, b);
      fc.pre(Math.abs(p - 0.05) > 1e-6);
      assert.equal(p < 0.05, interval95[0] > 0 || interval95[1] < 0);
    }),
  );
});

test('two numbers without any error differ for sure, or not at all', () => {
  assert.equal(differenceOf(estimate(1, 0), estimate(2, 0)).p, 0);
  assert.equal(differenceOf(estimate(1, 0), estimate(1, 0)).p, 1);
});

test('few degrees of freedom make an interval wider', () => {
  const [few, many] = [interval95Of(estimate(0, 1, 1, 3)), interval95Of(estimate(0, 1))];
  assert.ok(few[1] > many[1] && few[0] < many[0]);
});

/** Simes' test of a group: the chance that all of it are of nothing. */
function simes(ps: readonly number[]): number {
  return Math.min(...ps.toSorted((a, b) => a - b).map((p, at) => (ps.length * p) / (at + 1)));
}

test('a p-value is adjusted to the largest that any group with it has', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), (ps) => {
      const groups = Array.from({ length: 2 ** ps.length }, (_, bits) =>
        ps.map((_p, at) => at).filter((at) => bits & (1 << at)),
      );
      const expected = ps.map((_, index) =>
        Math.max(...groups.filter((group) => group.includes(index)).map((group) => simes(group.map((at) => ps[at]!)))),
      );
      for (const [index, p] of adjustByHommel(ps).entries()) assert.ok(Math.abs(p - expected[index]!) < 1e-12);
    }),
  );
});

test('p-values that are all small are hardly made larger, and one among many is', () => {
  assert.deepEqual(adjustByHommel([0.04, 0.04, 0.04]), [0.04, 0.04, 0.04]);
  assert.deepEqual(
    adjustByHommel([0.01, 0.9, 0.8, 0.7]).map((p) => Math.round(p * 100)),
    [4, 90, 90, 90],
  );
  assert.deepEqual(adjustByHommel([]), []);
});
