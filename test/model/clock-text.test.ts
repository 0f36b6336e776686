import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockText, secondsText } from '../../source/model/clock-text.js';

test('times count up in clock form and down in whole seconds that reach 0 last', () => {
  assert.deepEqual([-5, 0, 59_999, 252_000, 3_852_000].map(clockText), ['00:00', '00:00', '00:59', '04:12', '1:04:12']);
  assert.deepEqual([0, 1, 1000, 1001].map(secondsText), ['0 s', '1 s', '1 s', '2 s']);
});
