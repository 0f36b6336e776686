import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  above,
  allAbove,
  type Belief,
  lowestQuantile,
  momentsOf,
  unstretched,
} from '../../../source/engine/discovery/belief.js';

/** Four cells of one unit from 0 to 4, the second one holding most. */
const belief: Belief = { first: 0.5, spacing: 1, cells: Float64Array.of(0.25, 0.5, 0.25, 0), stretch: unstretched };

test('the probability above a rate falls linearly within a cell', () => {
  assert.deepEqual(
    [-1, 0, 0.5, 1, 1.5, 2, 3, 9].map((at) => above(belief, at)),
    [1, 1, 0.875, 0.75, 0.5, 0.25, 0, 0],
  );
});

test('quantiles are where the probability says', () => {
  assert.ok(Math.abs(lowestQuantile([belief], 0.5) - 1.5) < 1e-9);
  assert.ok(Math.abs(lowestQuantile([belief], 0.125) - 0.5) < 1e-9);
});

test('the lowest of two lines lies below each of them', () => {
  assert.equal(allAbove([belief, belief], 1.5), 0.25);
  assert.ok(lowestQuantile([belief, belief], 0.5) < lowestQuantile([belief], 0.5));
  const far = { ...belief, first: 50.5 };
  assert.ok(Math.abs(lowestQuantile([belief, far], 0.5) - 1.5) < 1e-9, 'one that is far above does not count');
});

test('a stretched belief has the same middle and longer tails', () => {
  const stretched = { ...belief, stretch: { about: 1.5, below: 2, above: 1.5 } };
  assert.ok(Math.abs(lowestQuantile([stretched], 0.5) - 1.5) < 1e-9);
  assert.ok(Math.abs(lowestQuantile([stretched], 0.125) - -0.5) < 1e-9);
  assert.ok(Math.abs(lowestQuantile([stretched], 0.875) - 3) < 1e-9);
});

test('mean and deviation are those of the cells', () => {
  const { deviation, mean } = momentsOf(belief);
  assert.equal(mean, 1.5);
  assert.ok(Math.abs(deviation - Math.sqrt(0.5)) < 1e-12);
});
