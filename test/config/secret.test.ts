import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAuth, readBasicFlag, readBearer } from '../../source/config/secret.js';
import { secretText } from '../../source/config/secret-reference.js';

const token = `$${'{API_TOKEN}'}`;

test('a secret is named by a variable of the environment or by a file', () => {
  assert.deepEqual(readAuth({ bearer: token }), {
    kind: 'ok',
    value: { kind: 'bearer', secret: { kind: 'env', name: 'API_TOKEN' } },
  });
  const password = { kind: 'file', path: '/run/secrets/p' } as const;
  const basic = { kind: 'ok', value: { kind: 'basic', user: 'me', secret: password } };
  assert.deepEqual(readAuth({ basic: { user: 'me', password: 'file:/run/secrets/p' } }), basic);
  assert.deepEqual(readBasicFlag('me:file:/run/secrets/p'), basic);
  assert.deepEqual(readBearer(token), readAuth({ bearer: token }));
  assert.deepEqual(
    [secretText({ kind: 'env', name: 'A' }), secretText(password)],
    [`$${'{A}'}`, 'file:/run/secrets/p'],
  );
});

test('anything else is refused, and no message repeats it', () => {
  const refusals = [
    readAuth('hunter2'),
    readAuth({ bearer: 'hunter2' }),
    readAuth({ bearer: '$hunter2' }),
    readAuth({ bearer: `$${'{hunter2'}` }),
    readAuth({ bearer: 'file:' }),
    readAuth({ bearer: ['hunter2'] }),
    readAuth({ bearer: token, basic: { user: 'hunter2', password: 'hunter2' } }),
    readAuth({ basic: 'hunter2' }),
    readAuth({ basic: { user: 'me:hunter2', password: token } }),
    readAuth({ basic: { user: 'me', password: 'hunter2' } }),
    readAuth({ basic: { user: 'me', password: token, realm: 'hunter2' } }),
    readAuth({}),
    readBearer('Bearer hunter2'),
    readBasicFlag('hunter2'),
    readBasicFlag('me:hunter2'),
  ];
  for (const refusal of refusals) {
    if (refusal.kind === 'ok') assert.fail(JSON.stringify(refusal));
    assert.doesNotMatch(JSON.stringify(refusal), /hunter2/);
    for (const { message } of refusal.faults) assert.match(message, /^expected .* got /);
  }
});
