import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { canAsk } from '../../source/commands/ask-line.js';
import { type Confirmation, confirmHost } from '../../source/commands/confirm-host.js';
import type { Io } from '../../source/commands/io.js';
import { main } from '../../source/commands/main.js';
import { fakeIo } from '../helpers/fake-io.js';

const rows: readonly (readonly [host: string, typed: string, Confirmation])[] = [
  ['example.test', 'example.test\n', 'confirmed'],
  ['example.test', '  Example.TEST. \r\n', 'confirmed'],
  ['2001:db8::1', '[2001:DB8::1]\n', 'confirmed'],
  ['example.test', '\n', 'refused'],
  ['example.test', 'y\n', 'refused'],
  ['example.test', 'yes\nexample.test\n', 'refused'],
  ['example.test', 'example.test:80\n', 'refused'],
  ['example.test', 'an.example.test\n', 'refused'],
];

for (const [host, typed, confirmation] of rows) {
  test(`for ${host}, ${JSON.stringify(typed)} is ${confirmation}`, async () => {
    const { io, type, said } = fakeIo();
    const answer = confirmHost(host, io);
    type(typed);
    assert.equal(await answer, confirmation);
    assert.equal(said(), `${host} is not this machine. Type its name to send load to it: `);
  });
}

test('no answer is a refusal, and a signal an end', async () => {
  const gone = fakeIo();
  const refused = confirmHost('example.test', gone.io);
  gone.hangUp();
  assert.equal(await refused, 'refused');
  const signalled = fakeIo();
  const interrupted = confirmHost('example.test', signalled.io);
  signalled.signal();
  assert.equal(await interrupted, 'interrupted');
});

test('nobody is asked where there is no terminal to read the question on and to answer it', () => {
  const { io } = fakeIo();
  assert.equal(canAsk(io), true);
  assert.equal(canAsk({ ...io, env: { TERM: 'dumb' } }), true, 'a line can be read and typed on it');
  for (const name of ['stdin', 'stdout', 'stderr'] as const) {
    assert.equal(canAsk({ ...io, [name]: new PassThrough() } as unknown as Io), false, name);
  }
});

test('a wrong name ends with exit code 2 and a sentence', async () => {
  const { io, type, said } = fakeIo();
  type('localhost\n');
  assert.equal(await main(['run', 'http://example.test/'], io), 2);
  assert.match(said(), /: plimsoll: that is not the name of example\.test, so nothing was sent\n$/);
});

test('a headless command is refused without a question', async () => {
  const { io, type, said } = fakeIo();
  type('example.test\n');
  assert.equal(await main(['run', 'http://example.test/', '--headless'], io), 2);
  assert.match(said(), /^plimsoll: target\.allow: [^?]*--allow example\.test/);
});

test('a signal during the question ends with exit code 130', async () => {
  const { io, signal } = fakeIo();
  const code = main(['run', 'http://example.test/'], io);
  await once(io.stderr, 'data');
  signal();
  assert.equal(await code, 130);
});
