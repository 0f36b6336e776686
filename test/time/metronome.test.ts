import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { createMetronomeWaker, startMetronome } from '../../source/time/metronome.js';
import { metronomeLeadMs } from '../../source/time/metronome-memory.js';
import { createRandom } from '../../source/time/random.js';
import { createThreadClock } from '../../source/time/thread-clock.js';
import type { Waker } from '../../source/time/waker.js';

type Stage = { readonly waker: Waker; readonly next: () => Promise<number>; readonly close: () => Promise<void> };

/** A waker whose wake-ups can be awaited one by one; each gives its time. */
async function stage(nowMs: () => number): Promise<Stage> {
  const metronome = await startMetronome();
  const woken: number[] = [];
  let waiting: ((atMs: number) => void) | null = null;
  // A metronome keeps no thread alive, and there may be nothing else to wait for.
  const alive = setInterval(() => {}, 60_000);
  const waker = createMetronomeWaker(metronome, nowMs, () => {
    const deliver = waiting;
    waiting = null;
    if (deliver === null) woken.push(nowMs());
    else deliver(nowMs());
  });
  return {
    waker,
    next() {
      const atMs = woken.shift();
      if (atMs !== undefined) return Promise.resolve(atMs);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    async close() {
      const gone = once(metronome.thread, 'exit');
      waker.close();
      waker.close();
      await gone;
      clearInterval(alive);
    },
  };
}

test('a metronome wakes once, for the time asked for last, and not before it by more than its lead', async () => {
  const nowMs = createThreadClock();
  const { waker, next, close } = await stage(nowMs);
  const beganMs = nowMs();
  waker.wakeAt(beganMs + 2);
  waker.wakeAt(beganMs + 60);
  const wokenMs = await next();
  assert.ok(wokenMs - beganMs >= 60 - metronomeLeadMs - 0.01, `after ${wokenMs - beganMs} ms`);
  await close();
});

test('a metronome that sleeps for long is roused for an earlier time', async () => {
  const nowMs = createThreadClock();
  const { waker, next, close } = await stage(nowMs);
  const beganMs = nowMs();
  waker.wakeAt(beganMs + 3_600_000);
  // Long enough after for the metronome to have fallen asleep.
  setTimeout(() => waker.wakeAt(nowMs() + 5), 20);
  const wokenMs = await next();
  assert.ok(wokenMs - beganMs >= 20 && wokenMs - beganMs < 3_600_000);
  await close();
});

test('of thousands of wake-ups, close together and far apart, none is lost', async () => {
  const nowMs = createThreadClock();
  const random = createRandom(3);
  const { waker, next, close } = await stage(nowMs);
  for (let turn = 0; turn < 2_000; turn++) {
    waker.wakeAt(nowMs() + random() ** 4 * 3 - 0.1);
    await next();
  }
  await close();
});

test('a stopped metronome waker stays still until it is asked again', async () => {
  const nowMs = createThreadClock();
  const { waker, next, close } = await stage(nowMs);
  waker.wakeAt(nowMs() - 1);
  waker.stop();
  waker.wakeAt(nowMs() + 1);
  waker.stop();
  const askedMs = nowMs() + 30;
  waker.wakeAt(askedMs);
  assert.ok((await next()) >= askedMs - metronomeLeadMs - 0.01);
  await close();
});

const sleeper = `
  import { startMetronome, createMetronomeWaker } from ${JSON.stringify(new URL('../../source/time/metronome.js', import.meta.url))};
  import { parentPort } from 'node:worker_threads';
  const metronome = await startMetronome();
  createMetronomeWaker(metronome, () => performance.now(), () => {}).wakeAt(performance.now() + 3_600_000);
  parentPort.postMessage('asleep');
`;

test('a metronome asleep for an hour keeps no thread alive, and ends with it', async () => {
  const source = new URL(`data:text/javascript,${encodeURIComponent(sleeper)}`);
  const worker = new Worker(source);
  const [code] = (await once(worker, 'exit')) as [number];
  assert.equal(code, 0);
});
