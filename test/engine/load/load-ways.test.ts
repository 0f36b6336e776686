import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noOutcomes } from '../../../source/model/outcome.js';
import type { StepTemplate } from '../../../source/model/work.js';
import { startNodeServer } from '../../helpers/http-servers.js';
import { plainHost, plainRequest, plainWork } from '../../helpers/plain-load.js';
import { constantPhase, drivePhase, loadSpec } from './drive-load.js';
import { hostAt } from './driven-wire.js';

for (const protocol of ['http1', 'http2'] as const) {
  test(`a load over TLS in ${protocol}, with clients of their own and redirects, is counted in full`, async () => {
    const sessions = new Set<string>();
    const server = await startNodeServer(protocol === 'http2' ? 'h2' : 'https', (asked, response) => {
      const { cookie } = asked.headers;
      if (asked.url === '/') response.writeHead(302, { location: '/here' });
      else if (cookie === undefined) response.setHeader('set-cookie', `session=${sessions.size}; Path=/; Secure`);
      if (cookie !== undefined) sessions.add(cookie);
      response.end();
    });
    const spec = loadSpec(server.port, {
      hosts: [hostAt(server.port, { protocol, redirects: 1, connections: 4 }, 'https')],
      work: { ...plainWork(), clients: 5 },
      workers: 2,
    });
    const { totals, intervals } = await drivePhase(spec, constantPhase(200, 500));
    await server.stop();
    assert.deepEqual(totals.outcomes, { ...noOutcomes, ok: 100 });
    assert.deepEqual([totals.sent, totals.redirected, totals.resent], [100, 100, 0]);
    assert.equal(
      intervals.reduce((sum, { redirected = 0 }) => sum + redirected, 0),
      100,
    );
    assert.ok(server.mostConnections() <= 4);
    assert.ok(sessions.size >= 1);
    assert.ok(totals.timings!.connect.count >= 1 && totals.timings!.firstByte.count === 100);
  });
}

test('a load of flows counts whole arrivals and their steps, over its bound of connections', async () => {
  const seen = new Set<string>();
  const server = await startNodeServer('http', (asked, response) => {
    seen.add(asked.url);
    if (asked.url === '/begin') response.setHeader('x-id', '42');
    if (asked.url === '/bad') response.statusCode = 500;
    response.end();
  });
  const step = (name: number, path: string): StepTemplate => ({ ...plainRequest, name, host: 0, path, captures: [] });
  const captures: StepTemplate['captures'] = [{ name: 'id', from: { kind: 'header', header: 'x-id' } }];
  const good = { weight: 1, name: 0, steps: [{ ...step(1, '/begin'), captures }, step(2, '/jobs/{{id}}')] };
  const bad = { weight: 1, name: 0, steps: [step(3, '/bad'), step(2, '/never')] };
  const work = { names: ['flow', 'begin', 'job', 'bad'], entries: [good, bad], clients: null };
  const hosts = [plainHost(server.port, { connections: 3 })];
  const { totals } = await drivePhase(loadSpec(server.port, { hosts, work, workers: 2 }), constantPhase(200, 500));
  await server.stop();
  const named = new Map(totals.requests!.map(({ name, outcomes }) => [name, outcomes]));
  const { ok, badStatus } = totals.outcomes;
  assert.equal(ok + badStatus, 100);
  assert.ok(ok > 0 && badStatus > 0);
  assert.deepEqual(named.get('flow'), totals.outcomes);
  assert.deepEqual(named.get('begin'), { ...noOutcomes, ok });
  assert.deepEqual(named.get('job'), { ...noOutcomes, ok });
  assert.deepEqual(named.get('bad'), { ...noOutcomes, badStatus });
  assert.deepEqual(seen, new Set(['/begin', '/jobs/42', '/bad']));
  assert.equal(totals.sent, 100);
  assert.ok(server.mostConnections() <= 3);
});
