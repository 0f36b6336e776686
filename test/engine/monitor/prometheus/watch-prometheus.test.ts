import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { openPrometheusWay } from '../../../../source/engine/monitor/prometheus/prometheus-way.js';
import { watchPrometheus } from '../../../../source/engine/monitor/prometheus/watch-prometheus.js';
import type { SessionEventBody } from '../../../../source/model/events.js';
import type { ServerSpec, ServerState } from '../../../../source/model/server.js';
import { createSystemClock } from '../../../../source/time/clock.js';
import { createRandom } from '../../../../source/time/random.js';
import { skipWithoutPrometheus, startPrometheus } from '../../../helpers/prometheus.js';

function watch(context: TestContext, url: string, instances: readonly string[]) {
  const events: SessionEventBody[] = [];
  const waiting = new Set<() => void>();
  const emit = (event: SessionEventBody): void => {
    events.push(event);
    for (const look of waiting) look();
  };
  const specs = instances.map(
    (instance, index): ServerSpec => ({
      name: `s${index}`,
      address: `prometheus+${url}`,
      via: { kind: 'prometheus', url, instance },
    }),
  );
  const watching = watchPrometheus(openPrometheusWay({ url }), specs, {
    clock: createSystemClock(),
    random: createRandom(1),
    emit,
  });
  context.after(() => watching.stop());
  const until = <Found>(find: (event: SessionEventBody) => Found | null): Promise<Found> =>
    new Promise((resolve) => {
      const look = (): void => {
        for (const event of events) {
          const found = find(event);
          if (found === null) continue;
          waiting.delete(look);
          resolve(found);
          return;
        }
      };
      waiting.add(look);
      look();
    });
  const state = <Kind extends ServerState['kind']>(kind: Kind, server = 's0') =>
    until((event) =>
      event.kind === 'server/state' && event.server === server && event.state.kind === kind
        ? (event.state as Extract<ServerState, { readonly kind: Kind }>)
        : null,
    );
  return { state, until, watching, events };
}

test('servers are watched through a real Prometheus, from the metrics of node_exporter', {
  skip: skipWithoutPrometheus,
  timeout: 90_000,
}, async (context) => {
  const prometheus = await startPrometheus();
  context.after(() => prometheus.close());
  const { state, until } = watch(context, prometheus.url, [
    prometheus.instance,
    prometheus.deadInstance,
    'never-heard-of:9100',
  ]);
  assert.match((await state('down', 's1')).reason, new RegExp(`cannot scrape ${prometheus.deadInstance}|no instance`));
  assert.match((await state('down', 's2')).reason, /has heard of no instance "never-heard-of:9100"/);
  await state('live');
  const sample = await until((event) =>
    event.kind === 'server/sample' && event.sample.cpuPercent !== null ? event.sample : null,
  );
  assert.ok(sample.cpuPercent! >= 0 && sample.cpuPercent! <= 100);
  assert.ok(sample.cores! >= 1 && sample.load1! >= 0);
  assert.ok(sample.memoryUsedBytes! > 0 && sample.memoryUsedBytes! < sample.memoryTotalBytes!);
  assert.ok(sample.detail!.uptimeSeconds! > 0);
  assert.ok(sample.detail!.networkInBytesPerSecond! >= 0);
  assert.equal(sample.rttMs, null);
  const facts = await until((event) => (event.kind === 'server/facts' && event.server === 's0' ? event.facts : null));
  assert.equal(facts.sampler, 'prometheus');
  assert.match(facts.kernel!, /^\d/);
});

/** A server that answers as told. */
async function answering(context: TestContext, answer: (body: string) => { status: number; body: string }) {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { status, body: text } = answer(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a Prometheus that lets nobody in waits for a person, and is asked again only by one', async (context) => {
  let asked = 0;
  const url = await answering(context, () => {
    asked += 1;
    return { status: 401, body: 'no\u001b[31m' };
  });
  const { state } = watch(context, url, ['a:9100']);
  assert.match((await state('refused')).reason, /let nobody in: it answered 401/);
  assert.equal(asked, 1);
});

test('an answer that is none is down with its beginning, made safe to print', async (context) => {
  const url = await answering(context, () => ({ status: 502, body: '<html>\u001b[2J bad gateway' }));
  const { state } = watch(context, url, ['a:9100']);
  const { reason, retryAtMs } = await state('down');
  assert.match(reason, /answered 502: <html>/);
  assert.ok(!reason.includes('\u001b') && retryAtMs! > 0);
});

test('a Prometheus that is not there is down with why, and is tried again later', async (context) => {
  const { state } = watch(context, 'http://127.0.0.1:1', ['a:9100']);
  const { reason, retryAtMs } = await state('down');
  assert.match(reason, /cannot be asked: (ECONNREFUSED|bad port)/);
  assert.ok(retryAtMs! > 0);
});

test('the name of an instance is never part of a query but as itself', async (context) => {
  let query = '';
  const url = await answering(context, (body) => {
    query ||= new URLSearchParams(body).get('query') ?? '';
    return { status: 200, body: '{"status":"success","data":{"resultType":"vector","result":[]}}' };
  });
  const { state } = watch(context, url, ['a.b"} or vector(1) #']);
  await state('down');
  assert.ok(query.includes(String.raw`up{instance=~"a\\.b\"\\} or vector\\(1\\) #"}`), query.slice(0, 200));
});
