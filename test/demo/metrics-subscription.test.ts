import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemoCluster } from '../../source/demo/demo-cluster.js';
import { subscribe } from '../../source/engine/subscription/subscribe.js';
import { createSystemClock } from '../../source/time/clock.js';
import { createRandom } from '../../source/time/random.js';
import { createEventLog } from '../engine/subscription/event-log.js';

test('a subscription to a demo worker reads its metrics, and finds it again after it died', async (context) => {
  const cluster = await startDemoCluster({ workers: 2 });
  context.after(() => cluster.stop());
  const [worker] = cluster.workers;
  const log = createEventLog();
  const spec = { name: 'worker-1 metrics', url: worker!.metricsUrl, server: 'worker-1' };
  const subscription = subscribe(spec, createSystemClock(), createRandom(1), log.emit);
  context.after(() => subscription.stop());

  const { sample } = await log.next('stream/sample');
  assert.equal(sample.values.pid, worker!.pid);
  for (const name of ['cpuPercent', 'rssBytes', 'loopDelayMs', 'queueDepth', 'inFlight']) {
    assert.ok(Number.isFinite(sample.values[name]), name);
  }
  assert.ok(sample.rttMs !== null && sample.rttMs >= 0);
  // The acknowledgement of the subscription is a message too.
  assert.deepEqual(subscription.counts(), { messages: 2, unreadable: 0, reconnects: 0, opened: 0 });
  assert.equal(subscription.queue().sent, 1);

  process.kill(worker!.pid, 'SIGKILL');
  await log.next('stream/state', (event) => event.state.kind === 'waiting');
  const again = await log.next('stream/sample', (event) => event.sample.values.pid !== worker!.pid);
  assert.equal(again.sample.server, 'worker-1');
  assert.equal(subscription.counts().reconnects, 1);
});
