import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { readAuth } from '../../source/config/secret.js';
import { sealedPlaces, secretPlace, valueAt, withValue } from '../../source/config/secret-places.js';
import { readReference, secretText } from '../../source/config/secret-reference.js';

const sealed = `encrypted:v1:scrypt-17-8-1:${'A'.repeat(22)}:${'A'.repeat(16)}:${'A'.repeat(30)}`;

function refOf(raw: unknown) {
  const reading = readReference(raw);
  return reading.kind === 'ok' ? reading.value : assert.fail(JSON.stringify(reading));
}

test('a secret is named by a variable, a file, a credential or a command, or stands encrypted', () => {
  assert.deepEqual(refOf('credential:api-token'), { kind: 'credential', name: 'api-token' });
  assert.deepEqual(refOf({ command: ['pass', 'api token'] }), {
    kind: 'command',
    argv: ['pass', 'api token'],
    timeoutMs: 10_000,
  });
  const timed = refOf({ command: ['a'], timeout: '500ms' });
  assert.equal(timed.kind === 'command' && timed.timeoutMs, 500);
  assert.deepEqual(refOf(sealed), { kind: 'sealed', text: sealed });
  const env = refOf('$' + '{A:-hunter2}');
  assert.equal(env.kind === 'env' && env.standard?.reveal(), 'hunter2');
  assert.doesNotMatch(`${JSON.stringify(env)}${inspect(env, { depth: null })}`, /hunter2/);
});

test('what is shown of a reference holds nothing that may be secret', () => {
  const shown = [refOf('$' + '{A:-hunter2}'), refOf({ command: ['vault', '--token', 'hunter2'] }), refOf(sealed)].map(
    secretText,
  );
  assert.deepEqual(shown, ['$' + '{A}', 'the command vault', 'an encrypted text']);
});

test('no reference reaches out of its place', () => {
  const refused: readonly unknown[] = [
    'credential:',
    'credential:../x',
    'credential:..',
    'credential:.',
    'credential:a/b',
    'credential:a\0b',
    'file:a\0b',
    '$' + '{A;rm -rf}',
    `$${'{A}'}$${'{B}'}`,
    'encrypted:v1:hunter2',
    `${sealed}=`,
    { command: 'rm -rf hunter2' },
    { command: [] },
    { command: [''] },
    { command: ['a', 1] },
    { command: ['a\0b'] },
    { command: ['a'], shell: true },
    { command: ['a'], timeout: 'hunter2' },
    { command: Array.from({ length: 65 }, () => 'a') },
    ['hunter2'],
    null,
    undefined,
    5,
  ];
  for (const raw of refused) {
    const reading = readReference(raw);
    if (reading.kind === 'ok') assert.fail(inspect(raw));
    assert.doesNotMatch(JSON.stringify(reading), /hunter2/);
  }
  assert.equal(readAuth(JSON.parse('{"__proto__": {"bearer": "file:a"}}')).kind, 'faulty');
});

test('only keys that hold secrets are places for them', () => {
  assert.deepEqual(secretPlace('target.auth.bearer'), ['target', 'auth', 'bearer']);
  assert.deepEqual(secretPlace('hosts[2].auth.basic.password'), ['hosts', 2, 'auth', 'basic', 'password']);
  assert.deepEqual(secretPlace('environments.staging.target.auth.bearer'), [
    'environments',
    'staging',
    'target',
    'auth',
    'bearer',
  ]);
  assert.deepEqual(secretPlace('streams[0].headers.x-api-key'), ['streams', 0, 'headers', 'x-api-key']);
  assert.deepEqual(secretPlace('environments.a.channels.chat.url'), ['environments', 'a', 'channels', 'chat', 'url']);
  assert.deepEqual(secretPlace('servers[3].auth.bearer'), ['servers', 3, 'auth', 'bearer']);
  const none = [
    '',
    'load.rate',
    'channels.chat.run',
    'channels.__proto__.url',
    'streams[0].url',
    'target.auth',
    '__proto__.x',
    'environments.__proto__.target.auth.bearer',
    'hosts[-1].auth.bearer',
  ];
  for (const key of none) assert.equal(secretPlace(key), null, key);
});

test('a value is changed and all else of the text stays as it was', () => {
  const text = '{\n  // mine\n  "target": { "url": "http://127.0.0.1/", /* why */ },\n}\n';
  const changed = withValue(text, ['target', 'auth', 'bearer'], sealed);
  assert.match(changed, /\/\/ mine/);
  assert.match(changed, /\/\* why \*\//);
  assert.deepEqual(sealedPlaces(changed), [{ place: ['target', 'auth', 'bearer'], text: sealed }]);
  assert.equal(valueAt({ hosts: [{ a: 1 }] }, ['hosts', 0, 'a']), 1);
  assert.equal(valueAt({}, ['constructor', 'prototype']), undefined);
});
