import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel, Message } from '../../../../source/engine/alert/channels/channel.js';
import { createDelivery } from '../../../../source/engine/alert/channels/deliver.js';
import type { AlertEvent } from '../../../../source/model/alert.js';
import { createVirtualClock } from '../../../../source/time/virtual-clock.js';
import { alertNamed, messageAbout } from '../helpers/alerts-of.js';

/** A channel whose sendings end when the test says so. */
function scripted(): {
  readonly channel: Channel;
  readonly sent: Message[];
  readonly end: (error?: Error) => Promise<void>;
} {
  const sent: Message[] = [];
  let settle: { resolve: () => void; reject: (error: Error) => void } | null = null;
  const channel: Channel = {
    name: 'ops',
    send: (message, signal) =>
      new Promise<void>((resolve, reject) => {
        sent.push(message);
        settle = { resolve, reject };
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    probe: async () => '',
  };
  return {
    channel,
    sent,
    async end(error) {
      if (error === undefined) settle?.resolve();
      else settle?.reject(error);
      await settled();
    },
  };
}

/** Lets every promise that is already settled be heard. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

function deliveryTo(channel: Channel) {
  const clock = createVirtualClock();
  const told: AlertEvent[] = [];
  return {
    clock,
    told,
    delivery: createDelivery(
      channel,
      clock,
      () => 0.5,
      (event) => told.push(event),
    ),
  };
}

test('messages go one at a time, and the same one goes once', async () => {
  const { channel, sent, end } = scripted();
  const { delivery, told } = deliveryTo(channel);
  delivery.offer(messageAbout(alertNamed('a')));
  delivery.offer(messageAbout(alertNamed('a')));
  delivery.offer(messageAbout(alertNamed('b')));
  assert.equal(sent.length, 1);
  await end();
  assert.equal(sent.length, 2);
  await end();
  assert.deepEqual(
    sent.map(({ alerts }) => alerts[0]?.alert.id),
    ['a', 'b'],
  );
  assert.equal(
    told.every((event) => event.kind === 'notified' && event.isDelivered),
    true,
  );
});

test('a message that failed is tried again, and the failure is told', async () => {
  const { channel, sent, end } = scripted();
  const { clock, delivery, told } = deliveryTo(channel);
  delivery.offer(messageAbout(alertNamed('a')));
  await end(new Error('connection refused'));
  assert.deepEqual(told, [
    { kind: 'notified', channel: 'ops', isDelivered: false, alerts: 1, text: 'connection refused' },
  ]);
  clock.advance(2000);
  assert.equal(sent.length, 2);
  await end();
  assert.equal(told.length, 2);
});

test('an answer that does not come is a failure, and the circuit opens after five', async () => {
  const { channel, sent } = scripted();
  const { clock, delivery, told } = deliveryTo(channel);
  delivery.offer(messageAbout(alertNamed('a')));
  for (let second = 0; second < 600; second++) {
    clock.advance(1000);
    await settled();
  }
  assert.match(told[0]?.kind === 'notified' ? told[0].text : '', /no answer within 10000 ms/);
  assert.ok(sent.length >= 5 && sent.length <= 8, `${sent.length} attempts`);
});

test('closing waits for what is under way, and no longer than it may', async () => {
  const { channel, sent, end } = scripted();
  const { clock, delivery } = deliveryTo(channel);
  delivery.offer(messageAbout(alertNamed('a')));
  const closed = delivery.close(3000);
  await end();
  await closed;
  delivery.offer(messageAbout(alertNamed('b')));
  assert.equal(sent.length, 1);

  const late = scripted();
  const second = deliveryTo(late.channel);
  second.delivery.offer(messageAbout(alertNamed('a')));
  const closing = second.delivery.close(3000);
  second.clock.advance(3000);
  await closing;
  clock.advance(60_000);
  assert.equal(late.sent.length, 1);
});
