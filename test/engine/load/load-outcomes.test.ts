import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startLoad } from '../../../source/engine/load/load.js';
import { judgeValidity } from '../../../source/measure/validity.js';
import { codeOf } from '../../../source/model/error.js';
import { noOutcomes } from '../../../source/model/outcome.js';
import { createSystemClock } from '../../../source/time/clock.js';
import { closedPort, okAnswer, startScriptedServer } from '../../helpers/http-servers.js';
import { plainHost } from '../../helpers/plain-load.js';
import { constantPhase, drivePhase, loadSpec, outcomeSum, startDrivenLoad } from './drive-load.js';

test('a target that refuses connections fails every arrival, and nothing hangs', async () => {
  const { totals } = await drivePhase(loadSpec(await closedPort()), constantPhase(400, 500));
  assert.deepEqual(totals.outcomes, { ...noOutcomes, connectionFailed: 200 });
  assert.deepEqual([totals.intended, totals.sent], [200, 0]);
});

test('a target that closes every connection at once fails every arrival', async () => {
  const server = await startScriptedServer(
    () => {},
    (socket) => socket.end(),
  );
  const { totals } = await drivePhase(loadSpec(server.port), constantPhase(200, 500));
  await server.stop();
  assert.deepEqual(totals.outcomes, { ...noOutcomes, connectionFailed: 100 });
});

test('a target that never answers times every request out', async () => {
  const server = await startScriptedServer(() => {});
  const { totals } = await drivePhase(loadSpec(server.port, { timeoutMs: 300 }), constantPhase(100, 500));
  await server.stop();
  assert.deepEqual(totals.outcomes, { ...noOutcomes, timeout: 50 });
  assert.equal(totals.responseTime.count, 0);
});

test('bad statuses are no good answers and have no response time', async () => {
  const server = await startScriptedServer((request, reply) =>
    reply.write(request.index % 4 === 0 ? okAnswer.replace('200 OK', '503 Busy') : okAnswer),
  );
  const { totals } = await drivePhase(loadSpec(server.port), constantPhase(100, 400));
  await server.stop();
  assert.deepEqual(totals.outcomes, { ...noOutcomes, ok: 30, badStatus: 10 });
  assert.deepEqual([totals.responseTime.count, totals.serviceTime.count], [30, 30]);
});

test('check 5 of 9: a backlog left at the end is counted: unfinished where sent, unsent where it waited', async () => {
  const server = await startScriptedServer(() => {});
  const { totals } = await drivePhase(
    loadSpec(server.port, { hosts: [plainHost(server.port, { connections: 3 })] }),
    constantPhase(100, 300),
    100,
  );
  await server.stop();
  assert.deepEqual(totals.outcomes, { ...noOutcomes, unfinished: 3, unsent: 27 });
  assert.equal(totals.unsentByGenerator, 0);
  assert.equal(outcomeSum(totals), totals.intended);
});

test('arrivals over the in-flight limit are unsent, and the stuck target is named for it, not the generator', async () => {
  const server = await startScriptedServer(() => {});
  const spec = loadSpec(server.port, { inFlightLimit: 6, workers: 2 });
  const { totals } = await drivePhase(spec, constantPhase(200, 250), 100);
  await server.stop();
  assert.deepEqual(totals.outcomes, { ...noOutcomes, unfinished: 6, unsent: 44 });
  assert.match(
    judgeValidity(totals, spec).reasons.join('\n'),
    /were not sent because too many were still waiting for the target/,
  );
});

test('a worker that dies is told once, its arrivals are accounted for, and closing does not hang', async () => {
  // No such port: the attempt to connect throws within the worker.
  const { load, failures, failed } = await startDrivenLoad(loadSpec(70_000));
  load.drive(constantPhase(10, Number.POSITIVE_INFINITY));
  await failed();
  await load.close();
  assert.deepEqual(failures.map(codeOf), ['load-worker-failed']);
  const totals = load.totals(() => true);
  assert.equal(totals.intended, 1);
  assert.equal(outcomeSum(totals), 1);
});

test('a load that cannot be driven as asked is refused before anything starts', async () => {
  const listeners = { onInterval() {}, onWindow() {}, onPhaseEnd() {}, onFailure() {} };
  for (const change of [
    { limitsMs: [1, 2, 3, 4, 5] },
    { workers: 0 },
    { hosts: [plainHost(1, { connections: 1.5 })] },
    { hosts: [] },
    { hosts: [plainHost(1, { redirects: 11 })] },
    { inFlightLimit: 0 },
  ]) {
    await assert.rejects(
      () => startLoad(loadSpec(1, change), createSystemClock(), listeners),
      (error) => codeOf(error) === 'bad-load-spec',
    );
  }
});
