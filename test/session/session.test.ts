import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, before, test } from 'node:test';
import { becomes, constant, isInterval, type RunSession, startRun, watchSession } from './run-session.js';

let server: Server;
let port = 0;

before(async () => {
  server = createServer((_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

const run = (perSecond: number, durationMs: number, toPort = port): RunSession =>
  startRun({ port: toPort, shape: constant(perSecond), durationMs });

test('a run goes from idle to finished, and what it sent is what its plan intended', async () => {
  const { end, states, events } = run(100, 1000);
  const { result } = await end();
  assert.deepEqual(states(), ['running', 'cooling', 'finished']);
  assert.equal(result.intended.count, 100);
  assert.equal(result.outcomes.ok, 100);
  assert.equal(events.at(0)?.kind, 'session/started');
  assert.equal(events.at(-1)?.kind, 'session/ended');
});

test('pausing keeps the rest of the plan: all arrivals are sent, over a longer time', async () => {
  const { end, session, states, when } = run(100, 1000);
  await when((event) => isInterval(event) || becomes('running')(event));
  session.send({ kind: 'pause' });
  await when(becomes('paused'));
  session.send({ kind: 'resume' });
  const { result } = await end();
  assert.deepEqual(states(), ['running', 'paused', 'running', 'cooling', 'finished']);
  // A cut phase and its rest may each round an arrival off the whole.
  assert.ok(Math.abs(result.intended.count - 100) <= 3, `intended ${result.intended.count}`);
  assert.equal(result.outcomes.ok, result.intended.count);
});

test('stopping ends a run before its plan, with every arrival accounted for', async () => {
  const { end, session, states, when } = run(50, 60_000);
  await when(isInterval);
  session.send({ kind: 'stop' });
  const { result } = await end();
  assert.deepEqual(states(), ['running', 'cooling', 'finished']);
  assert.equal(result.ended, 'stopped');
  const counted = Object.values(result.outcomes).reduce((sum, count) => sum + count, 0);
  assert.equal(counted, result.intended.count);
  assert.ok(result.intended.count < 3000);
});

test('a change of the rate is an event with its cause, and holds from then on', async () => {
  const { session, events, when } = run(50, 60_000);
  await when(isInterval);
  session.send({ kind: 'adjust-rate', factor: 2 });
  await when((event) => event.kind === 'load/interval' && event.interval.intendedPerSecond === 100);
  session.send({ kind: 'stop' });
  await session.close('done');
  const rates = events.flatMap((event) => (event.kind === 'load/rate' ? [[event.perSecond, event.cause]] : []));
  assert.deepEqual(rates, [
    [50, 'plan'],
    [100, 'key'],
  ]);
});

test('a finished run is started again by a key, in the same session', async () => {
  const { session, states, events, when } = run(100, 300);
  await session.firstEnd;
  const again = when(becomes('finished'));
  session.send({ kind: 'start' });
  await again;
  await session.close('done');
  assert.deepEqual(states(), ['running', 'cooling', 'finished', 'running', 'cooling', 'finished']);
  assert.equal(events.filter((event) => event.kind === 'result').length, 2);
});

test('closing in the middle of a run aborts it and still gives what was measured', async () => {
  const { session, states, when } = run(50, 60_000);
  await when(isInterval);
  await session.close('quit');
  const end = session.lastEnd();
  assert.deepEqual(states(), ['running', 'aborted']);
  assert.equal(end?.kind === 'result' && end.result.kind === 'run' ? end.result.ended : null, 'interrupted');
});

test('a target that refuses connections aborts before any load, with the reason', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const address = closed.address();
  await new Promise((resolve) => closed.close(resolve));
  const { session, states, events } = run(50, 1000, typeof address === 'object' ? address!.port : 0);
  const end = await session.firstEnd;
  await session.close('done');
  assert.equal(end.kind, 'unmeasured');
  assert.deepEqual(states(), ['aborted']);
  assert.equal(
    events.some((event) => event.kind === 'load/interval'),
    false,
  );
});

test('a watch ends after its time, or when the session is closed', async () => {
  const timed = watchSession({ kind: 'watch', durationMs: 50 });
  assert.equal((await timed.session.firstEnd).kind, 'result');
  await timed.session.close('done');
  const endless = watchSession({ kind: 'watch', durationMs: null });
  await endless.session.close('quit');
  assert.equal(endless.session.lastEnd()?.kind, 'result');
});
