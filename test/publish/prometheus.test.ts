import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { noSecrets } from '../../source/config/authorization.js';
import type { PublishConfig } from '../../source/config/publish-config.js';
import { readInstances } from '../../source/engine/monitor/prometheus/instances.js';
import { fleetQuery } from '../../source/engine/monitor/prometheus/queries.js';
import { mergeHistograms, quantileUs } from '../../source/measure/histogram.js';
import type { SessionEvent } from '../../source/model/events.js';
import { emptyHistogram } from '../../source/model/histogram.js';
import { type Publishing, startPublishing } from '../../source/publish/publishing.js';
import { createSystemClock } from '../../source/time/clock.js';
import { createRandom } from '../../source/time/random.js';
import { type PrometheusServer, skipWithoutPrometheus, startPrometheusServer } from '../helpers/prometheus.js';
import { searchEvents } from '../store/helpers/scripted-session.js';
import { fullSample } from './helpers/moment-of.js';
import { nowhere } from './helpers/nowhere.js';
import { askUntil, numberOf } from './helpers/promql.js';

const events = searchEvents();
const intervals = events.flatMap((event) => (event.kind === 'load/interval' ? [event.interval] : []));
const answered = intervals.reduce((sum, { outcomes }) => sum + outcomes.ok, 0);
const responseTime = intervals.map((one) => one.responseTime).reduce(mergeHistograms, emptyHistogram);
const p99 = quantileUs(responseTime, 0.99) / 1e6;

/** A session whose numbers stand as a minute of a search left them, and that is published so. */
async function publish(context: TestContext, config: Partial<PublishConfig>): Promise<Publishing> {
  const head = { id: 'live-session', startedAt: new Date().toISOString() };
  const stage = {
    head,
    clock: createSystemClock(),
    random: createRandom(1),
    readSecret: noSecrets,
    token: 'scrape-me',
  };
  const publishing = await startPublishing({ ...nowhere, ...config }, stage);
  context.after(() => publishing.close(0));
  for (const event of events) publishing.sink(event);
  return publishing;
}

async function prometheus(context: TestContext, scrapes: readonly object[], flags: readonly string[] = []) {
  const server: PrometheusServer = await startPrometheusServer(scrapes, flags);
  context.after(() => server.close());
  return server.url;
}

function scrapeOf({ url }: Publishing): object {
  const { host } = new URL(url ?? assert.fail('it is not served'));
  return {
    job_name: 'plimsoll',
    honor_labels: true,
    authorization: { credentials: 'scrape-me' },
    static_configs: [{ targets: [host] }],
  };
}

const loopback = { host: '127.0.0.1', port: 0 };

test('a real Prometheus scrapes, and answers for what the screen showed', {
  skip: skipWithoutPrometheus,
  timeout: 90_000,
}, async (context) => {
  const publishing = await publish(context, { listen: loopback });
  const sampled = (atMs: number): SessionEvent => ({ atMs, kind: 'server/sample', sample: fullSample() });
  for (let second = 0; second <= 60; second++) publishing.sink(sampled(100_000 + second * 1000));
  const url = await prometheus(context, [scrapeOf(publishing)]);
  assert.equal(await numberOf(url, 'plimsoll_settled_total{outcome="ok"}'), answered);
  assert.equal(await numberOf(url, 'plimsoll_offered_per_second'), intervals.at(-1)!.sent);
  assert.equal(await numberOf(url, 'plimsoll_search_lower_per_second'), 1140);
  assert.equal(await numberOf(url, 'plimsoll_server_cpu_ratio{server="api-1"}'), 0.4);
  assert.equal(await numberOf(url, 'plimsoll_circuit_state{stream="worker-2",state="open"}'), 1);
  const classic = await numberOf(url, 'histogram_quantile(0.99, plimsoll_response_time_seconds_bucket)');
  // A classic bucket says only between which powers of two it lies.
  assert.ok(classic > p99 / 2 && classic < p99 * 2, `${classic} for ${p99}`);
  assert.equal(await numberOf(url, 'plimsoll_response_time_seconds_count'), responseTime.count);
  assert.deepEqual(
    (await askUntil(url, 'plimsoll_session_info')).map(({ labels }) => labels.get('session')),
    ['scripted'],
  );
  // What dashboards made for node_exporter ask, and what plimsoll itself asks of a Prometheus.
  assert.equal(await numberOf(url, 'count(count by (cpu) (node_cpu_seconds_total{instance="api-1"}))'), 4);
  assert.equal(Math.round(await numberOf(url, 'sum(node_cpu_seconds_total{instance="api-1"})')), 60 * 4);
  const told = await askUntil(url, fleetQuery(['api-1'], '1m'));
  const { reading } = readInstances(told).get('api-1') ?? assert.fail('the server is not known by its name');
  assert.equal(reading.memoryUsedBytes, 3e9);
  assert.equal(reading.load1, 1.5);
  assert.equal(reading.cores, 4);
  assert.equal(Math.round(reading.detail?.uptimeSeconds ?? 0), 1000);
});

test('a Prometheus that takes native histograms is given them, and knows quantiles within 2 %', {
  skip: skipWithoutPrometheus,
  timeout: 90_000,
}, async (context) => {
  const publishing = await publish(context, { listen: loopback });
  const url = await prometheus(context, [scrapeOf(publishing)], ['--enable-feature=native-histograms']);
  const native = await numberOf(url, 'histogram_quantile(0.99, plimsoll_response_time_seconds)');
  assert.ok(Math.abs(native / p99 - 1) < 0.02, `${native} for ${p99}`);
  assert.equal(await numberOf(url, 'histogram_count(plimsoll_response_time_seconds)'), responseTime.count);
  assert.equal(await numberOf(url, 'plimsoll_settled_total{outcome="ok"}'), answered);
});

test('a real Prometheus takes remote write, with native histograms where they are wanted', {
  skip: skipWithoutPrometheus,
  timeout: 90_000,
}, async (context) => {
  const flags = ['--web.enable-remote-write-receiver', '--enable-feature=native-histograms'];
  const url = await prometheus(context, [], flags);
  const remoteWrite = { url: `${url}/api/v1/write`, headers: [], everyMs: 500 };
  const publishing = await publish(context, { remoteWrite, nativeHistograms: true });
  const session = 'job="plimsoll",instance="live-session"';
  assert.equal(await numberOf(url, `plimsoll_settled_total{${session},outcome="ok"}`), answered);
  assert.equal(await numberOf(url, `plimsoll_response_time_seconds_bucket{${session},le="+Inf"}`), responseTime.count);
  const native = await numberOf(url, `histogram_quantile(0.99, plimsoll_response_time_seconds{${session}})`);
  assert.ok(Math.abs(native / p99 - 1) < 0.02, `${native} for ${p99}`);
  const sent = `plimsoll_publish_ended_total{${session},to="remote write",how="sent"}`;
  await askUntil(url, sent, (series) => (series[0]?.value ?? 0) > 0);
  // What stands in the end is sent too.
  const last = { ...fullSample(), server: 'last-minute' };
  publishing.sink({ atMs: 200_000, kind: 'server/sample', sample: last });
  assert.deepEqual(await publishing.close(5_000), []);
  assert.equal(await numberOf(url, 'plimsoll_server_cpu_ratio{server="last-minute"}'), 0.4);
});
