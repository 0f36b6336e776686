import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median } from '../../source/measure/median.js';

test('the median is the middle value, or the mean of the two in the middle, whatever their order', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([8, 1, 2, 4]), 3);
  assert.equal(median([]), 0);
});
