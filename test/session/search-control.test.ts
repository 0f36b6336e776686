import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { exitCodeOf } from '../../source/commands/exit-code-of.js';
import type { SessionEvent } from '../../source/model/events.js';
import type { RunCommand } from '../../source/model/run.js';
import { type Session, startSession } from '../../source/session/session.js';
import { createSystemClock } from '../../source/time/clock.js';
import { okAnswer, startScriptedServer } from '../helpers/http-servers.js';
import { plainHost, plainWork } from '../helpers/plain-load.js';

/** A search on a target that answers at once, whose load has begun. */
async function startSearch(
  t: TestContext,
): Promise<{ readonly session: Session; readonly events: readonly SessionEvent[] }> {
  const { port, stop } = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  t.after(stop);
  const events: SessionEvent[] = [];
  let begun: () => void = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const objective = { kind: 'latency', text: 'p99 < 500ms', statistic: 'p99', limitMs: 500 } as const;
  const url = `http://127.0.0.1:${port}/`;
  const session = startSession({
    head: {
      id: 'test',
      kind: 'discovery',
      target: url,
      objectives: [objective],
      servers: [],
      streams: [],
      startedAt: '2026-01-01T00:00:00.000Z',
      version: '0',
      arrivals: 'paced',
      seed: 1,
    },
    clock: createSystemClock(),
    checkTimeoutMs: 2000,
    job: {
      kind: 'discovery',
      plan: {
        target: url,
        load: {
          hosts: [plainHost(port)],
          work: plainWork(),
          arrivals: 'paced',
          seed: 1,
          inFlightLimit: 1000,
          timeoutMs: 2000,
          limitsMs: [500],
          workers: 1,
        },
        options: { objectives: [objective], startPerSecond: 20, maxPerSecond: 60, effort: 'quick', budgetSeconds: 60 },
      },
    },
    sinks: [
      (event) => {
        events.push(event);
        if (event.kind === 'load/interval') queueMicrotask(begun);
      },
    ],
  });
  await hasBegun;
  return { session, events };
}

test('a search keeps its own rate, and ends at once where it is aborted', { timeout: 30_000 }, async (t) => {
  const { session, events } = await startSearch(t);
  const before = events.flatMap((event) => (event.kind === 'load/rate' ? [event.perSecond] : []));
  const steering: readonly RunCommand[] = [
    { kind: 'adjust-rate', factor: 2 },
    { kind: 'set-rate', change: { kind: 'to', perSecond: 900 } },
    { kind: 'hold' },
    { kind: 'go-on' },
  ];
  for (const command of steering) session.send(command);
  session.send({ kind: 'abort' });
  const end = await session.firstEnd;
  await session.close('done');
  const rates = events.flatMap((event) => (event.kind === 'load/rate' ? [event.perSecond] : []));
  assert.deepEqual(rates, before);
  const notes = events.filter((event) => event.kind === 'note' && /the search chooses the rate/.test(event.text));
  assert.equal(notes.length, steering.length);
  const last = events.filter((event) => event.kind === 'run/state').at(-1);
  assert.deepEqual(last?.kind === 'run/state' && [last.to, last.cause], ['aborted', 'key']);
  assert.equal(exitCodeOf(end, false), 130);
});

test('a key cools down from within a search, which ends with what it knows', { timeout: 30_000 }, async (t) => {
  const { session, events } = await startSearch(t);
  session.send({ kind: 'cool-down' });
  const end = await session.firstEnd;
  await session.close('done');
  assert.ok(end.kind === 'result' && end.result.kind === 'discovery' && end.result.axis === 'rate');
  assert.ok(end.result.flags.includes('stopped') && end.result.sentRequests > 0);
  const states = events.flatMap((event) => (event.kind === 'run/state' ? [[event.to, event.cause]] : []));
  assert.deepEqual(states.slice(-2), [
    ['cooling', 'key'],
    ['finished', 'key'],
  ]);
  assert.ok(events.some((event) => event.kind === 'note' && /^cooled down in /.test(event.text)));
});
