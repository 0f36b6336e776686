import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundsOf, type Standing, widthOf } from '../../../source/engine/discovery/history.js';

function standing(perSecond: number, outcome: Standing['outcome'], confirmed = true): Standing {
  return {
    perSecond,
    outcome,
    confirmed,
    tripped: false,
    tries: 1,
    misses: 0,
    level: { meanMs: 10, answers: 100, cpuRatio: null },
    binding: null,
    margin: 1,
    requests: 100,
    badRatio: 0,
  };
}

function historyOf(...standings: Standing[]): Map<number, Standing> {
  return new Map(standings.map((entry) => [entry.perSecond, entry]));
}

test('the bounds are the lowest rate that misses and the highest below it that meets', () => {
  const history = historyOf(standing(100, 'meets'), standing(200, 'meets'), standing(250, 'misses'));
  const { lower, upper } = boundsOf(history);
  assert.deepEqual([lower?.perSecond, upper?.perSecond], [200, 250]);
  assert.equal(widthOf({ lower, upper }), 0.25);
});

test('of rates that contradict each other the cautious one counts', () => {
  const history = historyOf(standing(100, 'meets'), standing(150, 'misses'), standing(200, 'meets'));
  const { lower, upper } = boundsOf(history);
  assert.deepEqual([lower?.perSecond, upper?.perSecond], [100, 150]);
});

test('a missing bound makes the width infinite', () => {
  assert.equal(widthOf(boundsOf(historyOf(standing(100, 'meets')))), Number.POSITIVE_INFINITY);
  assert.deepEqual(boundsOf(historyOf()), { lower: null, upper: null });
});

test('the lower bound is always below the upper one', () => {
  const entry = fc.record({
    perSecond: fc.integer({ min: 1, max: 50 }),
    outcome: fc.constantFrom('meets' as const, 'misses' as const),
    confirmed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const history = historyOf(...entries.map((one) => standing(one.perSecond, one.outcome, one.confirmed)));
      const { lower, upper } = boundsOf(history);
      if (lower !== null && upper !== null) assert.ok(lower.perSecond < upper.perSecond);
    }),
  );
});
