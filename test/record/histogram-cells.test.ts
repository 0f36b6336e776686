import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bucketsOf, cellsOf } from '../../source/record/histogram-cells.js';

const buckets = fc
  .uniqueArray(fc.integer({ min: 0, max: 3583 }), { maxLength: 200 })
  .map((indexes) => indexes.sort((a, b) => a - b).flatMap((index) => [index, (index % 7) + 1]));

test('buckets come back from cells as they were', () => {
  fc.assert(
    fc.property(buckets, (made) => assert.deepEqual(bucketsOf(JSON.parse(JSON.stringify(cellsOf(made)))), made)),
  );
});

test('empty buckets are told by how many there are', () => {
  assert.deepEqual(cellsOf([412, 3, 413, 5, 415, 1, 470, 2]), [-412, 3, 5, 0, 1, -54, 2]);
  assert.deepEqual(cellsOf([0, 1, 1, 2]), [1, 2]);
  assert.deepEqual(cellsOf([]), []);
});

test('what are no cells give no buckets', () => {
  for (const cells of [null, 7, ['1'], [0.5], [[1]], [-1e9, 1], [-65_537, 1], [Number.NaN]]) {
    assert.equal(bucketsOf(cells), null, JSON.stringify(cells));
  }
});
