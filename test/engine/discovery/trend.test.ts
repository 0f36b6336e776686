import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRising } from '../../../source/engine/discovery/trend.js';
import { windowOf } from '../../helpers/simulated-window.js';

function windowsWith(...means: number[]) {
  return means.map((meanResponseMs) => windowOf({ meanResponseMs }));
}

test('a queue that fills is seen to rise', () => {
  assert.equal(isRising(windowsWith(10, 11, 13, 14, 17, 19)), true);
});

test('a level one, a falling one and one with a single peak are not', () => {
  assert.equal(isRising(windowsWith(10, 10, 10, 10, 10, 10)), false);
  assert.equal(isRising(windowsWith(19, 17, 14, 13, 11, 10)), false);
  assert.equal(isRising(windowsWith(10, 10, 40, 40, 10, 10)), false);
  assert.equal(isRising(windowsWith(10, 20)), false);
});
