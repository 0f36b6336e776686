import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Subscription, subscribe } from '../../../source/engine/subscription/subscribe.js';
import type { MessageClass, MessageEnd } from '../../../source/model/stream.js';
import { createRandom, type Random } from '../../../source/time/random.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import { frame, opcodes, type RawBehaviour, startRawServer } from '../../helpers/raw-websocket-server.js';
import { createSimulatedNetwork, type Weather } from './simulated-network.js';
import { start, subscribeMessage } from './started-subscription.js';

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

const classes: readonly MessageClass[] = ['metric', 'metric', 'metric', 'command', 'critical'];

/** Sends messages of all kinds, and keeps how each ended. */
function createSender(subscription: Subscription, random: Random) {
  const ends = new Map<string, MessageEnd[]>();
  let number = 0;
  return {
    ends,
    send(count: number): void {
      for (let sent = 0; sent < count; sent++) {
        const isRepeat = number > 0 && random() < 0.1;
        const text = isRepeat ? `message ${number}` : `message ${++number}`;
        const key = isRepeat ? `${text} again ${ends.size}` : text;
        ends.set(key, []);
        subscription.send(text, {
          class: pick(random, classes),
          ...(random() < 0.2 ? { timeToLiveMs: 1 + random() * 5_000 } : {}),
          ended: (end) => ends.get(key)!.push(end),
        });
      }
    },
  };
}

/** Every message ended once, and all sums that there are say the same. */
function assertAccounted(
  subscription: Subscription,
  ends: ReadonlyMap<string, readonly MessageEnd[]>,
  own: number,
): void {
  const { accepted, sent, dropped, expired, pending } = subscription.queue();
  const { droppedFor, retried, pendingBytes } = subscription.detail().queue;
  assert.equal(pending, 0);
  assert.equal(pendingBytes, 0);
  assert.equal(retried.pending, 0);
  assert.equal(accepted, sent + dropped + expired);
  const all = [...ends.values()].map((list) => {
    assert.equal(list.length, 1);
    return list[0]!;
  });
  const count = (kind: MessageEnd['kind']): number => all.filter((end) => end.kind === kind).length;
  // The rest are the subscription's own words, one for each connection that opened.
  assert.equal(accepted, all.length + own);
  assert.ok(sent - count('sent') >= 0 && sent - count('sent') <= own);
  for (const [why, dropped_] of Object.entries(droppedFor)) {
    const given = all.filter((end) => end.kind === 'dropped' && end.why === why).length;
    assert.ok(dropped_ - given >= 0 && dropped_ - given <= own, why);
  }
  assert.equal(sent + dropped + expired - count('sent') - count('dropped') - count('expired'), own);
}

for (const seed of [1, 2, 3, 4]) {
  test(`two thousand faults of a simulated network, and every message is accounted for (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const clock = createVirtualClock();
    const network = createSimulatedNetwork(random);
    let opened = 0;
    let samples = 0;
    const spec = { name: 'chaos', url: 'ws://nowhere', server: null, deduplicate: { kind: 'id', path: 'id' } } as const;
    const subscription = subscribe(
      spec,
      clock,
      random,
      (event) => {
        if (event.kind === 'stream/state' && event.state.kind === 'open') opened += 1;
        if (event.kind === 'stream/sample') samples += 1;
      },
      { connect: network.connect },
    );
    const sender = createSender(subscription, random);
    const weathers: readonly Weather[] = ['fine', 'fine', 'refusing', 'hanging', 'flapping'];
    const faults: readonly (() => void)[] = [
      () => network.setWeather(pick(random, weathers)),
      () => network.cut(),
      () => network.stall(),
      () => network.say(`{"id":${Math.floor(random() * 1_000)},"value":${random()}}`),
      () => network.say(pick(random, ['', '{', '[]', 'null', '\u0000', '{"id":{}}'])),
      () => sender.send(1 + Math.floor(random() * 20)),
      () => sender.send(pick(random, [1, 300])),
      () => subscription.reset(),
    ];
    for (let fault = 0; fault < 2_000; fault++) {
      pick(random, faults)();
      clock.advance(random() < 0.2 ? random() * 20_000 : random() * 300);
      const { accepted, sent, dropped, expired, pending } = subscription.queue();
      assert.equal(accepted, sent + dropped + expired + pending);
    }
    // Fine weather for longer than any wait and any message's time: nothing may be left hanging.
    network.setWeather('fine');
    network.cut();
    subscription.reset();
    clock.advance(70_000);
    assert.equal(subscription.queue().pending, 0);
    sender.send(50);
    const stopped = subscription.stop();
    clock.advance(3_000);
    const { pendingFlushed, pendingDropped } = await stopped;
    assert.ok(pendingFlushed > 0 && pendingDropped === 0);
    assertAccounted(subscription, sender.ends, opened);
    // What the subscription says was sent, the network took, and at most once an attempt.
    const taken = new Map<string, number>();
    for (const text of network.taken) taken.set(text, (taken.get(text) ?? 0) + 1);
    const repeated = new Set([...sender.ends.keys()].map((key) => key.split(' again ')[1] && key.split(' again ')[0]));
    let sent = 0;
    for (const [text, [end]] of sender.ends) {
      if (end?.kind !== 'sent') continue;
      sent += 1;
      const times = taken.get(text.replace(/ again .*/, '')) ?? 0;
      assert.ok(times >= 1, text);
      if (!repeated.has(text) && !text.includes('again'))
        assert.ok(times <= end.attempts, `${text}: ${times} times in ${end.attempts} attempts`);
    }
    assert.ok(sent > 1_000 && network.attempts() > 100 && opened > 50 && samples > 20, 'the chaos was no chaos');
    assert.ok(subscription.counts().opened > 5);
    assert.equal(subscription.counts().reconnects, opened - 1);
  });
}

const { text, binary, close } = opcodes;

test('a thousand faults of a real server, and every message is accounted for', async (context) => {
  const random = createRandom(7);
  let hang = (): void => {};
  let said = 0;
  const say = (socket: Parameters<RawBehaviour>[0]): void => {
    said += 1;
    socket.write(frame(text, `{"value":${said}}`));
  };
  const behaviours: readonly RawBehaviour[] = [
    (socket) => socket.destroy(),
    (socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n'),
    (socket) => socket.end('garbage\r\n\r\n'),
    () => hang(),
    (socket, accept) => {
      accept();
      socket.destroy();
    },
    (socket, accept) => {
      accept();
      say(socket);
      socket.write(Buffer.from([0x81, 100, 0x7b]));
      socket.end();
    },
    (socket, accept) => {
      accept();
      socket.end(frame(close, Buffer.from([0x03, 0xf3])));
    },
    (socket, accept) => {
      accept();
      say(socket);
      socket.write(frame(binary, 'not json'));
      socket.end(Buffer.from([0xff, 0xff]));
    },
    (socket, accept) => {
      accept();
      for (let count = 0; count < 20; count++) say(socket);
      // Ends once the client has said something, so that messages are on their way.
      socket.once('data', () => socket.destroy());
    },
    (socket, accept) => {
      accept();
      socket.resetAndDestroy();
    },
  ];
  const server = await startRawServer(() => pick(random, behaviours));
  context.after(() => server.close());
  const { clock, log, subscription } = start(context, server.url);
  hang = () => clock.advance(10_000);
  const sender = createSender(subscription, random);
  while (server.connections() < 1_000) {
    const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
    log.forget();
    sender.send(Math.floor(random() * 30));
    if (random() < 0.3) subscription.reset();
    else clock.advance(state.kind === 'waiting' ? Math.max(0, state.nextAttemptAtMs - clock.nowMs()) : 0);
  }
  const stopped = subscription.stop();
  clock.advance(3_000);
  await stopped;
  const own = subscription.counts().reconnects + 1;
  assertAccounted(subscription, sender.ends, own);
  const { messages, unreadable } = subscription.counts();
  assert.ok(messages > 0 && messages <= said && unreadable > 0, `${messages} of ${said}`);
  assert.ok(subscription.counts().opened > 50 && own > 300);
  assert.ok(subscription.queue().sent > own, subscribeMessage);
});
