import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changePoints } from '../../source/measure/change-points.js';
import { createRandom } from '../../source/time/random.js';

/** Levels held for so many values each, with noise of a standard deviation. */
function series(levels: readonly (readonly [level: number, count: number])[], deviation: number, seed: number) {
  const random = createRandom(seed);
  const noise = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  return levels.flatMap(([level, count]) => Array.from({ length: count }, () => level + deviation * noise()));
}

test('a level that is left for another is found where it was left', () => {
  const found = changePoints(
    series(
      [
        [10, 15],
        [9, 15],
        [11, 10],
      ],
      0.2,
      3,
    ),
    0.01,
    createRandom(1),
  );
  assert.deepEqual(
    found.map(({ index }) => index),
    [15, 30],
  );
  for (const { p } of found) assert.ok(p <= 0.01);
});

test('noise alone seldom has a change, and one wild value is none', () => {
  let found = 0;
  for (let seed = 1; seed <= 100; seed++)
    found += changePoints(series([[10, 20]], 1, seed), 0.01, createRandom(seed)).length;
  assert.ok(found <= 3, `${found} of 100`);
  const wild = series([[10, 20]], 0.1, 1);
  wild[8] = 20;
  assert.deepEqual(changePoints(wild, 0.01, createRandom(1)), []);
});

test('too few values, or values all alike, have no change', () => {
  assert.deepEqual(changePoints([1, 1, 9, 9], 0.05, createRandom(1)), []);
  assert.deepEqual(changePoints(new Array(30).fill(5), 0.05, createRandom(1)), []);
});

test('the same values and seed give the same answer', () => {
  const values = series(
    [
      [10, 12],
      [10.5, 12],
    ],
    0.3,
    9,
  );
  assert.deepEqual(changePoints(values, 0.05, createRandom(4)), changePoints(values, 0.05, createRandom(4)));
});
