import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subscribe } from '../../../source/engine/subscription/subscribe.js';
import type { MessageEnd } from '../../../source/model/stream.js';
import { createRandom } from '../../../source/time/random.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import { refusingUrl } from '../../helpers/websocket-servers.js';
import { createSimulatedNetwork } from './simulated-network.js';
import { passWait, start, startServer, subscribeMessage } from './started-subscription.js';

function startSimulated() {
  const clock = createVirtualClock();
  const random = createRandom(1);
  const network = createSimulatedNetwork(random);
  const spec = { name: 'metrics', url: 'ws://nowhere', server: null };
  const waits: number[] = [];
  const subscription = subscribe(
    spec,
    clock,
    random,
    (event) => {
      if (event.kind === 'stream/state' && event.state.kind === 'waiting') {
        waits.push(event.state.nextAttemptAtMs - clock.nowMs());
      }
    },
    { connect: network.connect },
  );
  // Past the handshake: the first connection is open.
  clock.advance(5);
  return { clock, network, subscription, waits };
}

test('while the circuit is open nothing is tried: sending costs a place in the queue and no attempt', () => {
  const { clock, network, subscription } = startSimulated();
  network.setWeather('refusing');
  network.cut();
  while (subscription.circuit().kind !== 'open') clock.advance(100);
  const attempts = network.attempts();
  for (let number = 0; number < 100; number++) assert.equal(subscription.send(`message ${number}`), true);
  const circuit = subscription.circuit();
  clock.advance(circuit.kind === 'open' ? circuit.nextProbeAtMs - clock.nowMs() - 1 : 0);
  assert.equal(network.attempts(), attempts);
  assert.equal(subscription.queue().pending, 100);
  clock.advance(1);
  assert.equal(subscription.circuit().kind, 'half-open');
  clock.advance(1);
  // One probe, however much waits.
  assert.equal(network.attempts(), attempts + 1);
});

test('a peer that has not shown that it lives gets nothing but the subscription', () => {
  const { clock, network, subscription, waits } = startSimulated();
  clock.advance(100);
  network.cut();
  subscription.send('precious');
  // The handshake takes 3 ms, a write 1 ms, and the first pong comes 2 ms after the handshake.
  clock.advance(waits[0]! + 3 + 1.5);
  assert.deepEqual(network.taken, [subscribeMessage, subscribeMessage]);
  assert.equal(subscription.queue().pending, 1);
  clock.advance(2);
  assert.deepEqual(network.taken, [subscribeMessage, subscribeMessage, 'precious']);
});

test('messages whose sending failed are sent again, in order, and count as rescued', () => {
  const { clock, network, subscription } = startSimulated();
  clock.advance(100);
  const ends: MessageEnd[] = [];
  for (let number = 0; number < 20; number++) {
    subscription.send(`message ${number}`, { ended: (end) => ends.push(end) });
  }
  // The first is written alone, the rest as one batch, which is under way when the network stalls.
  clock.advance(1);
  network.stall();
  clock.advance(5_000);
  assert.equal(subscription.detail().queue.retried.pending, 19);
  clock.advance(10_000);
  const { retried, meanWaitMs } = subscription.detail().queue;
  assert.deepEqual(retried, { sent: 19, lost: 0, pending: 0 });
  assert.ok(meanWaitMs !== null && meanWaitMs > 1_000);
  assert.deepEqual(
    ends.map((end) => (end.kind === 'sent' ? end.attempts : null)),
    [1, ...Array(19).fill(2)],
  );
  const order = network.taken.filter((text) => text !== subscribeMessage);
  assert.deepEqual(
    order.slice(-19),
    Array.from({ length: 19 }, (_, number) => `message ${number + 1}`),
  );
});

test('of 150 messages more than the queue holds the oldest are lost, and counted', async (context) => {
  const { log, subscription } = start(context, refusingUrl);
  await log.next('stream/state', (event) => event.state.kind === 'waiting');
  for (let number = 0; number < 1_150; number++) subscription.send(`message ${number}`, { class: 'metric' });
  assert.deepEqual(subscription.queue(), { accepted: 1_150, sent: 0, dropped: 150, expired: 0, pending: 1_000 });
  const { droppedFor, peak } = subscription.detail().queue;
  assert.equal(droppedFor.overflow, 150);
  assert.equal(peak, 1_000);
  assert.equal(subscription.send('order', { class: 'command' }), false);
  assert.equal(subscription.send('alarm', { class: 'critical' }), true);
});

test('a message sent twice goes out once; by its own id, or not at all known, it goes as told', async (context) => {
  const server = await startServer(context, () => {});
  const { log, subscription } = start(context, server.url);
  await log.next('stream/state', (event) => event.state.kind === 'open');
  assert.equal(subscription.send('same'), true);
  assert.equal(subscription.send('same'), false);
  assert.equal(subscription.send('first text', { id: 'order 1' }), true);
  assert.equal(subscription.send('second text', { id: 'order 1' }), false);
  assert.equal(subscription.send('again', { id: null }), true);
  assert.equal(subscription.send('again', { id: null }), true);
  await subscription.stop();
  assert.deepEqual(server.received.slice(1), ['same', 'first text', 'again', 'again']);
  assert.equal(subscription.detail().queue.droppedFor.duplicate, 2);
});

test('messages that a server repeats after a reconnect are told once, by its ids or by their bytes', async (context) => {
  for (const deduplicate of [{ kind: 'id', path: 'seq' }, { kind: 'frame' }] as const) {
    const server = await startServer(context, (client) => {
      for (const seq of server.connections() === 1 ? [1, 2, 3] : [2, 3, 4]) client.send(`{"seq":${seq}}`);
      if (server.connections() === 1) client.close(1011);
    });
    const started = start(context, server.url, { deduplicate });
    await passWait(started);
    await started.log.next('stream/sample', (event) => event.sample.values.seq === 4);
    assert.equal(started.subscription.counts().messages, 4);
    assert.equal(started.subscription.detail().duplicates, 2);
  }
});

test('waits between attempts grow by decorrelated jitter, each at most three times the one before', () => {
  const { clock, network, waits, subscription } = startSimulated();
  network.setWeather('refusing');
  network.cut();
  while (waits.length < 15) clock.advance(1_000);
  const rounding = 1e-6;
  const closed = waits.slice(0, 4);
  const open = waits.slice(4);
  for (const [index, wait] of closed.entries()) {
    assert.ok(wait >= 250 - rounding && wait <= Math.min(2_000, 750 * 3 ** index) + rounding, `wait ${index}: ${wait}`);
  }
  for (const [index, wait] of open.entries()) {
    const most = Math.min(60_000, index === 0 ? 3_000 : open[index - 1]! * 3);
    assert.ok(wait >= 1_000 - rounding && wait <= most + rounding, `open wait ${index}: ${wait}`);
  }
  assert.equal(subscription.counts().opened, open.length);
});

test('a stream that recovers forgets its failures after ten stable seconds, not at once', () => {
  const { clock, network, subscription } = startSimulated();
  network.setWeather('refusing');
  network.cut();
  while (subscription.circuit().kind !== 'open') clock.advance(100);
  network.setWeather('fine');
  subscription.reset();
  clock.advance(10);
  network.cut();
  clock.advance(2_000);
  assert.deepEqual(subscription.circuit(), { kind: 'closed', failures: 1 });
  clock.advance(12_000);
  assert.deepEqual(subscription.circuit(), { kind: 'closed', failures: 0 });
});
