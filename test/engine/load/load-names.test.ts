import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addOutcomes, noOutcomes } from '../../../source/model/outcome.js';
import type { WorkSpec } from '../../../source/model/work.js';
import { startScriptedServer } from '../../helpers/http-servers.js';
import { plainHost, plainRequest } from '../../helpers/plain-load.js';
import { constantPhase, drivePhase, loadSpec } from './drive-load.js';

const mix: WorkSpec = {
  names: ['read', 'write'],
  clients: null,
  entries: [
    { weight: 3, request: { ...plainRequest, name: 0, host: 0, path: '/read' } },
    { weight: 1, request: { ...plainRequest, name: 1, host: 1, path: '/write' } },
  ],
};

/** A server that says that it took 7.5 ms, sends its head at once and its body 20 ms later, with that status. */
function startSlowBody(status: string) {
  return startScriptedServer((_request, reply) => {
    reply.write(`HTTP/1.1 ${status}\r\ncontent-length: 2\r\nServer-Timing: db;dur=5, app;dur=7.5\r\n\r\n`);
    setTimeout(() => reply.write('ok'), 20);
  });
}

test('a mix goes to its hosts in proportion, and is counted by name in intervals and totals', async () => {
  const [reads, writes] = [await startSlowBody('200 OK'), await startSlowBody('500 Broken')];
  const hosts = [plainHost(reads.port), plainHost(writes.port, { connections: 2 })];
  const { totals, intervals } = await drivePhase(
    loadSpec(0, { hosts, work: mix, workers: 2 }),
    constantPhase(100, 1_500),
  );
  await Promise.all([reads.stop(), writes.stop()]);
  const [read, write] = totals.requests!;
  assert.deepEqual([read!.name, write!.name], ['read', 'write']);
  assert.deepEqual(read!.outcomes, { ...noOutcomes, ok: reads.requests.length });
  assert.deepEqual(write!.outcomes, { ...noOutcomes, badStatus: writes.requests.length });
  assert.equal(reads.requests.length + writes.requests.length, 150);
  // Three in four, with the luck of one seed: within three standard deviations of the binomial.
  assert.ok(Math.abs(reads.requests.length - 112.5) < 3 * Math.sqrt(150 * 0.75 * 0.25));
  assert.ok(reads.requests.every(({ head }) => head.startsWith('GET /read ')));
  assert.ok(writes.connections() <= 2, 'each host has a bound of its own');
  assert.equal(read!.responseTime.count, reads.requests.length);
  const told = intervals.map((interval) => interval.requests![1]!.outcomes).reduce(addOutcomes, noOutcomes);
  assert.deepEqual(told, write!.outcomes);
});

test('connecting, first byte, body and the time of the server itself are told apart', async () => {
  const server = await startSlowBody('200 OK');
  const { totals } = await drivePhase(loadSpec(server.port), constantPhase(50, 500));
  await server.stop();
  const { connect, firstByte, body, server: own } = totals.timings!;
  assert.equal(totals.requests, undefined, 'one name is no mix');
  assert.deepEqual([firstByte.count, body.count, own.count], [25, 25, 25]);
  assert.ok(connect.count >= 1 && connect.count <= server.connections());
  assert.ok(connect.minUs > 0);
  // A reader that was kept waiting may get head and body at once: not every body takes its 20 ms.
  assert.ok(body.maxUs >= 15_000 && firstByte.maxUs > 0);
  assert.deepEqual([own.minUs, own.maxUs], [7_500, 7_500]);
  const parts = firstByte.sumUs + body.sumUs;
  assert.ok(
    Math.abs(parts - totals.serviceTime.sumUs) < 1,
    `${parts} us in parts, ${totals.serviceTime.sumUs} us whole`,
  );
});

test('with keep-alive off every request opens a connection of its own, and none is used again', async () => {
  // A server that would keep connections: the closing is the generator's.
  const server = await startScriptedServer((_request, reply) => {
    reply.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  });
  const hosts = [plainHost(server.port, { keepAlive: false })];
  const { totals } = await drivePhase(loadSpec(0, { hosts }), constantPhase(100, 300));
  await server.stop();
  assert.equal(totals.outcomes.ok, 30);
  assert.deepEqual([server.connections(), totals.timings!.connect.count], [30, 30]);
  assert.ok(server.requests.every(({ head, onConnection }) => onConnection === 0 && /connection: close/.test(head)));
});

test('windows count a watched step of a flow apart, with the time that it took since it was sent', async () => {
  const server = await startSlowBody('200 OK');
  const steps = [
    { ...plainRequest, name: 1, host: 0, path: '/cart', captures: [] },
    { ...plainRequest, name: 2, host: 0, path: '/pay', captures: [] },
  ];
  const work: WorkSpec = {
    names: ['buy', 'buy / cart', 'buy / pay'],
    clients: null,
    entries: [{ weight: 1, name: 0, steps }],
  };
  const watched = [
    { name: 0, limitMs: 2_000 },
    { name: 2, limitMs: 2_000 },
    { name: 2, limitMs: 1 },
  ];
  const { windows } = await drivePhase(loadSpec(server.port, { work, watched }), constantPhase(40, 1_000), 10_000);
  await server.stop();
  const [flows, pays, late] = windows[0]!.named!;
  assert.deepEqual([windows[0]!.due, flows!.due], [40, 40]);
  // A flow may come to its last step after the window that it came due in: then it is the next one's.
  assert.ok(pays!.due >= 1 && pays!.due <= 40, `${pays!.due} of 40`);
  assert.ok(pays!.answered <= pays!.due && pays!.answered + pays!.slow >= pays!.due);
  assert.deepEqual([late!.due, late!.slow], [pays!.due, late!.due]);
  assert.ok(pays!.meanResponseMs >= 15, `${pays!.meanResponseMs} ms`);
});
