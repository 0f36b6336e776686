import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, before, test } from 'node:test';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import type { RunCommand, RunResult } from '../../source/model/run.js';
import { planPhases } from '../../source/session/plan.js';
import { type Job, startSession } from '../../source/session/session.js';
import { createSystemClock } from '../../source/time/clock.js';
import { plainHost, plainWork } from '../helpers/plain-load.js';

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

const head: SessionHead = {
  id: 'test',
  kind: 'run',
  target: 'http://127.0.0.1/',
  objectives: [],
  servers: [],
  streams: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  version: '0',
  arrivals: 'paced',
  seed: 1,
};

function runJob(perSecond: number, durationMs: number, toPort = port): Job {
  return {
    kind: 'run',
    plan: {
      target: `http://127.0.0.1:${toPort}/`,
      load: {
        hosts: [plainHost(toPort)],
        work: plainWork(),
        arrivals: 'paced',
        seed: 1,
        inFlightLimit: 1000,
        timeoutMs: 2000,
        limitsMs: [],
        workers: 1,
      },
      phases: planPhases({ kind: 'constant', perSecond }, durationMs, 0),
      objectives: [],
      maxPerSecond: null,
      limits: { stops: [], tripWires: true, health: null },
    },
  };
}

/** A session whose events are looked at as they come: `when` calls back once, at the first event that matches. */
function watched(job: Job) {
  const events: SessionEvent[] = [];
  const waiting: { readonly matches: (event: SessionEvent) => boolean; readonly call: () => void }[] = [];
  const session = startSession({
    head,
    job,
    clock: createSystemClock(),
    checkTimeoutMs: 2000,
    sinks: [
      (event) => {
        events.push(event);
        const due = waiting.filter(({ matches }) => matches(event));
        for (const waiter of due) waiting.splice(waiting.indexOf(waiter), 1);
        // After the sink returns: a command is never sent from inside an event.
        for (const { call } of due) queueMicrotask(call);
      },
    ],
  });
  return {
    events,
    session,
    when: (matches: (event: SessionEvent) => boolean): Promise<void> =>
      new Promise((resolve) => waiting.push({ matches, call: resolve })),
    states: () => events.flatMap((event) => (event.kind === 'run/state' ? [event.to] : [])),
  };
}

function becomes(state: string): (event: SessionEvent) => boolean {
  return (event) => event.kind === 'run/state' && event.to === state;
}

async function runResultOf(session: ReturnType<typeof watched>['session']): Promise<RunResult> {
  const end = await session.firstEnd;
  assert.equal(end.kind, 'result');
  if (end.kind !== 'result' || end.result.kind !== 'run') throw new Error('expected the answer of a run');
  return end.result;
}

test('a run goes from idle to finished, and what it sent is what its plan intended', async () => {
  const { session, states, events } = watched(runJob(100, 1000));
  const result = await runResultOf(session);
  await session.close('done');
  assert.deepEqual(states(), ['running', 'cooling', 'finished']);
  assert.equal(result.intended.count, 100);
  assert.equal(result.outcomes.ok, 100);
  assert.equal(events.at(0)?.kind, 'session/started');
  assert.equal(events.at(-1)?.kind, 'session/ended');
});

test('pausing keeps the rest of the plan: all arrivals are sent, over a longer time', async () => {
  const { session, states, when } = watched(runJob(100, 1000));
  const send = (command: RunCommand): void => session.send(command);
  await when((event) => event.kind === 'load/interval' || becomes('running')(event));
  send({ kind: 'pause' });
  await when(becomes('paused'));
  send({ kind: 'resume' });
  const result = await runResultOf(session);
  await session.close('done');
  assert.deepEqual(states(), ['running', 'paused', 'running', 'cooling', 'finished']);
  // A cut phase and its rest may each round an arrival off the whole.
  assert.ok(Math.abs(result.intended.count - 100) <= 3, `intended ${result.intended.count}`);
  assert.equal(result.outcomes.ok, result.intended.count);
});

test('stopping ends a run before its plan, with every arrival accounted for', async () => {
  const { session, states, when } = watched(runJob(50, 60_000));
  await when((event) => event.kind === 'load/interval');
  session.send({ kind: 'stop' });
  const result = await runResultOf(session);
  await session.close('done');
  assert.deepEqual(states(), ['running', 'cooling', 'finished']);
  assert.equal(result.ended, 'stopped');
  const counted = Object.values(result.outcomes).reduce((sum, count) => sum + count, 0);
  assert.equal(counted, result.intended.count);
  assert.ok(result.intended.count < 3000);
});

test('a change of the rate is an event with its cause, and holds from then on', async () => {
  const { session, events, when } = watched(runJob(50, 60_000));
  await when((event) => event.kind === 'load/interval');
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
  const { session, states, events, when } = watched(runJob(100, 300));
  await session.firstEnd;
  const again = when(becomes('finished'));
  session.send({ kind: 'start' });
  await again;
  await session.close('done');
  assert.deepEqual(states(), ['running', 'cooling', 'finished', 'running', 'cooling', 'finished']);
  assert.equal(events.filter((event) => event.kind === 'result').length, 2);
});

test('closing in the middle of a run aborts it and still gives what was measured', async () => {
  const { session, states, when } = watched(runJob(50, 60_000));
  await when((event) => event.kind === 'load/interval');
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
  const { session, states, events } = watched(runJob(50, 1000, typeof address === 'object' ? address!.port : 0));
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
  const timed = watched({ kind: 'watch', durationMs: 50 });
  assert.equal((await timed.session.firstEnd).kind, 'result');
  await timed.session.close('done');
  const endless = watched({ kind: 'watch', durationMs: null });
  await endless.session.close('quit');
  assert.equal(endless.session.lastEnd()?.kind, 'result');
});
