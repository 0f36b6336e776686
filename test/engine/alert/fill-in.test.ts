import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIn } from '../../../source/engine/alert/fill-in.js';

test('a name that a series happens not to have stays as it is written', () => {
  const filled = fillIn({ summary: '{{host}} of {{ group }} at {{value}}' }, { host: 'api-1' }, 95.123);
  assert.deepEqual(filled, { summary: 'api-1 of {{ group }} at 95.1' });
});
