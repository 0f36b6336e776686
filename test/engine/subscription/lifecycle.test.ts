import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createReadingMetrics } from '../../../source/engine/subscription/reading-metrics.js';
import { stopAll } from '../../../source/engine/subscription/stop-all.js';
import { compareSnapshots } from '../../../source/measure/metric-snapshot.js';
import { createRandom } from '../../../source/time/random.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import { refusingUrl } from '../../helpers/websocket-servers.js';
import { type Started, start, startServer, subscribeMessage } from './started-subscription.js';

/** A server that answers each message but the first with a number. */
function startCounting(context: TestContext) {
  return startServer(
    context,
    () => {},
    (client, text) => {
      if (text !== subscribeMessage) client.send(`{"echo":${text.split(' ').at(-1)}}`);
    },
  );
}

async function openAll(started: readonly Started[]): Promise<void> {
  await Promise.all(started.map(({ log }) => log.next('stream/state', (event) => event.state.kind === 'open')));
}

test('a single stream opens, sends, hears and ends, and says so', async (context) => {
  const server = await startCounting(context);
  const { log, subscription } = start(context, server.url);
  assert.equal(subscription.send('say 7'), true);
  const { sample } = await log.next('stream/sample');
  assert.deepEqual(sample.values, { echo: 7 });
  const report = await subscription.stop();
  assert.deepEqual(report, {
    pendingFlushed: 0,
    pendingDropped: 0,
    connectionsClosed: 1,
    tasksStopped: 3,
    metricsCleaned: 1,
    durationMs: 0,
  });
  assert.deepEqual(
    log.all('stream/state').map((event) => event.state.kind),
    ['connecting', 'open', 'closed'],
  );
});

test('ten streams with fifty messages each send and hear every one, exactly', async (context) => {
  const server = await startCounting(context);
  const started = Array.from({ length: 10 }, () => start(context, server.url));
  await openAll(started);
  for (const [index, { subscription }] of started.entries()) {
    for (let number = 0; number < 50; number++) subscription.send(`stream ${index} message ${number}`);
  }
  await Promise.all(started.map(({ log }) => log.next('stream/sample', (event) => event.sample.values.echo === 49)));
  for (const { subscription } of started) {
    assert.deepEqual(subscription.queue(), { accepted: 51, sent: 51, dropped: 0, expired: 0, pending: 0 });
    assert.deepEqual(subscription.counts(), { messages: 50, unreadable: 0, reconnects: 0, opened: 0 });
  }
  assert.equal(server.received.length, 10 * 51);
  assert.equal(server.connections(), 10);
});

test('a shutdown of many streams sums up what it flushed, dropped, closed and stopped', async (context) => {
  const server = await startCounting(context);
  const open = Array.from({ length: 3 }, () => start(context, server.url));
  const lost = start(context, refusingUrl);
  await openAll(open);
  await lost.log.next('stream/state', (event) => event.state.kind === 'waiting');
  for (const { subscription } of open) {
    // More than one batch, so that some are pending when the end is asked for.
    for (let number = 0; number < 300; number++) subscription.send(`message ${number}`);
  }
  for (let number = 0; number < 5; number++) lost.subscription.send(`message ${number}`);
  const pending = open.reduce((sum, { subscription }) => sum + subscription.queue().pending, 0);
  const report = await stopAll([...open, lost].map(({ subscription }) => subscription));
  assert.equal(report.pendingFlushed, pending);
  assert.ok(pending >= 300);
  assert.equal(report.pendingDropped, 5);
  assert.equal(report.connectionsClosed, 3);
  assert.equal(report.tasksStopped, 4 * 2 + 3 + 1);
  assert.equal(server.received.length, 3 * 301);
  assert.deepEqual(lost.subscription.detail().queue.droppedFor.shutdown, 5);
});

test('what streams measure of themselves is exact, compared between two moments, exported, and let go at the end', async (context) => {
  const clock = createVirtualClock();
  const metrics = createReadingMetrics({ kind: 'full' }, clock, createRandom(1));
  const server = await startCounting(context);
  const { log, subscription } = start(context, server.url, {}, { metrics });
  const hear = async (from: number, to: number): Promise<void> => {
    for (let number = from; number < to; number++) subscription.send(`message ${number}`);
    await log.next('stream/sample', (event) => event.sample.values.echo === to - 1);
  };
  await hear(0, 10);
  const earlier = metrics.snapshot();
  clock.advance(2_000);
  await hear(10, 40);
  const later = metrics.snapshot();
  const total = later.full.counters.find(({ name }) => name === 'streams.messages');
  assert.equal(total?.value, 40);
  assert.equal(later.full.distributions.find(({ name }) => name === 'streams.size')?.histogram.count, 40);
  const between = compareSnapshots(earlier.full, later.full);
  assert.deepEqual(
    between.counters.map(({ name, added, perSecond }) => [name, added, perSecond]),
    [
      ['streams.messages', 30, 15],
      ['streams.bytes', 30 * '{"echo":10}'.length, 15 * '{"echo":10}'.length],
    ],
  );
  assert.equal(between.distributions.find(({ name }) => name === 'streams.read')?.count, 30);
  assert.deepEqual(JSON.parse(JSON.stringify(later)), later);
  assert.equal(metrics.stop(), 5);
  assert.deepEqual(metrics.snapshot().full.counters, []);
});

test('sampled or not, messages and bytes are counted in full, and only the times are sampled', async (context) => {
  const clock = createVirtualClock();
  const settings = { rate: 0.5, minRate: 0.5, maxRate: 0.5, bufferSize: 100, flushIntervalMs: 1_000 };
  const metrics = createReadingMetrics(
    { kind: 'sampling', settings: { ...settings, isAdaptive: true, hasMeta: true } },
    clock,
    createRandom(1),
  );
  const server = await startCounting(context);
  const { log, subscription } = start(context, server.url, {}, { metrics });
  for (let number = 0; number < 40; number++) subscription.send(`message ${number}`);
  await log.next('stream/sample', (event) => event.sample.values.echo === 39);
  clock.advance(1_000);
  const { full, sampled } = metrics.snapshot();
  assert.equal(full.counters.find(({ name }) => name === 'streams.messages')?.value, 40);
  assert.equal(sampled?.sites[0]?.count, 40);
  assert.ok(sampled!.sites[0]!.sampled > 5 && sampled!.sites[0]!.sampled < 35);
  assert.equal(sampled?.meta?.flushes, 1);
  metrics.stop();
});
