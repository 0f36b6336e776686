import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bucketsOf, runsOf } from '../../source/record/histogram-runs.js';

const buckets = fc
  .uniqueArray(fc.integer({ min: 0, max: 3583 }), { maxLength: 200 })
  .map((indexes) => indexes.sort((a, b) => a - b).flatMap((index) => [index, (index % 7) + 1]));

test('buckets come back from runs as they were', () => {
  fc.assert(
    fc.property(buckets, (made) => assert.deepEqual(bucketsOf(JSON.parse(JSON.stringify(runsOf(made)))), made)),
  );
});

test('buckets beside each other share a run, with small gaps as zeros', () => {
  assert.deepEqual(runsOf([412, 3, 413, 5, 415, 1, 470, 2]), [
    [412, 3, 5, 0, 1],
    [470, 2],
  ]);
  assert.deepEqual(runsOf([]), []);
});

test('what are no runs give no buckets', () => {
  for (const runs of [
    null,
    7,
    [7],
    [[-1, 1]],
    [[1.5, 1]],
    [['1', 1]],
    [[1, -1]],
    [[1, 0.5]],
    [
      [5, 1],
      [5, 1],
    ],
    [[1e9, 1]],
    [[65_536, 1, 1, 1]],
  ]) {
    assert.equal(bucketsOf(runs), null, JSON.stringify(runs));
  }
});
