import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSecret, type SecretSources } from '../../source/commands/read-secret.js';
import { createLock } from '../../source/config/sealed.js';
import { secretOf } from '../../source/model/secret.js';
import type { SecretRef } from '../../source/model/secret-ref.js';

const none = { env: {}, readFile: (): string => assert.fail('a file was read') };

async function found(ref: SecretRef, sources: SecretSources = none): Promise<string> {
  const reading = await readSecret(ref, sources);
  return reading.kind === 'ok' ? reading.secret.reveal() : `missing: ${reading.got}`;
}

const command = (...argv: readonly string[]): SecretRef => ({ kind: 'command', argv, timeoutMs: 20_000 });
const node = process.execPath;

test('a variable that is not set, or empty, takes what stands in for it', async () => {
  const ref: SecretRef = { kind: 'env', name: 'A', standard: secretOf('standard') };
  assert.equal(await found(ref), 'standard');
  assert.equal(await found(ref, { ...none, env: { A: '' } }), 'standard');
  assert.equal(await found(ref, { ...none, env: { A: 'own' } }), 'own');
});

test('a credential is a file of the folder that systemd names, and of no other', async () => {
  const readFile = (path: string): string => `text of ${path}\n`;
  const ref: SecretRef = { kind: 'credential', name: 'token' };
  const env = { CREDENTIALS_DIRECTORY: '/run/credentials/a.service' };
  assert.equal(await found(ref, { env, readFile }), 'text of /run/credentials/a.service/token');
  assert.match(await found(ref), /no \$CREDENTIALS_DIRECTORY/);
  assert.match(await found(ref, { env: { CREDENTIALS_DIRECTORY: 'relative' }, readFile }), /no \$CREDENTIALS/);
});

test('a command is started without a shell, and what it prints is the secret', async () => {
  const print = 'process.stdout.write(process.argv[1] + "\\n")';
  for (const word of ['; echo x', '$(id)', '`id`', "'", '"', '$HOME', '*', '&&', '|', '> /tmp/x', '--', '-e']) {
    assert.equal(await found(command(node, '-e', print, '--', word)), word, word);
  }
});

test('a command that fails is told without a word of what it said', async () => {
  const rows: readonly (readonly [SecretRef, RegExp])[] = [
    [command('plimsoll-no-such-program'), /no program of that name/],
    [command('/'), /may not be started/],
    [command(node, '-e', 'console.log("hunter2"); console.error("hunter2"); process.exit(3)'), /its exit code 3/],
    [command(node, '-e', ''), /an empty one/],
    [command(node, '-e', 'process.stdout.write("hunter2".repeat(1e5))'), /more than 64 KiB/],
    [
      { ...command(node, '-e', 'setInterval(() => {}, 1e6)'), timeoutMs: 50 } as SecretRef,
      /no end of it within 0\.05 s/,
    ],
    [command(node, '-e', 'process.kill(process.pid, "SIGKILL")'), /its end by a signal/],
  ];
  for (const [ref, expected] of rows) {
    const reading = await readSecret(ref, none);
    if (reading.kind === 'ok') assert.fail(String(expected));
    assert.match(reading.got, expected);
    assert.doesNotMatch(JSON.stringify(reading), /hunter2/);
  }
});

test('an encrypted secret needs the passphrase that it was encrypted with', async () => {
  const cheap = { log2: 4, blocks: 8, lanes: 1 };
  const lock = createLock(secretOf('right'), cheap);
  const ref: SecretRef = { kind: 'sealed', text: await lock.seal(secretOf('hunter2')) };
  assert.equal(await found(ref, { ...none, lock: async () => lock }), 'hunter2');
  const wrong = createLock(secretOf('wrong'), cheap);
  assert.match(await found(ref, { ...none, lock: async () => wrong }), /a passphrase that does not open it/);
  assert.match(await found(ref, { ...none, lock: async () => null }), /no passphrase/);
  assert.match(await found(ref), /no passphrase/);
});
