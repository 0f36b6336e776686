import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { WebSocket } from 'ws';
import {
  type BroadcastLimits,
  type BroadcastServer,
  createBroadcastServer,
  defaultBroadcastLimits,
} from '../../../source/engine/subscription/broadcast-server.js';
import { createVirtualClock, type VirtualClock } from '../../../source/time/virtual-clock.js';
import { usedBytes } from '../../helpers/collect-garbage.js';

type Serving = {
  readonly clock: VirtualClock;
  readonly server: BroadcastServer;
  readonly url: string;
  /** Opens so many clients that read everything. */
  readonly join: (count: number, options?: { readonly autoPong?: boolean }) => Promise<readonly Joined[]>;
};

type Joined = { readonly socket: WebSocket; readonly heard: string[]; readonly closed: Promise<number> };

async function serve(context: TestContext, limits: Partial<BroadcastLimits> = {}): Promise<Serving> {
  const clock = createVirtualClock();
  const server = createBroadcastServer(clock, (text) => (text === 'silence' ? null : `re: ${text}`), {
    ...defaultBroadcastLimits,
    ...limits,
  });
  const http = createServer().on('upgrade', server.upgrade);
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', 1_024, resolve);
  });
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  const joined: Joined[] = [];
  context.after(async () => {
    for (const { socket } of joined) socket.terminate();
    await new Promise((resolve) => http.close(resolve));
  });
  const join = async (count: number, options = {}): Promise<readonly Joined[]> => {
    const fresh = Array.from({ length: count }, (): Joined => {
      const socket = new WebSocket(url, { perMessageDeflate: false, ...options });
      const heard: string[] = [];
      const closed = new Promise<number>((resolve) => {
        socket.on('close', resolve);
      });
      socket.on('message', (payload) => heard.push(payload.toString()));
      socket.on('error', () => {});
      return { socket, heard, closed };
    });
    joined.push(...fresh);
    await Promise.all(fresh.map(({ socket }) => once(socket, 'open')));
    return fresh;
  };
  return { clock, server, url, join };
}

/** Resolves once the client has heard so many messages. */
async function heardAtLeast({ socket, heard }: Joined, count: number): Promise<void> {
  while (heard.length < count) await once(socket, 'message');
}

test('tells a thousand clients the same, each exactly once, and counts it for each', async (context) => {
  const { server, join } = await serve(context);
  const clients = await join(1_000);
  for (let round = 0; round < 3; round++) assert.equal(server.broadcast(`round ${round}`), 1_000);
  await Promise.all(clients.map((client) => heardAtLeast(client, 3)));
  for (const { heard } of clients) assert.deepEqual(heard, ['round 0', 'round 1', 'round 2']);
  const statistics = server.clients();
  assert.equal(statistics.length, 1_000);
  for (const each of statistics) {
    assert.deepEqual([each.queued, each.sent, each.lost, each.queuedBytes], [3, 3, 0, 21]);
  }
  const { clients: present, accepted, queued, sent, lost } = server.totals();
  assert.deepEqual([present, accepted, queued, sent, lost], [1_000, 1_000, 3_000, 3_000, 0]);
});

test('drops a client that does not read, and the others miss nothing and wait for nobody', async (context) => {
  const { server, join } = await serve(context, { maxBehindBytes: 256 * 1024 });
  const [slow] = await join(1);
  const fast = await join(5);
  slow!.socket.pause();
  const text = 'x'.repeat(256 * 1024);
  let rounds = 0;
  while (server.totals().ended.slow === 0) {
    server.broadcast(text);
    rounds += 1;
    assert.ok(rounds < 1_000, 'the slow client was never dropped');
    // The fast ones have the round before the next begins; the slow one is not asked.
    await Promise.all(fast.map((client) => heardAtLeast(client, rounds)));
  }
  for (const { heard } of fast) assert.equal(heard.length, rounds);
  const { clients, queued, sent, lost } = server.totals();
  assert.equal(clients, 5);
  assert.equal(queued, sent + lost);
  assert.ok(lost > 0);
});

test('drops a client that is always a little behind, when that has lasted too long', async (context) => {
  const { clock, server, join } = await serve(context);
  const [slow] = await join(1);
  slow!.socket.pause();
  const text = 'x'.repeat(256 * 1024);
  // Until the kernel takes no more: then something stays behind.
  while (server.clients()[0]?.behindBytes === 0) {
    server.broadcast(text);
    await new Promise((resolve) => setImmediate(resolve));
  }
  server.broadcast('x');
  clock.advance(10_000);
  server.broadcast('x');
  assert.equal(server.totals().ended.slow, 0);
  clock.advance(1);
  server.broadcast('x');
  slow!.socket.resume();
  await slow!.closed;
  while (server.totals().clients > 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(server.totals().ended.slow, 1);
});

test('lets go who neither spoke nor answered a ping for five minutes, and nobody else', async (context) => {
  const { clock, server, join } = await serve(context);
  const [dead] = await join(1, { autoPong: false });
  const [alive] = await join(1);
  clock.advance(270_000);
  // Nine pings went out; the answer to the last is the sign of life.
  while (server.clients().every(({ rttMs }) => rttMs === null)) await new Promise((resolve) => setImmediate(resolve));
  clock.advance(30_000);
  assert.equal(await dead!.closed, 1006);
  assert.equal(server.totals().ended.idle, 1);
  assert.equal(server.clients().length, 1);
  assert.equal(alive!.socket.readyState, WebSocket.OPEN);
});

test('answers what clients say, and counts it', async (context) => {
  const { server, join } = await serve(context);
  const [client] = await join(1);
  for (const text of ['hello', 'silence', 'again']) client!.socket.send(text);
  await heardAtLeast(client!, 2);
  assert.deepEqual(client!.heard, ['re: hello', 're: again']);
  const [{ received, receivedBytes, sent }] = server.clients() as [ReturnType<BroadcastServer['clients']>[number]];
  assert.deepEqual([received, receivedBytes, sent], [3, 17, 2]);
});

test('a message over the limit ends its sender and no one else', async (context) => {
  const { server, join } = await serve(context);
  const [rude, polite] = (await join(2)) as [Joined, Joined];
  rude.socket.send('x'.repeat(17 * 1024));
  assert.equal(await rude.closed, 1009);
  server.broadcast('still here');
  await heardAtLeast(polite, 1);
  assert.equal(server.totals().ended.broken, 1);
});

test('turns away who comes when there are enough', async (context) => {
  const { server, url, join } = await serve(context, { maxClients: 2 });
  await join(2);
  const [error] = (await once(new WebSocket(url), 'error')) as [Error];
  assert.match(error.message, /503/);
  assert.equal(server.totals().refused, 1);
});

test('a stop says goodbye, takes nobody in, cuts who does not leave, and reports what it did', async (context) => {
  const { clock, server, url, join } = await serve(context);
  const polite = await join(9);
  const [deaf] = await join(1);
  deaf!.socket.pause();
  server.broadcast('last words');
  const stopped = server.stop();
  const [error] = (await once(new WebSocket(url), 'error')) as [Error];
  assert.match(error.message, /503/);
  for (const { closed, heard } of polite) {
    assert.equal(await closed, 1001);
    assert.deepEqual(heard, ['last words']);
  }
  while (server.totals().clients > 1) await new Promise((resolve) => setImmediate(resolve));
  clock.advance(3_000);
  deaf!.socket.resume();
  assert.deepEqual(await stopped, {
    pendingFlushed: 10,
    pendingDropped: 0,
    connectionsClosed: 10,
    tasksStopped: 2,
    metricsCleaned: 10,
    durationMs: 3_000,
  });
  assert.equal(server.totals().ended.shutdown, 10);
  assert.equal(await server.stop(), await stopped);
});

test('a hundred clients take little memory, and give it back', async (context) => {
  const { server, join } = await serve(context);
  // The first clients bring code and buffers that stay.
  for (const { socket, closed } of await join(20)) {
    socket.close();
    await closed;
  }
  const before = usedBytes();
  const clients = await join(100);
  const perClient = (usedBytes() - before) / 100;
  // Both ends of each connection are in this process.
  assert.ok(perClient < 60 * 1024, `${perClient.toFixed(0)} bytes a client`);
  for (const { socket, closed } of clients) {
    socket.close();
    await closed;
  }
  while (server.totals().clients > 0) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(server.clients(), []);
});
