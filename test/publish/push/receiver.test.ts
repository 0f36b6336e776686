import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlimsollError } from '../../../source/model/error.js';
import type { Moment } from '../../../source/publish/metrics/metric.js';
import { type ReceiverPlan, startReceiver } from '../../../source/publish/push/receiver.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';

const moment: Moment = { atMs: 0, startedAtMs: 0, session: 's', metrics: [] };

/** Lets every promise that is already settled be heard. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

function sendingTo(send: () => Promise<void>, sizeBytes = 10) {
  const clock = createVirtualClock();
  const news: string[] = [];
  let packed = 0;
  let isClosed = false;
  const plan: ReceiverPlan = {
    name: 'otlp',
    everyMs: 1000,
    pack() {
      packed += 1;
      return { sizeBytes, send };
    },
    isFinal: (error) => error instanceof PlimsollError && error.code === 'refused',
    close: () => {
      isClosed = true;
    },
  };
  const receiver = startReceiver(
    plan,
    clock,
    () => 0.5,
    () => moment,
    (severity, text) => news.push(`${severity}: ${text}`),
  );
  const seconds = async (count: number): Promise<void> => {
    for (let second = 0; second < count; second++) {
      clock.advance(1000);
      await settled();
    }
  };
  return { receiver, clock, news, seconds, packed: () => packed, isClosed: () => isClosed };
}

test('a moment is sent every so often, and once more in the end', async () => {
  let sent = 0;
  const { isClosed, news, packed, receiver, seconds } = sendingTo(async () => {
    sent += 1;
  });
  await seconds(3);
  assert.equal(sent, 3);
  await receiver.close(1000);
  assert.equal(sent, 4);
  assert.equal(packed(), 4);
  assert.ok(isClosed());
  assert.deepEqual(news, []);
  await receiver.close(1000);
  assert.equal(sent, 4);
});

test('a dead receiver is told of once, tried ever less, and its queue stays bounded', async () => {
  let tried = 0;
  const { news, receiver, seconds } = sendingTo(async () => {
    tried += 1;
    throw new Error('ECONNREFUSED');
  });
  await seconds(600);
  assert.deepEqual(news, ['warning: metrics do not reach otlp: ECONNREFUSED']);
  assert.equal(receiver.circuit().kind, 'open');
  assert.ok(tried < 60, `${tried} attempts in ten minutes`);
  const { accepted, dropped, expired, pending, sent } = receiver.counts();
  assert.equal(sent, 0);
  assert.ok(pending <= 60);
  assert.equal(accepted, dropped + expired + pending);
  // Nobody waits for it in the end.
  await receiver.close(60_000);
  assert.equal(receiver.counts().pending, 0);
});

test('a receiver that comes back gets what waited, in order, and that is told', async () => {
  let isAway = true;
  const { news, receiver, seconds } = sendingTo(async () => {
    if (isAway) throw new Error('ECONNREFUSED');
  });
  await seconds(3);
  isAway = false;
  await seconds(60);
  assert.deepEqual(news, ['warning: metrics do not reach otlp: ECONNREFUSED', 'good: metrics reach otlp again']);
  assert.deepEqual(receiver.counts(), { accepted: 63, sent: 63, dropped: 0, expired: 0, pending: 0 });
  await receiver.close(0);
});

test('what a receiver has read and does not want is not sent again', async () => {
  let tried = 0;
  const { receiver, seconds } = sendingTo(async () => {
    tried += 1;
    throw new PlimsollError('refused', 'the receiver answered 400');
  });
  await seconds(2);
  assert.equal(tried, 2);
  assert.equal(receiver.counts().dropped, 2);
  await receiver.close(0);
});

test('a receiver that never answers is left after a while, and holds nobody up', async () => {
  const { clock, news, receiver, seconds } = sendingTo(() => new Promise(() => {}));
  await seconds(10);
  // The attempt itself ends only by its signal: this one ignores it.
  assert.equal(receiver.counts().sent, 0);
  const closing = receiver.close(3000);
  clock.advance(3000);
  await closing;
  assert.equal(receiver.counts().pending, 0);
  assert.deepEqual(news, []);
});
