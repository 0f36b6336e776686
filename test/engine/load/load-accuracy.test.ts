import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { countAbove, quantileUs, summariseLatency } from '../../../source/measure/histogram.js';
import { createSystemClock } from '../../../source/time/clock.js';
import { okAnswer, startScriptedServer } from '../../helpers/http-servers.js';
import { plainHost } from '../../helpers/plain-load.js';
import { constantPhase, drivePhase, loadSpec, outcomeSum, startDrivenLoad } from './drive-load.js';

/**
 * What load generators are known to get wrong, one check each, numbered. The ninth, a search on a server whose knee is
 * known, is the discovery engine's.
 */

test('check 1 of 9: a server that takes 100 ms has a p50 of 100 ms, at whatever rate it is asked', async () => {
  const server = await startScriptedServer((_request, reply) => setTimeout(() => reply.write(okAnswer), 100));
  const { totals } = await drivePhase(loadSpec(server.port), constantPhase(60, 1_000));
  await server.stop();
  assert.equal(totals.outcomes.ok, 60);
  for (const histogram of [totals.responseTime, totals.serviceTime]) {
    const p50 = quantileUs(histogram, 0.5) / 1000;
    assert.ok(p50 >= 98 && p50 < 200, `${p50}`);
  }
});

test('check 6 of 9: a server that answers at once has a p50 that is not 0', async () => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  const { totals } = await drivePhase(loadSpec(server.port), constantPhase(200, 500));
  await server.stop();
  assert.equal(totals.outcomes.ok, 100);
  assert.ok(summariseLatency(totals.serviceTime).p50 > 0);
  assert.ok(summariseLatency(totals.responseTime).p50 >= summariseLatency(totals.serviceTime).p50);
});

for (const pacing of ['precise', 'economical', 'auto'] as const) {
  test(`check 2 of 9: paced arrivals reach the server evenly, not in bursts (${pacing} pacing)`, async () => {
    const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
    const { totals } = await drivePhase(loadSpec(server.port, { pacing }), constantPhase(50, 1_500));
    await server.stop();
    const times = server.requests.map((request) => request.atMs);
    assert.deepEqual([times.length, totals.outcomes.ok], [75, 75]);
    const offGrid = times.map((atMs, number) => atMs - times[0]! - number * 20).sort((a, b) => a - b);
    // The middle half lies close together: a burst at the top of each second would spread it over half a second.
    assert.ok(offGrid[56]! - offGrid[18]! < 100, `${offGrid[18]} to ${offGrid[56]}`);
  });
}

test('check 3 of 9: more workers send the same arrivals, no more and no fewer', async () => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  const spec = loadSpec(server.port, { arrivals: 'poisson', seed: 5 });
  const one = await drivePhase(spec, constantPhase(300, 700));
  const three = await drivePhase({ ...spec, workers: 3 }, constantPhase(300, 700));
  await server.stop();
  assert.equal(three.totals.intended, one.totals.intended);
  assert.equal(three.totals.outcomes.ok, three.totals.intended);
  assert.equal(server.requests.length, one.totals.intended + three.totals.intended);
});

test('check 4 of 9: a server that closes its connections after every fifth answer loses nothing and costs no time', async () => {
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

test('check 5 of 9: a server that freezes for a second delays every arrival of that second, on however few connections', async () => {
  let frozen: (() => void)[] | null = null;
  const server = await startScriptedServer((request, reply) => {
    const answer = (): void => reply.write(okAnswer);
    if (request.index === 500) {
      frozen = [];
      setTimeout(() => {
        for (const late of frozen ?? []) late();
        frozen = null;
      }, 1_000);
    }
    if (frozen === null) answer();
    else frozen.push(answer);
  });
  const { totals } = await drivePhase(
    loadSpec(server.port, { hosts: [plainHost(server.port, { connections: 4 })] }),
    constantPhase(1_000, 2_500),
  );
  await server.stop();
  assert.deepEqual([totals.outcomes.ok, totals.intended], [2_500, 2_500]);
  const delayed = countAbove(totals.responseTime, 100_000);
  assert.ok(delayed > 800 && delayed < 1_800, `${delayed} delayed, of about 900`);
  // Waiting for a connection is part of the response time and not of the service time.
  assert.ok(countAbove(totals.serviceTime, 900_000) <= 4);
  assert.ok(quantileUs(totals.sendLag, 0.5) < 100_000, 'and it is no lateness of the generator');
});

test('a kept connection that turns out closed costs no arrival, and every request sent again is counted', async () => {
  // Every second request on a connection finds it reset before a byte of an answer.
  const server = await startScriptedServer((request, reply) => {
    if (request.onConnection === 1) reply.reset();
    else reply.write(okAnswer);
  });
  const { totals, intervals } = await drivePhase(loadSpec(server.port), constantPhase(200, 1_000));
  await server.stop();
  assert.deepEqual([totals.outcomes.ok, totals.sent, outcomeSum(totals)], [200, 200, 200]);
  assert.ok((totals.resent ?? 0) > 0);
  assert.equal(server.requests.length, totals.sent + totals.resent!);
  assert.equal(
    intervals.reduce((sum, interval) => sum + interval.resent!, 0),
    totals.resent,
  );
});

test('check 7 of 9: load goes on while the main thread is busy with something else', async () => {
  const counted = new Int32Array(new SharedArrayBuffer(4));
  const server = new Worker(countingServer, { eval: true, workerData: { counted, answer: okAnswer } });
  const [port] = (await once(server, 'message')) as [number];
  const driven = await startDrivenLoad(loadSpec(port));
  driven.load.drive(constantPhase(200, 800));
  const until = performance.now() + 700;
  // Busy as only a main thread can be: no event of its loop gets a turn.
  while (performance.now() < until);
  const meanwhile = Atomics.load(counted, 0);
  await driven.phasesEnded(1);
  await driven.load.drain(5_000);
  await driven.load.close();
  await server.terminate();
  assert.ok(meanwhile >= 60, `${meanwhile} requests of about 130 came meanwhile`);
  assert.deepEqual([driven.load.totals(() => true).outcomes.ok, counted[0]], [160, 160]);
});

/** A server in a thread of its own, which counts requests where the main thread can read it without a turn. */
const countingServer = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      Atomics.add(workerData.counted, 0, 1);
      socket.write(workerData.answer);
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

test('check 8 of 9: a wall clock that is wrong and jumps changes neither rate nor times', async () => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  const clock = createSystemClock();
  let hours = 0;
  const skewed = { ...clock, wallMs: () => clock.wallMs() + 3_600_000 * hours++ };
  const { totals, intervals } = await drivePhase(loadSpec(server.port), constantPhase(200, 1_100), 5_000, skewed);
  await server.stop();
  assert.deepEqual([totals.intended, totals.outcomes.ok], [220, 220]);
  assert.ok(Math.abs(totals.durationMs - 1_100) < 1);
  assert.ok(intervals[0]!.startMs >= 0 && intervals[0]!.startMs < 5_000);
});
