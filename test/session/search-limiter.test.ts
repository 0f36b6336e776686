import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { DiscoveryResult, SearchStrategy } from '../../source/model/discovery.js';
import type { Objective } from '../../source/model/objective.js';
import type { WorkSpec } from '../../source/model/work.js';
import { startSession } from '../../source/session/session.js';
import { createSystemClock } from '../../source/time/clock.js';
import { plainHost, plainRequest } from '../helpers/plain-load.js';

/**
 * A semaphore of 2 and a sleep of 40 ms before `/limited`: nobody gets more than 50 answers a second out of it, however
 * busy the machine. Everything else is answered at once.
 */
const limitedPerSecond = 50;

async function startLimiter(t: TestContext): Promise<number> {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const server = createServer((request, response) => {
    const begin = (): void => {
      busy += 1;
      setTimeout(() => {
        busy -= 1;
        response.end('ok');
        waiting.shift()?.();
      }, 40);
    };
    if (request.url !== '/limited') response.end('ok');
    else if (busy < 2) begin();
    else waiting.push(begin);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Three of four arrivals are free, one is limited: together they can be four times as many as the limiter lets through. */
const work: WorkSpec = {
  names: ['free', 'limited'],
  entries: [
    { weight: 3, request: { ...plainRequest, name: 0, host: 0, path: '/free' } },
    { weight: 1, request: { ...plainRequest, name: 1, host: 0, path: '/limited' } },
  ],
  clients: null,
};
const capacityPerSecond = 4 * limitedPerSecond;
const objectives: readonly Objective[] = [
  { kind: 'latency', text: 'p90(limited) < 400ms', statistic: 'p90', limitMs: 400, request: 'limited' },
];

async function search(
  port: number,
  strategy: SearchStrategy,
  budgetSeconds: number,
  acceptAtFirstProbe: boolean,
  verdicts: string[] = [],
): Promise<DiscoveryResult> {
  const target = `http://127.0.0.1:${port}/`;
  const session = startSession({
    head: {
      id: 'test',
      kind: 'discovery',
      target,
      objectives,
      servers: [],
      streams: [],
      startedAt: '2026-01-01T00:00:00.000Z',
      version: '0',
      arrivals: 'poisson',
      seed: 3,
    },
    clock: createSystemClock(),
    checkTimeoutMs: 5000,
    sinks: [
      (event) => {
        const isProbe = event.kind === 'discovery/event' && event.event.kind === 'probe';
        if (event.kind === 'discovery/event' && event.event.kind === 'verdict') verdicts.push(event.event.reason);
        if (isProbe && acceptAtFirstProbe) queueMicrotask(() => session.send({ kind: 'accept' }));
      },
    ],
    job: {
      kind: 'discovery',
      plan: {
        target,
        load: {
          hosts: [plainHost(port)],
          work,
          arrivals: 'poisson',
          seed: 3,
          inFlightLimit: 500,
          timeoutMs: 5000,
          limitsMs: [],
          watched: [{ name: 1, limitMs: 400 }],
          workers: 1,
        },
        options: { objectives, startPerSecond: 40, maxPerSecond: 600, effort: 'quick', budgetSeconds },
        strategy,
        judgedBy: 'mean',
      },
    },
  });
  const ended = await session.firstEnd;
  await session.close('done');
  assert.ok(ended.kind === 'result' && ended.result.kind === 'discovery' && ended.result.axis === 'rate');
  return ended.result;
}

test('no rate is certified at which a real limiter cannot carry the one request that it is before', {
  timeout: 180_000,
}, async (t) => {
  const verdicts: string[] = [];
  const result = await search(await startLimiter(t), 'plimsoll', 40, false, verdicts);
  assert.ok((result.certifiedPerSecond ?? 0) <= 1.05 * capacityPerSecond, result.sentence);
  assert.ok(!result.flags.includes('beyond-max-rate'), result.sentence);
  assert.ok(result.sentRequests > 0 && result.probeSeconds <= 41);
  // On a busy machine the time may run out before anything was missed.
  assert.ok([null, 'p90(limited) < 400ms'].includes(result.bindingObjective), result.sentence);
  for (const reason of verdicts)
    assert.match(reason, /^p90\(limited\) < 400ms: |bad arrivals|its last second|in flight/);
});

test('a search of another way is named in its answer, and accepting ends it', { timeout: 60_000 }, async (t) => {
  const result = await search(await startLimiter(t), 'doubling-bisection', 600, true);
  assert.deepEqual([result.strategy, result.judgedBy], ['doubling-bisection', 'mean']);
  assert.ok(result.flags.includes('stopped'));
  assert.match(result.sentence, /by doubling and bisection on the mean/);
});
