import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from '../../source/ui/filter.js';

test('a text matches when it has every word, and none that is refused', () => {
  assert.ok(matches('api-2: closed to open', 'API open'));
  assert.ok(!matches('api-2: closed to open', 'api !open'));
  assert.ok(matches('anything', '  '));
  assert.ok(matches('anything', '!'));
});
