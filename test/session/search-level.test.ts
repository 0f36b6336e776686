import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodeOf } from '../../source/commands/exit-code-of.js';
import type { LoadSpec } from '../../source/engine/load/load.js';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import type { WorkPlan } from '../../source/session/find-work.js';
import { type Job, type JobEnd, type Session, startSession } from '../../source/session/session.js';
import { createSystemClock } from '../../source/time/clock.js';
import { okAnswer, startScriptedServer } from '../helpers/http-servers.js';
import { plainHost, plainWork } from '../helpers/plain-load.js';

const objective = { kind: 'latency', text: 'p99 < 5000ms', statistic: 'p99', limitMs: 5000 } as const;
const failed = 'HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n';

/** A target that does levels up to `heaviest` at once, and refuses the others. */
async function startLevels(heaviest: number) {
  return startScriptedServer(({ head }, reply) => {
    const level = Number(/^GET \/work\/(\d+) /.exec(head)?.[1] ?? 0);
    reply.write(level <= heaviest ? okAnswer : failed);
  });
}

function loadAt(port: number): (level: number) => LoadSpec {
  return (level) => ({
    hosts: [{ ...plainHost(port), address: { protocol: 'http', host: '127.0.0.1', port, path: `/work/${level}` } }],
    work: plainWork({ path: `/work/${level}` }),
    arrivals: 'paced',
    seed: 1,
    inFlightLimit: 1000,
    timeoutMs: 10_000,
    limitsMs: [5000],
    workers: 1,
  });
}

function workPlan(port: number, fromLevel: number, maxLevel: number): WorkPlan {
  return {
    target: `http://127.0.0.1:${port}/`,
    workload: 'work',
    objectives: [objective],
    loadAt: loadAt(port),
    fromLevel,
    maxLevel,
    budgetSeconds: null,
  };
}

const head: SessionHead = {
  id: 'test',
  kind: 'bench',
  target: 'http://127.0.0.1/',
  objectives: [objective],
  servers: [],
  streams: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  version: '0',
  arrivals: 'paced',
  seed: 1,
};

/** Carries out a job; `onEvent` may send commands. */
async function carryOut(
  job: Job,
  onEvent: (event: SessionEvent, session: () => Session) => void = () => {},
): Promise<{ readonly end: JobEnd; readonly events: readonly SessionEvent[] }> {
  const events: SessionEvent[] = [];
  const session: Session = startSession({
    head,
    job,
    clock: createSystemClock(),
    checkTimeoutMs: 5000,
    sinks: [
      (event) => {
        events.push(event);
        // After the sink returns: a command is never sent from inside an event.
        queueMicrotask(() => onEvent(event, () => session));
      },
    ],
  });
  const end = await session.firstEnd;
  await session.close('done');
  return { end, events };
}

test('the heaviest level is the last whose requests, sent one after another, met twice', {
  timeout: 120_000,
}, async (t) => {
  const server = await startLevels(3);
  t.after(server.stop);
  const { end, events } = await carryOut({ kind: 'work', plan: workPlan(server.port, 3, 9) });
  assert.ok(end.kind === 'result' && end.result.kind === 'discovery' && end.result.axis === 'work');
  const { result } = end;
  assert.equal(result.heaviestLevel, 3);
  assert.equal(result.ended, 'missed');
  assert.deepEqual(
    result.steps.map(({ level, met, requests, badRatio }) => [level, met, requests, badRatio]),
    [
      [3, true, 30, 0],
      [3, true, 30, 0],
      [4, false, 30, 1],
      [4, false, 30, 1],
    ],
  );
  assert.equal(result.sentRequests, 120);
  assert.equal(result.badRequests, 60);
  assert.match(result.sentence, /up to level 3 while p99 < 5000ms .*missed at level 4/);
  assert.equal(exitCodeOf(end, false), 0);
  const told = events.flatMap((event) => (event.kind === 'discovery/event' ? [event.event.kind] : []));
  assert.deepEqual(told, Array.from({ length: 4 }, () => ['level', 'level-verdict']).flat());
  // One more at the check before load, and one after each trial without an answer: is the target still there?
  assert.equal(server.requests.length, 123);
});

test('a search for the heaviest work ends at the heaviest level allowed', { timeout: 120_000 }, async (t) => {
  const server = await startLevels(9);
  t.after(server.stop);
  const { end } = await carryOut({ kind: 'work', plan: workPlan(server.port, 2, 2) });
  assert.ok(end.kind === 'result' && end.result.kind === 'discovery' && end.result.axis === 'work');
  assert.deepEqual([end.result.heaviestLevel, end.result.ended], [2, 'max-level']);
});

test('a bench goes from the heaviest level down to the smallest, and accepting goes on', {
  timeout: 180_000,
}, async (t) => {
  const server = await startLevels(2);
  t.after(server.stop);
  const { port } = server;
  const plan = workPlan(port, 2, 2);
  let lines = 0;
  const { end, events } = await carryOut(
    {
      kind: 'bench',
      plan: {
        levels: 4,
        secondsPerLine: 200,
        systems: [
          {
            work: plan,
            smallestLevel: 1,
            lineAt: (level, earlierPerSecond) => ({
              target: plan.target,
              load: loadAt(port)(level),
              options: {
                objectives: [objective],
                startPerSecond: 20,
                maxPerSecond: 60,
                effort: 'quick',
                budgetSeconds: 60,
                earlierPerSecond,
              },
            }),
          },
        ],
      },
    },
    (event, session) => {
      if (event.kind !== 'discovery/event' || event.event.kind !== 'probe') return;
      // The first probe of each line is enough here.
      const begun = lines;
      lines += 1;
      if (begun < 2) session().send({ kind: 'accept' });
    },
  );
  assert.ok(end.kind === 'result' && end.result.kind === 'bench');
  const { configurations, heaviestLevel } = end.result;
  assert.equal(heaviestLevel, 2);
  assert.deepEqual(
    configurations.map(({ level, result }) => [level, result.flags.includes('stopped')]),
    [
      [2, true],
      [1, true],
    ],
  );
  const begun = events.flatMap((event) =>
    event.kind === 'bench/event' && event.event.kind === 'configuration'
      ? [[event.event.level, event.event.number, event.event.of]]
      : [],
  );
  assert.deepEqual(begun, [
    [null, 1, 5],
    [2, 2, 5],
    [1, 3, 5],
  ]);
  assert.equal(events.filter(({ kind }) => kind === 'result').length, 1);
  const states = events.flatMap((event) => (event.kind === 'run/state' ? [event.to] : []));
  assert.equal(states.at(-1), 'finished');
});

test('stopping a bench leaves out what was to follow', { timeout: 120_000 }, async (t) => {
  const server = await startLevels(2);
  t.after(server.stop);
  const plan = workPlan(server.port, 2, 2);
  const lineAt = (): never => assert.fail('no line was to be looked for');
  const { end } = await carryOut(
    { kind: 'bench', plan: { levels: 4, secondsPerLine: 1, systems: [{ work: plan, smallestLevel: 1, lineAt }] } },
    (event, session) => {
      if (event.kind === 'discovery/event' && event.event.kind === 'level-verdict') session().send({ kind: 'stop' });
    },
  );
  assert.ok(end.kind === 'result' && end.result.kind === 'bench');
  assert.deepEqual([end.result.heaviestLevel, end.result.configurations], [null, []]);
  assert.equal(exitCodeOf(end, false), 3);
});
