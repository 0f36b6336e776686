import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProcReader } from '../../../source/engine/monitor/read-proc.js';
import { createSystemInformationReader } from '../../../source/engine/monitor/read-systeminformation.js';
import type { Reading } from '../../../source/engine/monitor/reading.js';
import { readingBetween } from '../../../source/engine/monitor/reading-between.js';
import { emptySnapshot } from '../../../source/engine/monitor/snapshot.js';
import { watchLocal } from '../../../source/engine/monitor/watch-local.js';
import type { SessionEventBody } from '../../../source/model/events.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';

const reading: Reading = {
  cpuPercent: 12,
  cores: 2,
  memoryUsedBytes: 1,
  memoryTotalBytes: 2,
  load1: 0.5,
};

/** A watch whose readings are answered by hand. */
function start() {
  const clock = createVirtualClock();
  const events: SessionEventBody[] = [];
  const asked: PromiseWithResolvers<Reading>[] = [];
  const watch = watchLocal(
    { name: 'here', address: 'local' },
    clock,
    (event) => events.push(event),
    () => {
      const answer = Promise.withResolvers<Reading>();
      asked.push(answer);
      return answer.promise;
    },
  );
  const states = () => events.flatMap((event) => (event.kind === 'server/state' ? [event.state] : []));
  const samples = () => events.flatMap((event) => (event.kind === 'server/sample' ? [event.sample] : []));
  /** Everything that follows from a settled promise has followed when this settles. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, asked, watch, states, samples, settle };
}

test('reads at once and then once a second', async () => {
  const { clock, asked, states, samples, settle } = start();
  for (let second = 0; second < 3; second++) {
    asked.at(-1)!.resolve(reading);
    await settle();
    clock.advance(1_000);
  }
  assert.equal(asked.length, 4);
  assert.deepEqual(samples()[0], { ...reading, server: 'here', rttMs: null });
  assert.equal(samples().length, 3);
  assert.deepEqual(states(), [{ kind: 'connecting' }, { kind: 'live' }]);
});

test('skips the ticks that come while a reading is out, and calls the server stale after three', async () => {
  const { clock, asked, states, samples, settle } = start();
  asked[0]!.resolve(reading);
  await settle();
  clock.advance(5_000);
  assert.equal(asked.length, 2);
  assert.deepEqual(states().slice(2), [
    { kind: 'stale', missed: 3 },
    { kind: 'stale', missed: 4 },
  ]);
  asked[1]!.resolve(reading);
  await settle();
  assert.equal(samples().length, 2);
  assert.deepEqual(states().at(-1), { kind: 'live' });
  clock.advance(1_000);
  assert.equal(asked.length, 3);
});

test('a reading that fails takes the server down with its reason, and the next good one brings it back', async () => {
  const { clock, asked, states, settle } = start();
  for (let turn = 0; turn < 2; turn++) {
    asked.at(-1)!.reject(new Error('no /proc here'));
    await settle();
    clock.advance(1_000);
  }
  asked.at(-1)!.resolve(reading);
  await settle();
  assert.deepEqual(states(), [{ kind: 'connecting' }, { kind: 'down', reason: 'no /proc here' }, { kind: 'live' }]);
});

test('nothing is emitted after the stop, and a second stop is harmless', async () => {
  const { clock, asked, watch, samples, settle } = start();
  watch.stop();
  watch.stop();
  asked[0]!.resolve(reading);
  await settle();
  clock.advance(10_000);
  assert.equal(asked.length, 1);
  assert.deepEqual(samples(), []);
});

test('the machine that runs this test is really read', async () => {
  const clock = createVirtualClock();
  const seen = Promise.withResolvers<Extract<SessionEventBody, { kind: 'server/sample' }>>();
  const emit = (event: SessionEventBody): void => {
    if (event.kind === 'server/sample') seen.resolve(event);
  };
  const read = process.platform === 'linux' ? createProcReader() : createSystemInformationReader();
  const watch = watchLocal({ name: 'here', address: 'local' }, clock, emit, read);
  const { sample } = await seen.promise;
  watch.stop();
  assert.equal(sample.server, 'here');
  assert.equal(sample.cpuPercent, null);
  assert.ok(sample.cores! >= 1 && sample.memoryTotalBytes! > sample.memoryUsedBytes!);
});

test('every core is told only while somebody looks at them', async () => {
  const { asked, watch, samples, settle, clock } = start();
  const detail = readingBetween(null, { ...emptySnapshot, coreTimes: [] }).detail!;
  const withCores: Reading = { ...reading, detail: { ...detail, corePercents: [1, 2] } };
  for (const isWanted of [false, true, false]) {
    watch.showCores(isWanted);
    asked.at(-1)!.resolve(withCores);
    await settle();
    clock.advance(1_000);
  }
  assert.deepEqual(
    samples().map((sample) => sample.detail?.corePercents),
    [null, [1, 2], null],
  );
});
