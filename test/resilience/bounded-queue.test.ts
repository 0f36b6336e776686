import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MessageClass, MessageEnd } from '../../source/model/stream.js';
import { createBoundedQueue, type Taken } from '../../source/resilience/bounded-queue.js';
import { createDeduplicator } from '../../source/resilience/deduplicator.js';
import { createRandom } from '../../source/time/random.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

const limits = {
  maxCount: 3,
  maxBytes: 10,
  reserve: { count: 2, bytes: 4 },
  timeToLiveMs: 1_000,
  maxAttempts: 3,
  retryWait: { baseMs: 100, capMs: 150 },
};

function create() {
  const clock = createVirtualClock();
  const seen = createDeduplicator(clock.nowMs);
  const queue = createBoundedQueue<string>(clock.nowMs, createRandom(1), limits, seen);
  const ends = new Map<string, MessageEnd>();
  const offer = (message: string, of: MessageClass = 'metric', sizeBytes = 1, key: string | null = null): boolean =>
    queue.offer({ message, sizeBytes, class: of, key, ended: (end) => ends.set(message, end) });
  const send = (): string | null => {
    const taken = queue.take();
    if (taken !== null) queue.settle(taken, 'sent');
    return taken?.message ?? null;
  };
  return { clock, queue, ends, offer, send };
}

test('gives messages back in the order they came', () => {
  const { queue, offer, send } = create();
  for (const message of ['a', 'b', 'c']) offer(message);
  assert.deepEqual([send(), send(), send(), send()], ['a', 'b', 'c', null]);
  assert.deepEqual(queue.counts(), { accepted: 3, sent: 3, dropped: 0, expired: 0, pending: 0 });
});

test('a metric drives out the oldest metric when the queue is full by count', () => {
  const { queue, offer, send, ends } = create();
  for (const message of ['a', 'b', 'c', 'd']) assert.equal(offer(message), true);
  assert.deepEqual(queue.counts(), { accepted: 4, sent: 0, dropped: 1, expired: 0, pending: 3 });
  assert.deepEqual(ends.get('a'), { kind: 'dropped', why: 'overflow' });
  assert.equal(send(), 'b');
});

test('a metric drives out as many of the oldest metrics as its bytes need', () => {
  const { queue, offer, send } = create();
  offer('a', 'metric', 4);
  offer('b', 'metric', 4);
  offer('c', 'metric', 9);
  assert.deepEqual(queue.counts(), { accepted: 3, sent: 0, dropped: 2, expired: 0, pending: 1 });
  assert.equal(queue.detail().pendingBytes, 9);
  assert.equal(send(), 'c');
});

test('a command is refused when the queue is full, and drives nothing out', () => {
  const { queue, offer, ends } = create();
  for (const message of ['a', 'b', 'c']) offer(message);
  assert.equal(offer('order', 'command'), false);
  assert.deepEqual(ends.get('order'), { kind: 'dropped', why: 'rejected' });
  assert.equal(queue.counts().pending, 3);
});

test('a metric drives out no command: it is dropped itself', () => {
  const { offer, ends } = create();
  for (const message of ['a', 'b', 'c']) offer(message, 'command');
  assert.equal(offer('gauge'), false);
  assert.deepEqual(ends.get('gauge'), { kind: 'dropped', why: 'overflow' });
});

test('critical messages have a reserve, go first, and beyond it drive out metrics', () => {
  const { queue, offer, send, ends } = create();
  for (const message of ['a', 'b', 'c']) offer(message);
  for (const message of ['x', 'y', 'z']) assert.equal(offer(message, 'critical'), true);
  assert.deepEqual(ends.get('a'), { kind: 'dropped', why: 'overflow' });
  assert.equal(queue.counts().pending, limits.maxCount + limits.reserve.count);
  assert.deepEqual([send(), send(), send(), send()], ['x', 'y', 'z', 'b']);
});

test('refuses a message that is over the byte bound alone, counts it, and keeps the others', () => {
  const { queue, offer, ends } = create();
  offer('a', 'metric', 4);
  assert.equal(offer('huge', 'metric', 11), false);
  assert.deepEqual(ends.get('huge'), { kind: 'dropped', why: 'tooLarge' });
  assert.deepEqual(queue.counts(), { accepted: 2, sent: 0, dropped: 1, expired: 0, pending: 1 });
});

test('forgets messages that waited longer than their time to live, their own or the common one', () => {
  const { clock, queue, offer, send, ends } = create();
  offer('a');
  queue.offer({ message: 'hasty', sizeBytes: 1, class: 'metric', key: null, timeToLiveMs: 10 });
  clock.advance(600);
  offer('b');
  assert.deepEqual(queue.counts(), { accepted: 3, sent: 0, dropped: 0, expired: 1, pending: 2 });
  clock.advance(400);
  assert.deepEqual(queue.counts(), { accepted: 3, sent: 0, dropped: 0, expired: 2, pending: 1 });
  assert.deepEqual(ends.get('a'), { kind: 'expired' });
  assert.equal(send(), 'b');
});

test('a message that failed waits longer each time, in its old place, and is given up after its last attempt', () => {
  const { clock, queue, offer, ends } = create();
  offer('a');
  offer('b');
  const waits: number[] = [];
  for (let attempt = 1; attempt <= limits.maxAttempts; attempt++) {
    const taken = queue.take();
    assert.equal(taken?.message, 'a');
    queue.settle(taken!, 'failed');
    if (attempt === limits.maxAttempts) break;
    assert.equal(queue.take(), null);
    waits.push(queue.nextInMs()!);
    clock.advance(queue.nextInMs()!);
  }
  assert.ok(waits[0]! >= 50 && waits[0]! <= 100, String(waits[0]));
  assert.ok(waits[1]! >= 75 && waits[1]! <= 150, String(waits[1]));
  assert.deepEqual(ends.get('a'), { kind: 'dropped', why: 'undeliverable' });
  assert.deepEqual(queue.detail().retried, { sent: 0, lost: 1, pending: 0 });
  assert.equal(queue.take()?.message, 'b');
});

test('messages that failed together keep their order, and count once they are sent', () => {
  const { clock, queue, offer, send, ends } = create();
  for (const message of ['a', 'b', 'c']) offer(message);
  const taken = [queue.take()!, queue.take()!];
  assert.equal(queue.counts().pending, 3);
  for (const each of taken.reverse()) queue.settle(each, 'failed');
  clock.advance(200);
  assert.deepEqual([send(), send(), send()], ['a', 'b', 'c']);
  assert.deepEqual(queue.detail().retried, { sent: 2, lost: 0, pending: 0 });
  assert.deepEqual(ends.get('a'), { kind: 'sent', attempts: 2, waitedMs: 200 });
  assert.deepEqual(ends.get('c'), { kind: 'sent', attempts: 1, waitedMs: 200 });
});

test('a duplicate is dropped while the first is pending or sent, and let in when the first was lost', () => {
  const { queue, offer, send, ends } = create();
  assert.equal(offer('first', 'metric', 1, 'k'), true);
  assert.equal(offer('second', 'metric', 1, 'k'), false);
  assert.deepEqual(ends.get('second'), { kind: 'dropped', why: 'duplicate' });
  send();
  assert.equal(offer('third', 'metric', 1, 'k'), false);
  for (const message of ['a', 'b', 'c', 'd']) offer(message, 'metric', 1, message);
  assert.equal(offer('again', 'metric', 1, 'a'), true);
  assert.equal(queue.detail().droppedFor.duplicate, 2);
});

test('a duplicate makes no room for itself', () => {
  const { queue, offer } = create();
  for (const message of ['a', 'b', 'c']) offer(message, 'metric', 1, message);
  assert.equal(offer('c', 'metric', 1, 'c'), false);
  assert.equal(queue.counts().pending, 3);
});

test('at the end what is pending is counted as dropped, what is being sent too, and a late word of it changes nothing', () => {
  const { queue, offer, ends } = create();
  offer('a');
  offer('b');
  const taken = queue.take()!;
  queue.dropAll();
  queue.settle(taken, 'sent');
  assert.deepEqual(queue.counts(), { accepted: 2, sent: 0, dropped: 2, expired: 0, pending: 0 });
  assert.deepEqual(ends.get('a'), { kind: 'dropped', why: 'shutdown' });
  assert.equal(queue.detail().pendingBytes, 0);
});

test('whatever is done to it, the sums agree, bounds and order hold, and each message ends exactly once', () => {
  const classes: readonly MessageClass[] = ['metric', 'command', 'critical'];
  const step = fc.oneof(
    fc.record({
      bytes: fc.integer({ min: 0, max: 12 }),
      class: fc.constantFrom(...classes),
      key: fc.option(fc.integer({ min: 0, max: 5 })),
      timeToLiveMs: fc.integer({ min: 1, max: 1_500 }),
    }),
    fc.constant('take' as const),
    fc.record({ settle: fc.nat(3), how: fc.constantFrom('sent' as const, 'failed' as const) }),
    fc.record({ advanceMs: fc.integer({ min: 0, max: 300 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const clock = createVirtualClock();
      const seen = createDeduplicator(clock.nowMs);
      const queue = createBoundedQueue<number>(clock.nowMs, createRandom(1), limits, seen);
      const ends = new Map<number, MessageEnd[]>();
      const inFlight: Taken<number>[] = [];
      let offered = 0;
      for (const action of steps) {
        if (action === 'take') {
          const taken = queue.take();
          if (taken !== null) inFlight.push(taken);
        } else if ('bytes' in action) {
          const message = offered++;
          ends.set(message, []);
          queue.offer({
            message,
            sizeBytes: action.bytes,
            class: action.class,
            key: action.key === null ? null : String(action.key),
            timeToLiveMs: action.timeToLiveMs,
            ended: (end) => ends.get(message)!.push(end),
          });
        } else if ('settle' in action) {
          const [taken] = inFlight.splice(action.settle, 1);
          if (taken !== undefined) queue.settle(taken, action.how);
        } else clock.advance(action.advanceMs);
        const { accepted, sent, dropped, expired, pending } = queue.counts();
        const { pendingBytes, retried, droppedFor } = queue.detail();
        assert.equal(accepted, offered);
        assert.equal(accepted, sent + dropped + expired + pending);
        assert.equal(
          dropped,
          Object.values(droppedFor).reduce((sum, each) => sum + each, 0),
        );
        assert.ok(pending <= limits.maxCount + limits.reserve.count);
        assert.ok(pendingBytes <= limits.maxBytes + limits.reserve.bytes);
        assert.ok(retried.pending <= pending && retried.sent <= sent);
        assert.equal([...ends.values()].filter((list) => list.length === 0).length, pending);
        assert.ok([...ends.values()].every((list) => list.length <= 1));
      }
      queue.dropAll();
      assert.equal(queue.counts().pending, 0);
      assert.equal(queue.detail().retried.pending, 0);
      assert.ok([...ends.values()].every((list) => list.length === 1));
    }),
  );
});
