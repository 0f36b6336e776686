import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noOutcomes } from '../../../source/model/outcome.js';
import { startNodeServer } from '../../helpers/http-servers.js';
import { plainWork } from '../../helpers/plain-load.js';
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
