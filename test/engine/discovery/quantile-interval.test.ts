import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantileBounds } from '../../../source/engine/discovery/quantile-interval.js';

test('the bounds of a median of independent values are those of the binomial distribution', () => {
  const [low, high] = quantileBounds(0.5, 400, 1)!;
  assert.ok(Math.abs(low - 0.451) < 1e-3 && Math.abs(high - 0.549) < 1e-3);
});

test('overdispersion widens them as if there were so many fewer values', () => {
  assert.deepEqual(quantileBounds(0.9, 40_000, 100), quantileBounds(0.9, 400, 1));
});

test('a high quantile of few values has no bounds', () => {
  assert.equal(quantileBounds(0.99, 100, 1), null);
  assert.equal(quantileBounds(0.99, 20_000, 400), null);
  assert.equal(quantileBounds(0.5, 0, 1), null);
});
