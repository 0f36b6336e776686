import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSecret } from '../../source/commands/read-secret.js';
import { authorizationOf, noSecrets, type ReadSecret } from '../../source/config/authorization.js';
import type { AuthRef } from '../../source/model/secret-ref.js';

const bearer: AuthRef = { kind: 'bearer', secret: { kind: 'env', name: 'TOKEN' } };
const basic: AuthRef = { kind: 'basic', user: 'me', secret: { kind: 'file', path: '/run/p' } };

const from =
  (value: string | undefined): ReadSecret =>
  (ref) =>
    readSecret(ref, {
      env: { TOKEN: value },
      readFile: (): string => {
        if (value === undefined) throw Object.assign(new Error('hunter2 is nowhere'), { code: 'ENOENT' });
        return value;
      },
    });

async function headerOf(auth: AuthRef, value: string): Promise<string> {
  const found = await authorizationOf(auth, 'p', from(value));
  return found.kind === 'ok' ? found.value.reveal() : assert.fail(found.problem.message);
}

test('a secret becomes the value of the authorization header', async () => {
  assert.deepEqual(await headerOf(bearer, 'abc'), 'Bearer abc');
  assert.deepEqual(await headerOf(bearer, 'abc\n'), 'Bearer abc');
  const value = `Basic ${Buffer.from('me:pä ss').toString('base64')}`;
  assert.deepEqual(await headerOf(basic, 'pä ss\r\n'), value);
});

test('a secret that is missing or no word is a problem that names the reference alone', async () => {
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
    const found = await authorizationOf(auth, 'target.auth', from(value));
    if (found.kind === 'ok') assert.fail(value);
    assert.equal(found.problem.path, 'target.auth');
    assert.match(found.problem.message, expected);
    assert.doesNotMatch(JSON.stringify(found), /hunter2|x-admin/);
  }
});

test('whoever was given no way to secrets gets none', async () => {
  const found = await authorizationOf(bearer, 'target.auth', noSecrets);
  assert.match(found.kind === 'problem' ? found.problem.message : '', /got nobody who reads secrets/);
});
