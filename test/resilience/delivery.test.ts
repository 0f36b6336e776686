import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultQueueLimits } from '../../source/resilience/bounded-queue.js';
import { createCircuitBreaker } from '../../source/resilience/circuit-breaker.js';
import { createDelivery } from '../../source/resilience/delivery.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

/** Lets every promise that is already settled be heard. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

function deliver(send: (message: string) => Promise<void>, isFinal = (_: unknown): boolean => false) {
  const clock = createVirtualClock();
  const told: string[] = [];
  const delivery = createDelivery<string>(
    { send, isFinal, told: (message, reason) => told.push(`${message}: ${reason ?? 'sent'}`), attemptMs: 1000 },
    clock,
    () => 0.5,
    createCircuitBreaker(clock.nowMs, () => 0.5),
    defaultQueueLimits,
  );
  const offer = (message: string): boolean => delivery.offer({ message, sizeBytes: 1, class: 'metric', key: null });
  return { clock, delivery, told, offer };
}

test('messages go in their order, one at a time', async () => {
  const sent: string[] = [];
  let release = (): void => {};
  const { offer, told } = deliver((message) => {
    sent.push(message);
    return new Promise((resolve) => {
      release = resolve;
    });
  });
  offer('a');
  offer('b');
  assert.deepEqual(sent, ['a']);
  release();
  await settled();
  assert.deepEqual(sent, ['a', 'b']);
  assert.deepEqual(told, ['a: sent']);
});

test('what failed is tried again after a while, what was refused never', async () => {
  const attempts = new Map<string, number>();
  const { clock, delivery, offer } = deliver(
    async (message) => {
      const before = attempts.get(message) ?? 0;
      attempts.set(message, before + 1);
      if (message === 'bad') throw new Error('not this one');
      if (before === 0) throw new Error('not now');
    },
    (error) => error instanceof Error && error.message === 'not this one',
  );
  offer('bad');
  await settled();
  offer('good');
  for (let turn = 0; turn < 10; turn++) {
    clock.advance(500);
    await settled();
  }
  assert.deepEqual(
    [...attempts],
    [
      ['bad', 1],
      ['good', 2],
    ],
  );
  const { dropped, sent } = delivery.counts();
  assert.deepEqual({ dropped, sent }, { dropped: 1, sent: 1 });
});

test('an end without patience waits for nobody, and drops what is pending', async () => {
  const { delivery, offer, told } = deliver(() => new Promise(() => {}));
  offer('a');
  offer('b');
  await delivery.close(0);
  assert.equal(delivery.counts().pending, 0);
  assert.equal(delivery.counts().dropped, 2);
  assert.deepEqual(told, []);
});

test('an end with patience is over as soon as all was sent', async () => {
  let release = (): void => {};
  const { delivery, offer } = deliver(
    () =>
      new Promise((resolve) => {
        release = resolve;
      }),
  );
  offer('a');
  const closing = delivery.close(60_000);
  release();
  await closing;
  assert.equal(delivery.counts().sent, 1);
});
