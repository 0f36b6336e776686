import assert from 'node:assert/strict';
import { test } from 'node:test';
import { okAnswer, startScriptedServer } from '../../helpers/http-servers.js';
import { constantPhase, drivePhase, loadSpec, outcomeSum, startDrivenLoad } from './drive-load.js';

test('intervals together, and windows together, hold exactly what the totals hold', async () => {
  const server = await startScriptedServer((request, reply) =>
    setTimeout(() => reply.write(request.index % 10 === 0 ? okAnswer.replace('200', '500') : okAnswer), 30),
  );
  const spec = loadSpec(server.port, { arrivals: 'poisson', workers: 2, limitsMs: [1, 2_000] });
  const { totals, intervals, windows } = await drivePhase(spec, constantPhase(150, 1_300));
  await server.stop();
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  assert.equal(sum(intervals.map((interval) => interval.due)), totals.intended);
  assert.equal(sum(intervals.map((interval) => interval.sent)), totals.sent);
  assert.equal(sum(intervals.map(outcomeSum)), totals.intended);
  assert.equal(sum(intervals.map((interval) => interval.responseTime.count)), totals.responseTime.count);
  assert.equal(intervals.at(-1)!.inFlight, 0);
  assert.deepEqual(
    windows.map((window) => Math.round(window.durationMs)),
    [1_000, 300],
  );
  assert.equal(sum(windows.map((window) => window.due)), totals.intended);
  assert.equal(sum(windows.map((window) => window.answered)), totals.outcomes.ok);
  assert.equal(sum(windows.map((window) => window.failed)), totals.outcomes.badStatus);
  // Slower than 1 ms all, slower than 2 s none.
  for (const window of windows) assert.deepEqual(window.slow, [window.answered, 0]);
  assert.equal(windows[0]!.startMs, intervals[0]!.startMs);
});

test('an answer counts for the phase in which its arrival was due, however late it comes', async () => {
  const server = await startScriptedServer((request, reply) => {
    if (request.index >= 20) reply.write(okAnswer);
    else setTimeout(() => reply.write(okAnswer), 400);
  });
  const { load, ended, phasesEnded } = await startDrivenLoad(loadSpec(server.port));
  const phases = [
    constantPhase(100, 200, { name: 'slow', purpose: 'warm-up' }),
    constantPhase(100, 200, { name: 'fast' }),
  ] as const;
  load.drive(phases[0]);
  await phasesEnded(1);
  load.drive(phases[1]);
  await phasesEnded(2);
  assert.deepEqual(ended, phases);
  assert.equal(ended[0], phases[0]);
  assert.equal(await load.drain(5_000), true);
  await load.close();
  await server.stop();
  const slow = load.totals((phase) => phase.purpose === 'warm-up');
  const fast = load.totals((phase) => phase === phases[1]);
  assert.deepEqual([slow.outcomes.ok, fast.outcomes.ok], [20, 20]);
  assert.ok(slow.responseTime.maxUs >= 390_000);
  assert.ok(fast.responseTime.minUs < 390_000);
  assert.equal(load.totals(() => true).intended, 40);
});

test('driving on cuts the present phase short without a gap and without telling its end', async () => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  const { load, ended, windows, phasesEnded, windowsTold } = await startDrivenLoad(
    loadSpec(server.port, { limitsMs: [50], workers: 2 }),
  );
  const endless = constantPhase(100, Number.POSITIVE_INFINITY, { name: 'endless', purpose: 'search' });
  load.drive(endless);
  await windowsTold(1);
  const next = constantPhase(200, 500);
  load.drive(next);
  await phasesEnded(1);
  assert.deepEqual(ended, [next]);
  await load.close();
  await server.stop();
  const first = load.totals((phase) => phase === endless);
  // Arrivals by the plan for exactly as long as the phase lasted: paused or cut time is never intended.
  assert.ok(Math.abs(first.intended - first.durationMs / 10) <= 1, `${first.intended} in ${first.durationMs} ms`);
  assert.equal(first.outcomes.ok, first.intended);
  assert.equal(load.totals((phase) => phase === next).intended, 100);
  assert.equal(windows[0]!.due, 100);
  const cut = windows.at(-2)!;
  assert.ok(Math.abs(cut.startMs + cut.durationMs - windows.at(-1)!.startMs) < 1e-6);
});

test('at rest nothing is sent, what is in flight goes on, and rest does not count as time', async () => {
  const held: (() => void)[] = [];
  let holding = true;
  const server = await startScriptedServer((_request, reply) => {
    if (holding) held.push(() => reply.write(okAnswer));
    else reply.write(okAnswer);
  });
  const { load, windowsTold, intervals } = await startDrivenLoad(loadSpec(server.port, { limitsMs: [20] }));
  load.drive(constantPhase(50, Number.POSITIVE_INFINITY));
  await windowsTold(1);
  load.rest();
  assert.equal(await load.drain(150), false);
  holding = false;
  for (const answer of held) answer();
  assert.equal(await load.drain(5_000), true);
  await load.close();
  await server.stop();
  const totals = load.totals(() => true);
  assert.deepEqual([totals.outcomes.ok, totals.sent], [totals.intended, server.requests.length]);
  assert.ok(Math.abs(totals.intended - totals.durationMs / 20) <= 1);
  assert.equal(intervals.at(-1)!.phase, 'rest');
  assert.equal(intervals.at(-1)!.intendedPerSecond, 0);
});

test('what had not been answered when its window was judged is slow, and still counted when it comes', async () => {
  const server = await startScriptedServer((_request, reply) => setTimeout(() => reply.write(okAnswer), 1_800));
  const { totals, windows } = await drivePhase(loadSpec(server.port, { limitsMs: [10, 60] }), constantPhase(50, 1_000));
  await server.stop();
  const [window] = windows;
  assert.equal(window!.due, 50);
  assert.deepEqual(window!.slow, [50, 50]);
  assert.deepEqual([window!.answered, window!.inFlight], [0, 50]);
  assert.equal(totals.outcomes.ok, 50);
});

test('closing twice is harmless, closing without a phase too, and a closed load drives nothing', async () => {
  const { load, intervals, windows } = await startDrivenLoad(loadSpec(1));
  assert.equal(await load.drain(1_000), true);
  await Promise.all([load.close(), load.close()]);
  load.drive(constantPhase(100, 100));
  load.rest();
  await load.close();
  assert.deepEqual([intervals.length, windows.length, load.totals(() => true).intended], [0, 0, 0]);
});
