import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorizationOf } from '../../source/config/authorization.js';
import type { AuthRef } from '../../source/model/secret-ref.js';

const bearer: AuthRef = { kind: 'bearer', secret: { kind: 'env', name: 'TOKEN' } };
const basic: AuthRef = { kind: 'basic', user: 'me', secret: { kind: 'file', path: '/run/p' } };

const from = (value: string | undefined) => ({
  env: { TOKEN: value },
  readFile: (): string => {
    if (value === undefined) throw Object.assign(new Error('hunter2 is nowhere'), { code: 'ENOENT' });
    return value;
  },
});

test('a secret becomes the value of the authorization header', () => {
  assert.deepEqual(authorizationOf(bearer, 'p', from('abc')), { kind: 'ok', value: 'Bearer abc' });
  assert.deepEqual(authorizationOf(bearer, 'p', from('abc\n')), { kind: 'ok', value: 'Bearer abc' });
  const value = `Basic ${Buffer.from('me:pä ss').toString('base64')}`;
  assert.deepEqual(authorizationOf(basic, 'p', from('pä ss\r\n')), { kind: 'ok', value });
});

test('a secret that is missing or no word is a problem that names the reference alone', () => {
  const rows: readonly (readonly [AuthRef, string | undefined, RegExp])[] = [
    [bearer, undefined, /expected a secret at \$\{TOKEN\}, got a variable that is not set/],
    [basic, undefined, /expected a secret at file:\/run\/p, got a path where there is no file/],
    [bearer, '', /got an empty one/],
    [bearer, '\n', /got an empty one/],
    [bearer, 'hunter2\r\nx-admin: 1', /got one with blanks, line breaks/],
    [bearer, 'hunter2 ', /got one with blanks/],
    [bearer, 'hunter2'.repeat(2000), /got one of more than 8192 characters/],
  ];
  for (const [auth, value, expected] of rows) {
    const found = authorizationOf(auth, 'target.auth', from(value));
    if (found.kind === 'ok') assert.fail(value);
    assert.equal(found.problem.path, 'target.auth');
    assert.match(found.problem.message, expected);
    assert.doesNotMatch(JSON.stringify(found), /hunter2|x-admin/);
  }
});
