import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createSecretReader, unlockAhead } from '../../source/commands/secret-reader.js';
import { createLock } from '../../source/config/sealed.js';
import { secretOf } from '../../source/model/secret.js';
import type { SecretRef } from '../../source/model/secret-ref.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

const none = { env: {}, readFile: (): string => assert.fail('a file was read') };

/** A command that leaves a mark each time that it is started, and then prints or fails. */
function marking(folder: string, then: string): { readonly ref: SecretRef; readonly starts: () => number } {
  const marks = join(folder, 'marks');
  const code = `require("node:fs").appendFileSync(${JSON.stringify(marks)}, "x"); ${then}`;
  return {
    ref: { kind: 'command', argv: [process.execPath, '-e', code], timeoutMs: 20_000 },
    starts: () => readFileSync(marks, 'utf8').length,
  };
}

test('a program that gave a secret is not started again for a minute', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-reader-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const clock = createVirtualClock();
  const read = createSecretReader(none, clock);
  const { ref, starts } = marking(folder, 'console.log("held")');
  const revealed = async (): Promise<string> => {
    const found = await read(ref);
    return found.kind === 'ok' ? found.secret.reveal() : found.got;
  };
  assert.deepEqual(await Promise.all([revealed(), revealed()]), ['held', 'held']);
  clock.advance(59_999);
  await revealed();
  assert.equal(starts(), 1);
  clock.advance(1);
  assert.equal(await revealed(), 'held');
  assert.equal(starts(), 2);
});

test('a program that failed is started again at the next need', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-reader-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const read = createSecretReader(none, createVirtualClock());
  const { ref, starts } = marking(folder, 'process.exit(1)');
  assert.equal((await read(ref)).kind, 'missing');
  assert.equal((await read(ref)).kind, 'missing');
  assert.equal(starts(), 2);
});

test('variables are read anew each time', async () => {
  const env: Record<string, string> = { A: 'first' };
  const read = createSecretReader({ ...none, env }, createVirtualClock());
  await read({ kind: 'env', name: 'A' });
  env.A = 'second';
  const found = await read({ kind: 'env', name: 'A' });
  assert.equal(found.kind === 'ok' ? found.secret.reveal() : '', 'second');
});

test('only what is under a passphrase is read ahead', async () => {
  const lock = createLock(secretOf('right'), { log2: 4, blocks: 8, lanes: 1 });
  let asked = 0;
  const read = createSecretReader(
    {
      ...none,
      lock: async () => {
        asked += 1;
        return lock;
      },
    },
    createVirtualClock(),
  );
  await unlockAhead(
    [
      { kind: 'file', path: '/nowhere' },
      { kind: 'env', name: 'NONE' },
    ],
    read,
  );
  assert.equal(asked, 0);
  await unlockAhead([{ kind: 'sealed', text: await lock.seal(secretOf('held')) }], read);
  assert.equal(asked, 1);
});
