import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAsker } from '../../source/ui/ask.js';

const hostKey = { kind: 'yes-no', title: 'unknown host', lines: ['The key is SHA256:abc.'] } as const;
const passphrase = { kind: 'secret', title: 'passphrase', lines: ['id_ed25519 is encrypted.'] } as const;
const name = { kind: 'text', title: 'confirm', lines: ['Type its name.'], expected: 'db.example' } as const;

test('a question takes every stroke until it is answered', async () => {
  const asker = createAsker(() => {});
  assert.equal(asker.stroke('y'), false, 'nothing is asked yet');
  const answer = asker.ask(hostKey);
  assert.equal(asker.stroke('X'), true);
  assert.equal(asker.current()?.question.title, 'unknown host');
  asker.stroke('y');
  assert.equal(await answer, 'yes');
  assert.equal(asker.current(), null);
});

test('questions stand one after the other', async () => {
  const asker = createAsker(() => {});
  const answers = [asker.ask(hostKey), asker.ask(passphrase)];
  asker.stroke('n');
  for (const stroke of ['s', 'space', 'e', 'backspace', 'x', 'enter']) asker.stroke(stroke);
  assert.deepEqual(await Promise.all(answers), [null, 's x']);
});

test('a name that has to be typed is refused until it is that name, and escape refuses it', async () => {
  const asker = createAsker(() => {});
  const answer = asker.ask(name);
  asker.paste('db.exmaple\n');
  asker.stroke('enter');
  assert.equal(asker.current()?.fault, 'expected db.example, got db.exmaple');
  asker.paste('db.example');
  asker.stroke('enter');
  assert.equal(await answer, 'db.example');
  const refused = asker.ask(name);
  asker.stroke('escape');
  assert.equal(await refused, null);
});

test('what is asked when the screen closes, and after it, is refused', async () => {
  const asker = createAsker(() => {});
  const answer = asker.ask(hostKey);
  asker.close();
  assert.equal(await answer, null);
  assert.equal(await asker.ask(hostKey), null);
});

test('a question that is taken back leaves its place to the next one, and is answered with nothing', async () => {
  const asker = createAsker(() => {});
  const [first, second] = [new AbortController(), new AbortController()];
  const answers = [asker.ask(hostKey, first.signal), asker.ask(passphrase, second.signal), asker.ask(name)];
  asker.paste('half');
  second.abort();
  assert.equal(asker.current()?.question.title, 'unknown host');
  first.abort();
  assert.equal(asker.current()?.question.title, 'confirm');
  asker.close();
  assert.deepEqual(await Promise.all(answers), [null, null, null]);
  assert.equal(await asker.ask(hostKey, AbortSignal.abort()), null);
});
