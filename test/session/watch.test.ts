import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startWatch } from '../../source/session/watch.js';
import { createRandom } from '../../source/time/random.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { createEventLog } from '../engine/subscription/event-log.js';
import { refusingUrl, startStreamServer } from '../helpers/websocket-servers.js';

test('resetting the circuits tries every stream that waits, at once', async (context) => {
  const server = await startStreamServer((client) => client.send('{"a":1}'));
  context.after(() => server.close());
  server.goAway();
  const log = createEventLog();
  const clock = createVirtualClock();
  const streams = ['one', 'two'].map((name) => ({ name, url: server.url, server: null }));
  const watch = startWatch([], streams, clock, createRandom(1), log.emit, { env: {} });
  context.after(() => watch.stop());
  const isWaiting = (name: string) =>
    log.next('stream/state', (event) => event.stream === name && event.state.kind === 'waiting');
  await Promise.all(streams.map(({ name }) => isWaiting(name)));
  server.comeBack();
  watch.resetCircuits();
  await Promise.all(streams.map(({ name }) => log.next('stream/sample', (event) => event.sample.stream === name)));
  assert.equal(clock.nowMs(), 0);
});

test('a wrong METRICS_ variable is told, and everything is recorded in full', async () => {
  const log = createEventLog();
  const env = { METRICS_SAMPLE_RATE: '3%' };
  const watch = startWatch([], [], createVirtualClock(), createRandom(1), log.emit, { env });
  const [note] = log.all('note');
  assert.match(note?.text ?? '', /^METRICS_SAMPLE_RATE: expected a number .* got "3%"; all is recorded in full$/);
  await watch.stop();
});

test('an end with nothing left to send says nothing', async () => {
  const log = createEventLog();
  const streams = [{ name: 'lost', url: refusingUrl, server: null }];
  const watch = startWatch([], streams, createVirtualClock(), createRandom(1), log.emit, { env: {} });
  await log.next('stream/state', (event) => event.state.kind === 'waiting');
  await watch.stop();
  assert.deepEqual(log.all('note'), []);
});
