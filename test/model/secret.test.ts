import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import { secretOf } from '../../source/model/secret.js';

test('a secret is shown as *** by everything that shows things', () => {
  const secret = secretOf('hunter2');
  const held = { a: [secret], b: new Map([['c', secret]]), error: new Error(`${secret}`, { cause: secret }) };
  const shown = [
    `${secret}`,
    String(secret),
    JSON.stringify(held),
    inspect(held, { depth: null, showHidden: true }),
    inspect(held, { depth: null, customInspect: false, showHidden: true, getters: true }),
    format('%s %o %O %j %d', secret, secret, secret, secret, secret),
    Object.entries(secret).join(),
    [secret].join(),
  ];
  for (const text of shown) assert.doesNotMatch(text, /hunter2/);
  assert.equal(`${secret}`, '***');
  assert.equal(JSON.stringify({ secret }), '{"secret":"***"}');
  assert.equal(inspect(secret), '***');
  assert.equal(secret.reveal(), 'hunter2');
});

test('a secret neither gets to another thread by itself nor lets itself be changed', () => {
  const secret = secretOf('hunter2');
  assert.throws(() => structuredClone(secret), { name: 'DataCloneError' });
  assert.throws(() => Object.assign(secret, { toString: () => 'x' }), TypeError);
});
