import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countAbove, quantileUs, summariseLatency } from '../../../source/measure/histogram.js';
import { okAnswer, startScriptedServer } from '../../helpers/http-servers.js';
import { constantPhase, drivePhase, loadSpec, outcomeSum } from './drive-load.js';

test('a server that takes 100 ms has a p50 of 100 ms, at whatever rate it is asked', async () => {
  const server = await startScriptedServer((_request, reply) => setTimeout(() => reply.write(okAnswer), 100));
  const { totals } = await drivePhase(loadSpec(server.port), constantPhase(60, 1_000));
  await server.stop();
  assert.equal(totals.outcomes.ok, 60);
  for (const histogram of [totals.responseTime, totals.serviceTime]) {
    const p50 = quantileUs(histogram, 0.5) / 1000;
    assert.ok(p50 >= 98 && p50 < 200, `${p50}`);
  }
});

test('a server that answers at once has a p50 that is not 0', async () => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  const { totals } = await drivePhase(loadSpec(server.port), constantPhase(200, 500));
  await server.stop();
  assert.equal(totals.outcomes.ok, 100);
  assert.ok(summariseLatency(totals.serviceTime).p50 > 0);
  assert.ok(summariseLatency(totals.responseTime).p50 >= summariseLatency(totals.serviceTime).p50);
});

test('paced arrivals reach the server evenly, not in bursts', async () => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  await drivePhase(loadSpec(server.port), constantPhase(50, 2_000));
  await server.stop();
  const times = server.requests.map((request) => request.atMs);
  assert.equal(times.length, 100);
  const offGrid = times.map((atMs, number) => atMs - times[0]! - number * 20).sort((a, b) => a - b);
  // The middle half lies close together: a burst at the top of each second would spread it over half a second.
  assert.ok(offGrid[75]! - offGrid[25]! < 100, `${offGrid[25]} to ${offGrid[75]}`);
});

test('more workers send the same arrivals, no more and no fewer', async () => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  const spec = loadSpec(server.port, { arrivals: 'poisson', seed: 5 });
  const one = await drivePhase(spec, constantPhase(300, 700));
  const three = await drivePhase({ ...spec, workers: 3 }, constantPhase(300, 700));
  await server.stop();
  assert.equal(three.totals.intended, one.totals.intended);
  assert.equal(three.totals.outcomes.ok, three.totals.intended);
  assert.equal(server.requests.length, one.totals.intended + three.totals.intended);
});

test('a server that closes its connections after every fifth answer loses nothing and costs no time', async () => {
  const server = await startScriptedServer((request, reply) =>
    setTimeout(() => {
      reply.write(okAnswer);
      if (request.onConnection === 4) reply.end();
    }, 20),
  );
  const { totals } = await drivePhase(loadSpec(server.port), constantPhase(200, 1_500));
  await server.stop();
  assert.deepEqual([totals.outcomes.ok, outcomeSum(totals)], [300, 300]);
  const p50 = quantileUs(totals.responseTime, 0.5) / 1000;
  assert.ok(p50 >= 19 && p50 < 100, `${p50}`);
  assert.ok(server.connections() >= 60);
});

test('a server that freezes for a second delays every arrival of that second, however few connections there are', async () => {
  let frozen: (() => void)[] | null = null;
  const server = await startScriptedServer((request, reply) => {
    const answer = (): void => reply.write(okAnswer);
    if (request.index === 250) {
      frozen = [];
      setTimeout(() => {
        for (const late of frozen ?? []) late();
        frozen = null;
      }, 1_000);
    }
    if (frozen === null) answer();
    else frozen.push(answer);
  });
  const { totals } = await drivePhase(loadSpec(server.port, { connections: 4 }), constantPhase(500, 2_500));
  await server.stop();
  assert.equal(totals.outcomes.ok, 1_250);
  const delayed = countAbove(totals.responseTime, 100_000);
  assert.ok(delayed > 400 && delayed < 900, `${delayed} delayed, of about 450`);
  // Waiting for a connection is part of the response time and not of the service time.
  assert.ok(countAbove(totals.serviceTime, 900_000) <= 4);
  assert.ok(quantileUs(totals.sendLag, 0.5) < 100_000, 'and it is no lateness of the generator');
});
