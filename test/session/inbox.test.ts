import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInbox } from '../../source/session/inbox.js';

test('messages are taken in the order they came, whether the reader waited or not', async () => {
  const inbox = createInbox<number>();
  inbox.post(1);
  inbox.post(2);
  const taken = [await inbox.next(), await inbox.next()];
  const waiting = inbox.next();
  inbox.post(3);
  inbox.post(4);
  taken.push(await waiting, await inbox.next());
  assert.deepEqual(taken, [1, 2, 3, 4]);
});
