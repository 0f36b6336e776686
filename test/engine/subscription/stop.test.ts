import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusingUrl } from '../../helpers/websocket-servers.js';
import { start, startServer, subscribeMessage } from './started-subscription.js';

test('a stop flushes what is queued, says goodbye and may be repeated', async (context) => {
  const goodbye = Promise.withResolvers<number>();
  const server = await startServer(context, (client) => client.on('close', (code) => goodbye.resolve(code)));
  const { log, subscription } = start(context, server.url);
  await log.next('stream/state', (event) => event.state.kind === 'open');
  const messages = Array.from({ length: 900 }, (_, index) => `message ${index}`);
  for (const message of messages) subscription.send(message);
  await Promise.all([subscription.stop(), subscription.stop()]);
  assert.equal(await goodbye.promise, 1000);
  assert.deepEqual(server.received, [subscribeMessage, ...messages]);
  assert.deepEqual(subscription.queue(), { accepted: 901, sent: 901, dropped: 0, expired: 0, pending: 0 });
  assert.deepEqual(log.all('stream/state').at(-1)?.state, { kind: 'closed' });
  assert.equal(subscription.send('late'), false);
});

test('a stop does not wait longer than three seconds for a peer that says no goodbye', async (context) => {
  const server = await startServer(context, (client) => client.pause());
  const { clock, log, subscription } = start(context, server.url);
  await log.next('stream/state', (event) => event.state.kind === 'open');
  const stopped = subscription.stop();
  clock.advance(3_000);
  await stopped;
  assert.deepEqual(log.all('stream/state').at(-1)?.state, { kind: 'closed' });
});

test('a stop while waiting ends at once, and what was queued is counted as dropped', async (context) => {
  const { log, subscription } = start(context, refusingUrl);
  await log.next('stream/state', (event) => event.state.kind === 'waiting');
  subscription.send('never sent');
  await subscription.stop();
  assert.deepEqual(subscription.queue(), { accepted: 1, sent: 0, dropped: 1, expired: 0, pending: 0 });
});
