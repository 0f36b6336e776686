import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processNowMs } from '../../source/time/clock.js';
import { createThreadClock } from '../../source/time/thread-clock.js';
import { createTimerWaker } from '../../source/time/waker.js';

test('the thread clock reads what the process clock reads', () => {
  const nowMs = createThreadClock();
  for (let reading = 0; reading < 100; reading++) {
    const beforeMs = processNowMs();
    const atMs = nowMs();
    const afterMs = processNowMs();
    assert.ok(atMs > beforeMs - 0.1 && atMs < afterMs + 0.1, `${atMs} between ${beforeMs} and ${afterMs}`);
  }
});

test('wakes once, for the time asked for last', async () => {
  const nowMs = createThreadClock();
  const woken: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const waker = createTimerWaker(nowMs, () => {
    woken.push(nowMs());
    resolve();
  });
  const beganMs = nowMs();
  waker.wakeAt(beganMs - 1);
  waker.wakeAt(beganMs + 5);
  waker.wakeAt(beganMs + 200);
  await promise;
  assert.equal(woken.length, 1);
  assert.ok(woken[0]! - beganMs > 100, `after ${woken[0]! - beganMs} ms`);
});

test('a stopped waker stays still, and a time that has passed wakes without a timer', async () => {
  const calls: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const stopped = createTimerWaker(
    () => 0,
    () => calls.push('stopped'),
  );
  stopped.wakeAt(-1);
  stopped.stop();
  stopped.stop();
  createTimerWaker(() => 0, resolve).wakeAt(-1);
  await promise;
  assert.deepEqual(calls, []);
});
