import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLock } from '../../source/config/sealed.js';
import { isSealed } from '../../source/config/sealed-text.js';
import { secretOf } from '../../source/model/secret.js';

// Tests open many, and need no guess to be dear.
const cheap = { log2: 4, blocks: 8, lanes: 1 };
const lockOf = (passphrase: string) => createLock(secretOf(passphrase), cheap);

test('what is closed under a passphrase opens under it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 500 }), async (text) => {
      const sealed = await lockOf('a long passphrase').seal(secretOf(text));
      assert.ok(isSealed(sealed));
      const opened = await lockOf('a long passphrase').open(sealed);
      assert.equal(opened.reveal(), Buffer.from(text).toString('utf8'));
    }),
    { numRuns: 50 },
  );
});

test('any other passphrase, and any change of the text, is refused alike', async () => {
  const sealed = await lockOf('right').seal(secretOf('hunter2'));
  await assert.rejects(lockOf('wrong').open(sealed), { code: 'wrong-passphrase' });
  const lock = lockOf('right');
  const start = 'encrypted:v1:scrypt-4-8-1:'.length;
  for (let index = start; index < sealed.length; index++) {
    if (sealed[index] === ':') continue;
    // Another letter at least four places on: the last bits of base64 may mean nothing.
    const other = sealed[index] === 'A' ? 'Q' : 'A';
    const changed = `${sealed.slice(0, index)}${other}${sealed.slice(index + 1)}`;
    await assert.rejects(lock.open(changed), { code: 'wrong-passphrase' }, `at ${index}`);
  }
  const cheaper = sealed.replace('scrypt-4-8-1', 'scrypt-3-8-1');
  await assert.rejects(lock.open(cheaper), { code: 'wrong-passphrase' });
});

test('the same secret is never closed into the same text, even under the same key', async () => {
  const lock = lockOf('right');
  const first = await lock.seal(secretOf('hunter2'));
  const second = await lock.seal(secretOf('hunter2'), first);
  assert.notEqual(first, second);
  assert.equal(first.split(':')[3], second.split(':')[3]);
  assert.notEqual(first.split(':')[4], second.split(':')[4]);
});

test('a text from elsewhere cannot ask for more memory than a machine has', () => {
  const rest = `${'A'.repeat(22)}:${'A'.repeat(16)}:${'A'.repeat(30)}`;
  assert.ok(isSealed(`encrypted:v1:scrypt-17-8-1:${rest}`));
  for (const cost of ['30-8-1', '19-8-1', '17-99-1', '17-8-99', '0-8-1', '17-8-0', '99-8-1']) {
    assert.ok(!isSealed(`encrypted:v1:scrypt-${cost}:${rest}`), cost);
  }
  for (const text of [
    '',
    'encrypted:v1:',
    `encrypted:v2:scrypt-17-8-1:${rest}`,
    `encrypted:v1:scrypt-17-8-1:${rest}\n`,
  ]) {
    assert.ok(!isSealed(text), text);
  }
});

test('a passphrase means the same however its letters are composed', async () => {
  const sealed = await lockOf('caf\u00e9').seal(secretOf('x'));
  assert.equal((await lockOf('cafe\u0301').open(sealed)).reveal(), 'x');
});
