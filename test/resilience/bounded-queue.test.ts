import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createBoundedQueue } from '../../source/resilience/bounded-queue.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

const limits = { maxCount: 3, maxBytes: 10, timeToLiveMs: 1_000 };

function create() {
  const clock = createVirtualClock();
  return { clock, queue: createBoundedQueue<string>(clock.nowMs, limits) };
}

test('gives messages back in the order they came', () => {
  const { queue } = create();
  for (const message of ['a', 'b', 'c']) queue.offer(message, 1);
  assert.deepEqual([queue.take(), queue.take(), queue.take(), queue.take()], ['a', 'b', 'c', null]);
  assert.deepEqual(queue.counts(), { accepted: 3, sent: 3, dropped: 0, expired: 0, pending: 0 });
});

test('drops the oldest when it is full by count', () => {
  const { queue } = create();
  for (const message of ['a', 'b', 'c', 'd']) assert.equal(queue.offer(message, 1), true);
  assert.deepEqual(queue.counts(), { accepted: 4, sent: 0, dropped: 1, expired: 0, pending: 3 });
  assert.equal(queue.take(), 'b');
});

test('drops as many of the oldest as the bytes of a new one need', () => {
  const { queue } = create();
  queue.offer('a', 4);
  queue.offer('b', 4);
  queue.offer('c', 9);
  assert.deepEqual(queue.counts(), { accepted: 3, sent: 0, dropped: 2, expired: 0, pending: 1 });
  assert.equal(queue.pendingBytes(), 9);
  assert.equal(queue.take(), 'c');
});

test('refuses a message that is over the byte bound alone, counts it, and keeps the others', () => {
  const { queue } = create();
  queue.offer('a', 4);
  assert.equal(queue.offer('huge', 11), false);
  assert.deepEqual(queue.counts(), { accepted: 2, sent: 0, dropped: 1, expired: 0, pending: 1 });
});

test('forgets messages that waited longer than their time to live', () => {
  const { clock, queue } = create();
  queue.offer('a', 1);
  clock.advance(600);
  queue.offer('b', 1);
  clock.advance(400);
  assert.deepEqual(queue.counts(), { accepted: 2, sent: 0, dropped: 0, expired: 1, pending: 1 });
  assert.equal(queue.take(), 'b');
});

test('at the end what is pending is counted as dropped', () => {
  const { queue } = create();
  queue.offer('a', 1);
  queue.offer('b', 1);
  queue.dropAll();
  assert.deepEqual(queue.counts(), { accepted: 2, sent: 0, dropped: 2, expired: 0, pending: 0 });
  assert.equal(queue.pendingBytes(), 0);
});

test('whatever is done to it, accepted = sent + dropped + expired + pending, within both bounds and in order', () => {
  const step = fc.oneof(
    fc.record({ offerBytes: fc.integer({ min: 0, max: 12 }) }),
    fc.constant('take' as const),
    fc.record({ advanceMs: fc.integer({ min: 0, max: 700 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const clock = createVirtualClock();
      const queue = createBoundedQueue<number>(clock.nowMs, limits);
      let offered = 0;
      let lastTaken = -1;
      for (const action of steps) {
        if (action === 'take') {
          const taken = queue.take();
          if (taken !== null) {
            assert.ok(taken > lastTaken);
            lastTaken = taken;
          }
        } else if ('offerBytes' in action) queue.offer(offered++, action.offerBytes);
        else clock.advance(action.advanceMs);
        const { accepted, sent, dropped, expired, pending } = queue.counts();
        assert.equal(accepted, offered);
        assert.equal(accepted, sent + dropped + expired + pending);
        assert.ok(pending <= limits.maxCount && queue.pendingBytes() <= limits.maxBytes);
        assert.equal(pending === 0 ? queue.pendingBytes() : 0, 0);
      }
    }),
  );
});
