import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { exitCodeOf } from '../../source/commands/exit-code-of.js';
import type { RequestSpec } from '../../source/model/request.js';
import type { RunResult } from '../../source/model/run.js';
import { okAnswer, type Reply, type SeenRequest, startScriptedServer } from '../helpers/http-servers.js';
import { constant, type RunSession, type RunWish, startRun } from './run-session.js';

const badAnswer = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n';
const get: RequestSpec = { method: 'GET', headers: [], body: null, okStatus: { from: 200, to: 399 } };

/** Runs a load of a minute against a server that answers the check before load well, and then as the script does. */
async function runUntilItStops(
  t: TestContext,
  script: (request: SeenRequest, reply: Reply) => void,
  wish: (port: number) => Partial<RunWish>,
): Promise<{ readonly run: RunSession; readonly result: RunResult; readonly code: number }> {
  const { port, stop } = await startScriptedServer((request, reply) => {
    if (request.index === 0) reply.write(okAnswer);
    else script(request, reply);
  });
  t.after(stop);
  const run = startRun({ port, shape: constant(50), durationMs: 60_000, ...wish(port) });
  const { end, result } = await run.end();
  // A machine that is busy with something else makes any measurement invalid, which has its own exit code.
  const believed = { ...end, result: { ...result, validity: { valid: true, reasons: [] } } } as const;
  return { run, result, code: exitCodeOf(believed, false) };
}

const ends = { timeout: 30_000 } as const;

test('an error burst stops a run at once, and says so in an event and in the answer', ends, async (t) => {
  const { run, result, code } = await runUntilItStops(
    t,
    (_, reply) => reply.write(badAnswer),
    () => ({}),
  );
  assert.equal(result.ended, 'tripped');
  assert.match(
    result.endedBecause ?? '',
    /^100 % of the [\d,]+ arrivals of 3 s ended badly \(trip-wire error burst\)$/,
  );
  assert.ok(result.intended.count < 400, `${result.intended.count} of 3,000 arrivals`);
  assert.deepEqual(run.states(), ['running', 'cooling', 'aborted']);
  const told = run.events.find((event) => event.kind === 'note' && event.severity === 'critical');
  assert.ok(told?.kind === 'note' && told.text === `stopped sending: ${result.endedBecause}`);
  const causes = run.events.flatMap((event) => (event.kind === 'run/state' ? [event.cause] : []));
  assert.deepEqual(causes, ['plan', 'rule', 'rule']);
  assert.equal(code, 1);
});

test('without trip-wires the same run goes on to its end', ends, async (t) => {
  const { result } = await runUntilItStops(
    t,
    (_, reply) => reply.write(badAnswer),
    () => ({
      durationMs: 4500,
      limits: { tripWires: false },
    }),
  );
  assert.deepEqual([result.ended, result.endedBecause], ['finished', null]);
  assert.equal(result.outcomes.badStatus, 225);
});

test('a failed health check stops a run whose own requests are well', ends, async (t) => {
  const { run, result, code } = await runUntilItStops(
    t,
    ({ head }, reply) => reply.write(head.startsWith('GET /healthz') ? badAnswer : okAnswer),
    (port) => ({
      limits: { health: { address: { protocol: 'http', host: '127.0.0.1', port, path: '/healthz' }, request: get } },
    }),
  );
  assert.equal(result.ended, 'tripped');
  assert.match(result.endedBecause ?? '', /health check failed 3 times in a row.*got 503.*trip-wire health check/);
  assert.equal(result.outcomes.ok, result.intended.count);
  assert.ok(run.events.some((event) => event.kind === 'note' && event.severity === 'warning'));
  assert.equal(code, 1);
});

test('too many in flight stop a run in the very second', ends, async (t) => {
  const { run, result, code } = await runUntilItStops(
    t,
    () => {},
    () => ({
      shape: constant(100),
      load: { timeoutMs: 500 },
      limits: { stops: [{ kind: 'in-flight', text: 'in-flight > 10', limit: 10, spanMs: 0 }] },
    }),
  );
  assert.equal(result.ended, 'tripped');
  assert.match(result.endedBecause ?? '', /^[\d]+ in flight \(in-flight > 10\)$/);
  const kinds = run.events.map(({ kind }) => kind);
  const told = run.events.findIndex((event) => event.kind === 'note' && event.severity === 'critical');
  assert.ok(told < kinds.indexOf('load/interval'), 'it was stopped before the first second was over');
  assert.equal(code, 1);
});

test('a latency above its limit stops a run', ends, async (t) => {
  const { result } = await runUntilItStops(
    t,
    (_, reply) => reply.write(okAnswer),
    () => ({
      limits: {
        stops: [{ kind: 'latency', text: 'p50 > 1ms for 1s', statistic: 'p50', limitMs: 0.001, spanMs: 1000 }],
      },
    }),
  );
  assert.equal(result.ended, 'tripped');
  assert.match(result.endedBecause ?? '', /^p50 of the last 1 s was .* ms \(p50 > 1ms for 1s\)$/);
});

test('a run that has its count is finished, and judged like any other', ends, async (t) => {
  const { run, result, code } = await runUntilItStops(
    t,
    (_, reply) => reply.write(okAnswer),
    () => ({
      limits: { stops: [{ kind: 'count', text: 'count >= 60', count: 60 }] },
    }),
  );
  assert.equal(result.ended, 'finished');
  assert.match(result.endedBecause ?? '', /arrivals were measured \(count >= 60\)$/);
  assert.ok(result.intended.count >= 60 && result.intended.count < 200, `${result.intended.count}`);
  assert.deepEqual(run.states(), ['running', 'cooling', 'finished']);
  assert.equal(code, 0);
});
