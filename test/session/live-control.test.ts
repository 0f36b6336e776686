import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { exitCodeOf } from '../../source/commands/exit-code-of.js';
import type { RunResult } from '../../source/model/run.js';
import { okAnswer, type ScriptedServer, startScriptedServer } from '../helpers/http-servers.js';
import { becomes, constant, isInterval, type RunSession, startRun } from './run-session.js';

/** A server that answers, and one that lets everything but the check before load hang. */
async function server(t: TestContext, kind: 'answers' | 'hangs'): Promise<ScriptedServer> {
  const started = await startScriptedServer((request, reply) => {
    if (kind === 'answers' || request.index === 0) reply.write(okAnswer);
  });
  t.after(started.stop);
  return started;
}

function rates({ events }: RunSession): readonly (readonly [perSecond: number, isHeld: boolean])[] {
  return events.flatMap((event) => (event.kind === 'load/rate' ? [[event.perSecond, event.held === true]] : []));
}

/** Nothing was answered: all that was sent is unfinished, and what had no connection yet unsent. */
function assertAllOpen({ outcomes, intended }: RunResult): void {
  assert.ok(outcomes.unfinished > 0);
  assert.equal(outcomes.unfinished + outcomes.unsent, intended.count);
}

test('a new rate is what a server sees within 50 ms', { timeout: 30_000 }, async (t) => {
  let look: () => void = () => {};
  const target = await startScriptedServer((_request, reply) => {
    reply.write(okAnswer);
    look();
  });
  t.after(target.stop);
  const run = startRun({ port: target.port, shape: constant(20), durationMs: 60_000 });
  await run.when(isInterval);
  /** Sets a rate, and resolves with when the first of two arrivals that are spaced as `isSpaced` says has come. */
  const firstSpaced = (perSecond: number, isSpaced: (gapMs: number) => boolean): Promise<number> => {
    const sentMs = performance.now();
    run.session.send({ kind: 'set-rate', change: { kind: 'to', perSecond } });
    return new Promise((resolve) => {
      look = () => {
        const later = target.requests.filter(({ atMs }) => atMs > sentMs);
        const index = later.findIndex(({ atMs }, at) => isSpaced((later[at + 1]?.atMs ?? Number.NaN) - atMs));
        if (index < 0) return;
        look = () => {};
        resolve(later[index]!.atMs - sentMs);
      };
    });
  };
  const tookMs: number[] = [];
  for (let turn = 0; turn < 6; turn++) {
    // 2.5 ms apart at the new rate, 50 ms at the old one, which must have come back before the next turn.
    tookMs.push(await firstSpaced(400, (gapMs) => gapMs < 10));
    await firstSpaced(20, (gapMs) => gapMs > 40);
  }
  run.session.send({ kind: 'stop' });
  const { result } = await run.end();
  // The best of several: a machine that is busy with something else can be late at any one of them.
  assert.ok(Math.min(...tookMs) <= 50, `took ${tookMs.map((ms) => ms.toFixed(1)).join(', ')} ms`);
  assert.equal(result.outcomes.ok, result.intended.count);
  assert.deepEqual(
    rates(run).map(([perSecond]) => perSecond),
    [20, ...Array.from({ length: 6 }, () => [400, 20]).flat()],
  );
});

test('a held ramp stays where it is, and goes on from there to its end', { timeout: 30_000 }, async (t) => {
  const { port } = await server(t, 'answers');
  const ramp = { kind: 'ramp', fromPerSecond: 50, toPerSecond: 250 } as const;
  const run = startRun({ port, shape: ramp, durationMs: 3000 });
  await run.when(isInterval);
  const isHeld = run.when((event) => event.kind === 'load/rate');
  run.session.send({ kind: 'hold' });
  await isHeld;
  const [, [held] = [0]] = rates(run);
  await run.when((event) => event.kind === 'load/interval' && event.interval.intendedPerSecond === held);
  run.session.send({ kind: 'go-on' });
  const { result } = await run.end();
  const [[first], , third] = [rates(run)[0] ?? [], rates(run)[1], rates(run)[2]];
  assert.equal(first, 50);
  assert.ok(held > 100 && held < 250, `held at ${held}`);
  assert.deepEqual(rates(run)[1], [held, true]);
  assert.deepEqual(third, [held, false]);
  // The whole ramp is 450 arrivals; all that was held comes on top of it.
  const heldMs = result.durationSeconds * 1000 - 3000;
  const expected = 450 + (heldMs / 1000) * held;
  assert.ok(heldMs > 0 && Math.abs(result.intended.count - expected) <= 4, `${result.intended.count} of ${expected}`);
  assert.equal(result.ended, 'finished');
});

test('a rate of its own stops a sine, and the peak is never above the highest rate', { timeout: 30_000 }, async (t) => {
  const { port } = await server(t, 'answers');
  const sine = { kind: 'sine', meanPerSecond: 100, amplitudePerSecond: 50, periodMs: 700 } as const;
  const shape = { ...sine, fromMs: 0, lengthMs: 60_000 };
  const run = startRun({ port, shape, durationMs: 60_000, maxPerSecond: 180 });
  await run.when(isInterval);
  run.session.send({ kind: 'set-rate', change: { kind: 'to', perSecond: 900 } });
  await run.when((event) => event.kind === 'load/interval' && event.interval.intendedPerSecond === 180);
  run.session.send({ kind: 'stop' });
  const { result } = await run.end();
  assert.deepEqual(rates(run)[1], [180, true]);
  assert.ok(run.events.some((event) => event.kind === 'note' && /--max-rate is 180/.test(event.text)));
  assert.deepEqual([result.ended, result.endedBecause], ['stopped', 'stopped by key']);
});

test('a rate set while paused is the rate after resuming', { timeout: 30_000 }, async (t) => {
  const { port } = await server(t, 'answers');
  const run = startRun({ port, shape: constant(50), durationMs: 1000 });
  await run.when(becomes('running'));
  run.session.send({ kind: 'pause' });
  await run.when(becomes('paused'));
  run.session.send({ kind: 'set-rate', change: { kind: 'by', perSecond: 150 } });
  run.session.send({ kind: 'resume' });
  const { result } = await run.end();
  assert.deepEqual(run.states(), ['running', 'paused', 'running', 'cooling', 'finished']);
  assert.deepEqual(rates(run), [
    [50, false],
    [200, false],
    [200, false],
  ]);
  assert.ok(result.intended.count > 150 && result.intended.count <= 202, `${result.intended.count}`);
});

test('an abort waits for nothing: what is in flight is unfinished', { timeout: 30_000 }, async (t) => {
  const { port } = await server(t, 'hangs');
  const run = startRun({ port, shape: constant(40), durationMs: 60_000, load: { timeoutMs: 30_000 } });
  await run.when(isInterval);
  run.session.send({ kind: 'abort' });
  const { end, result } = await run.end();
  assert.deepEqual(run.states(), ['running', 'aborted']);
  assert.deepEqual([result.ended, result.endedBecause], ['interrupted', 'aborted by key']);
  assertAllOpen(result);
  assert.equal(exitCodeOf(end, false), 130);
  const last = run.events.filter((event) => event.kind === 'run/state').at(-1);
  assert.equal(last?.kind === 'run/state' && last.cause, 'key');
});

for (const [what, command] of [
  ['a stop', 'stop'],
  ['a cool-down', 'cool-down'],
] as const) {
  test(`an abort ends the waiting of ${what}`, { timeout: 20_000 }, async (t) => {
    const { port } = await server(t, 'hangs');
    const run = startRun({ port, shape: constant(40), durationMs: 60_000, load: { timeoutMs: 60_000 } });
    await run.when(isInterval);
    const isCooling = run.when(becomes('cooling'));
    run.session.send({ kind: command });
    await isCooling;
    run.session.send({ kind: 'abort' });
    const { result } = await run.end();
    assert.deepEqual(run.states(), ['running', 'cooling', 'aborted']);
    assertAllOpen(result);
  });
}
