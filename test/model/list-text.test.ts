import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listText } from '../../source/model/list-text.js';

test('a list reads as a sentence would say it', () => {
  assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listText), ['', 'a', 'a and b', 'a, b and c']);
});
