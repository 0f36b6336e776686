import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { WebSocket } from 'ws';
import type { Subscription } from '../../../source/engine/subscription/subscribe.js';
import { refusingUrl, startSilentServer } from '../../helpers/websocket-servers.js';
import { start, startServer, subscribeMessage } from './started-subscription.js';

function assertQueueAgrees(subscription: Subscription): void {
  const { accepted, sent, dropped, expired, pending } = subscription.queue();
  assert.equal(accepted, sent + dropped + expired + pending);
}

/** Lets one attempt fail and time pass until the next, `times` over. */
async function failTimes(started: ReturnType<typeof start>, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn++) {
    const { state } = await started.log.next('stream/state', (event) => event.state.kind === 'waiting');
    assert.equal(state.kind, 'waiting');
    if (turn === times - 1) return;
    started.log.forget();
    started.clock.advance(state.kind === 'waiting' ? state.nextAttemptAtMs - started.clock.nowMs() : 0);
  }
}

test('connects, subscribes through its queue, and hands on the numbers of each message', async (context) => {
  const server = await startServer(
    context,
    () => {},
    (client) => {
      client.send('{"type":"subscribed","stream":"metrics"}');
      client.send('{"cpuPercent":12.5,"queue":{"depth":3},"name":"api"}');
    },
  );
  const { log, subscription } = start(context, server.url);
  const { sample } = await log.next('stream/sample');
  assert.equal(sample.stream, 'metrics');
  assert.equal(sample.server, 'api-1');
  assert.deepEqual(sample.values, { cpuPercent: 12.5, 'queue.depth': 3 });
  assert.deepEqual(server.received, [subscribeMessage]);
  assert.deepEqual(subscription.counts(), { messages: 2, unreadable: 0, reconnects: 0, opened: 0 });
  assert.deepEqual(subscription.queue(), { accepted: 1, sent: 1, dropped: 0, expired: 0, pending: 0 });
  assert.deepEqual(
    log.all('stream/state').map((event) => event.state.kind),
    ['connecting', 'open'],
  );
});

test('tells its health once a second', async (context) => {
  const server = await startServer(context, () => {});
  const { clock, log } = start(context, server.url);
  await log.next('stream/state', (event) => event.state.kind === 'open');
  log.forget();
  clock.advance(3_000);
  assert.equal(log.all('stream/health').length, 3);
});

test('counts messages that it cannot read and goes on', async (context) => {
  const garbage = ['not json', '[1,2]', '42', '"text"', 'null', '{"a":', '\u0000\u0001'];
  const server = await startServer(context, (client) => {
    for (const text of garbage) client.send(text);
    client.send(Buffer.from([0xff, 0xfe, 0x00]));
    client.send('{"a":1}');
  });
  const { log, subscription } = start(context, server.url);
  const { sample } = await log.next('stream/sample');
  assert.deepEqual(sample.values, { a: 1 });
  assert.deepEqual(subscription.counts(), {
    messages: 1,
    unreadable: garbage.length + 1,
    reconnects: 0,
    opened: 0,
  });
});

test('a message over 1 MiB ends the connection, and the next connection works', async (context) => {
  let clients = 0;
  const server = await startServer(context, (client) => {
    clients += 1;
    client.send(clients === 1 ? `{"a":"${'x'.repeat(1024 * 1024)}"}` : '{"a":1}');
  });
  const { clock, log, subscription } = start(context, server.url);
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.match(state.kind === 'waiting' ? state.reason : '', /Max payload size exceeded/);
  clock.advance(3_000);
  await log.next('stream/sample');
  assert.deepEqual(subscription.counts(), { messages: 1, unreadable: 0, reconnects: 1, opened: 0 });
});

test('five refusals open the circuit; it waits, tries once, and opens for longer', async (context) => {
  const started = start(context, refusingUrl);
  const { clock, log, subscription } = started;
  await failTimes(started, 5);
  const circuit = subscription.circuit();
  assert.equal(circuit.kind, 'open');
  assert.match(circuit.kind === 'open' ? circuit.reason : '', /ECONNREFUSED/);
  assert.equal(subscription.counts().opened, 1);
  log.forget();
  const waitMs = circuit.kind === 'open' ? circuit.nextProbeAtMs - clock.nowMs() : 0;
  clock.advance(waitMs - 1);
  assert.deepEqual(log.all('stream/state'), []);
  clock.advance(1);
  assert.equal(subscription.circuit().kind, 'half-open');
  await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.equal(subscription.circuit().kind, 'open');
  assert.equal(subscription.counts().opened, 2);
});

test('a server that never answers the handshake fails after ten seconds', async (context) => {
  const accepted = Promise.withResolvers<void>();
  const server = await startSilentServer(accepted.resolve);
  context.after(() => server.close());
  const { clock, log, subscription } = start(context, server.url);
  await accepted.promise;
  clock.advance(9_999);
  assert.deepEqual(
    log.all('stream/state').map((event) => event.state.kind),
    ['connecting'],
  );
  clock.advance(1);
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.equal(state.kind === 'waiting' && state.reason, 'no WebSocket handshake within 10 s');
  assert.deepEqual(subscription.circuit(), { kind: 'closed', failures: 1 });
});

test('a redirect is not followed', async (context) => {
  const { createServer } = await import('node:http');
  const server = createServer().on('upgrade', (_request, socket) => {
    socket.end('HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  context.after(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { log } = start(context, `ws://127.0.0.1:${port}/metrics`);
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.match(state.kind === 'waiting' ? state.reason : '', /302/);
});

test('an address that is no WebSocket address fails like any other, and the end is clean', async (context) => {
  const { log, subscription } = start(context, 'gopher://nowhere');
  await log.next('stream/state', (event) => event.state.kind === 'waiting');
  await subscription.stop();
});

test('a server that closes mid-way is connected to again, and the counts agree', async (context) => {
  const sentByServer = { messages: 0 };
  const server = await startServer(context, (client) => {
    client.send('{"a":1}');
    client.send('{"a":2}');
    sentByServer.messages += 2;
    if (server.connections() === 1) client.close(1011, 'going');
    else client.send('{"last":1}');
  });
  const { clock, log, subscription } = start(context, server.url);
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.equal(state.kind === 'waiting' && state.reason, 'closed by the server (code 1011)');
  clock.advance(3_000);
  await log.next('stream/sample', (event) => event.sample.values.last === 1);
  assert.deepEqual(subscription.counts(), {
    messages: sentByServer.messages + 1,
    unreadable: 0,
    reconnects: 1,
    opened: 0,
  });
  assert.equal(log.all('stream/sample').length, sentByServer.messages + 1);
  assertQueueAgrees(subscription);
});

test('a server that vanishes opens the circuit, and when it returns the circuit closes and the queue drains', async (context) => {
  const arrived = new Map(['during', subscribeMessage].map((text) => [text, Promise.withResolvers<void>()]));
  const server = await startServer(
    context,
    () => {},
    (_client, text) => arrived.get(text)?.resolve(),
  );
  const started = start(context, server.url);
  const { clock, log, subscription } = started;
  await arrived.get(subscribeMessage)!.promise;
  server.goAway();
  await failTimes(started, 5);
  assert.equal(subscription.circuit().kind, 'open');
  assert.equal(subscription.send('during'), true);
  assert.equal(subscription.queue().pending, 1);
  server.comeBack();
  log.forget();
  const circuit = subscription.circuit();
  clock.advance(circuit.kind === 'open' ? circuit.nextProbeAtMs - clock.nowMs() : 0);
  await log.next('stream/health', (event) => event.circuit.kind === 'closed');
  await arrived.get('during')!.promise;
  assert.deepEqual(server.received, [subscribeMessage, subscribeMessage, 'during']);
  assert.equal(subscription.counts().reconnects, 1);
  assert.equal(subscription.queue().pending, 0);
  assertQueueAgrees(subscription);
});

test('a reset by hand tries again at once', async (context) => {
  const server = await startServer(context, (client) => client.send('{"a":1}'));
  server.goAway();
  const started = start(context, server.url);
  await failTimes(started, 5);
  assert.equal(started.subscription.circuit().kind, 'open');
  server.comeBack();
  started.subscription.reset();
  assert.deepEqual(started.subscription.circuit(), { kind: 'closed', failures: 0 });
  await started.log.next('stream/sample');
});

test('measures the round trip of its pings', async (context) => {
  let client: WebSocket | undefined;
  const server = await startServer(context, (opened) => {
    client = opened;
  });
  const { clock, log } = start(context, server.url);
  await log.next('stream/state', (event) => event.state.kind === 'open');
  await once(client!, 'ping');
  clock.advance(40);
  // The pong was written before this message, so it is read before it.
  client!.send('{"a":1}');
  const { sample } = await log.next('stream/sample');
  assert.equal(sample.rttMs, 40);
});

test('a peer that answers no ping is cut after two misses', async (context) => {
  const server = await startServer(
    context,
    () => {},
    () => {},
    { autoPong: false },
  );
  const { clock, log } = start(context, server.url);
  await log.next('stream/state', (event) => event.state.kind === 'open');
  clock.advance(9_999);
  assert.equal(log.all('stream/state').at(-1)?.state.kind, 'open');
  clock.advance(1);
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.equal(state.kind === 'waiting' && state.reason, 'no answer to 2 pings in 10 s');
});

test('a flood of messages is counted in full but handed on in part', async (context) => {
  const server = await startServer(context, (client) => {
    for (let index = 0; index < 500; index++) client.send(`{"a":${index}}`);
    client.send('end');
  });
  const { clock, log, subscription } = start(context, server.url);
  await log.next('stream/sample');
  while (subscription.counts().unreadable === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(subscription.counts().messages, 500);
  assert.equal(log.all('stream/sample').length, 100);
  clock.advance(1_000);
});
