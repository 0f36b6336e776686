import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Attempt, type PlanRun, performPlan } from '../../source/plan/perform-plan.js';
import type { PlanEvent } from '../../source/plan/plan-event.js';
import { planExitCode } from '../../source/plan/plan-outcome.js';
import type { PlanSpec } from '../../source/plan/plan-spec.js';
import { freshState, type PlanState } from '../../source/plan/plan-state.js';
import type { StepEnding } from '../../source/plan/step-ending.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { planOf } from './helpers.js';

type Fake = { readonly seconds?: number; readonly ending?: StepEnding; readonly result?: unknown };

/** Does a plan in virtual time; each attempt at a step takes the next of its fakes, the last for all that follow. */
function performing(plan: PlanSpec, fakes: Readonly<Record<string, readonly Fake[]>> = {}) {
  const clock = createVirtualClock(1_000_000);
  const events: PlanEvent[] = [];
  const begun: string[] = [];
  const counts = new Map<string, number>();
  const results = new Map<string, unknown>();
  let end: PlanState | null = null;
  const begin = (name: string): Attempt => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    begun.push(`${name}@${clock.nowMs() / 1000}`);
    const own = fakes[name] ?? [];
    const { ending = 'ok', result = null, seconds = 1 } = own[Math.min(count, own.length - 1)] ?? {};
    let stop = (): void => {};
    const ended = new Promise<{ readonly ending: StepEnding; readonly reason: null }>((resolve) => {
      const cancel = clock.after(seconds * 1000, () => {
        results.set(name, result);
        resolve({ ending, reason: null });
      });
      stop = () => {
        cancel();
        resolve({ ending: 'interrupted', reason: null });
      };
    });
    return { ended, stop };
  };
  const run: PlanRun = performPlan(plan, freshState(plan), {
    clock,
    random: () => 1,
    append: (event) => void events.push(event),
    begin: (step) => begin(step.name),
    resultOf: (step) => results.get(step) ?? null,
    tell() {},
  });
  void run.ended.then((state) => {
    end = state;
  });
  const advance = async (seconds: number): Promise<void> => {
    for (let count = 0; count < seconds * 10; count++) {
      clock.advance(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const outcomes = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      [...(end?.steps ?? [])].map(([name, state]) => [name, state.kind === 'ended' ? state.ending : state.kind]),
    );
  return { run, events, begun, advance, outcomes, end: () => end };
}

const run = (name: string, more: object = {}): object => ({ name, do: 'run', ...more });

test('steps are begun one after the other, and branches side by side', async () => {
  const plan = planOf({ steps: [run('a'), { parallel: [[run('b'), run('c')], run('d')] }, run('e')] });
  const { advance, begun, outcomes } = performing(plan, { d: [{ seconds: 3 }] });
  await advance(8);
  assert.deepEqual(begun, ['a@0', 'b@1', 'd@1', 'c@2', 'e@4']);
  assert.deepEqual(outcomes(), { a: 'ok', b: 'ok', c: 'ok', d: 'ok', e: 'ok' });
});

test('what needs a step that did not go well is blocked, unless its ending is accepted', async () => {
  const steps = [run('a'), run('b'), run('c', { if: 'always' })];
  const strict = performing(planOf({ steps }), { a: [{ ending: 'missed' }] });
  await strict.advance(4);
  assert.deepEqual(strict.outcomes(), { a: 'missed', b: 'blocked', c: 'ok' });
  assert.equal(planExitCode(planOf({ steps }), strict.end()!), 1);
  const lenient = planOf({ steps: [run('a', { accept: 'missed' }), ...steps.slice(1)] });
  const accepted = performing(lenient, { a: [{ ending: 'missed' }] });
  await accepted.advance(4);
  assert.deepEqual(accepted.outcomes(), { a: 'missed', b: 'ok', c: 'ok' });
  assert.equal(planExitCode(lenient, accepted.end()!), 0);
});

test('a condition is judged by what the steps before have answered', async () => {
  const plan = planOf({
    steps: [
      run('line'),
      run('soak', { if: 'line.result.perSecond >= 500' }),
      run('other', { if: 'line.result.perSecond < 500' }),
    ],
  });
  const { advance, outcomes } = performing(plan, { line: [{ result: { perSecond: 800 } }] });
  await advance(4);
  assert.deepEqual(outcomes(), { line: 'ok', soak: 'ok', other: 'skipped' });
});

test('a step that was skipped by its own condition keeps nobody from going on', async () => {
  const plan = planOf({ steps: [run('a'), run('b', { if: 'a.failed' }), run('c')] });
  const { advance, outcomes } = performing(plan);
  await advance(4);
  assert.deepEqual(outcomes(), { a: 'ok', b: 'skipped', c: 'ok' });
});

test('a step is tried again after waits that double up to their bound, and no oftener than it says', async () => {
  const plan = planOf({ steps: [run('a', { retry: { times: 3, wait: '2s', most: '5s', on: ['missed'] } }), run('b')] });
  const { advance, begun, outcomes } = performing(plan, { a: [{ ending: 'missed' }] });
  await advance(20);
  assert.deepEqual(begun, ['a@0', 'a@3', 'a@8', 'a@14']);
  assert.deepEqual(outcomes(), { a: 'missed', b: 'blocked' });
});

test('only the endings that it names are tried again', async () => {
  const plan = planOf({ steps: [run('a', { retry: { times: 3, wait: '1s' } })] });
  const { advance, begun } = performing(plan, { a: [{ ending: 'unmeasured' }, { ending: 'missed' }] });
  await advance(10);
  assert.equal(begun.length, 2);
});

test('a step that takes too long is ended properly and told as that', async () => {
  const plan = planOf({ steps: [run('a', { timeout: '2s' }), run('b', { if: 'a.timed-out' })] });
  const { advance, begun, outcomes } = performing(plan, { a: [{ seconds: 60 }] });
  await advance(4);
  assert.deepEqual(begun, ['a@0', 'b@2']);
  assert.deepEqual(outcomes(), { a: 'timed-out', b: 'ok' });
});

test('a stop ends the steps under way and begins no others', async () => {
  const plan = planOf({ steps: [{ parallel: [run('a'), run('b')] }, run('c')] });
  const { advance, end, outcomes, run: under } = performing(plan, { a: [{ seconds: 9 }], b: [{ seconds: 9 }] });
  await advance(2);
  under.stop('enough');
  under.stop('enough');
  await advance(1);
  assert.deepEqual(outcomes(), { a: 'interrupted', b: 'interrupted', c: 'waiting' });
  assert.equal(planExitCode(plan, end()!), 130);
});

test('a stop during a rest between attempts does not wait for it', async () => {
  const plan = planOf({ steps: [run('a', { retry: { times: 2, wait: '60s' } })] });
  const { advance, end, run: under } = performing(plan, { a: [{ ending: 'unmeasured' }] });
  await advance(3);
  under.stop('enough');
  await advance(1);
  assert.equal(end()?.steps.get('a')?.kind, 'resting');
});

test('ending the steps under way goes on with what may still be done', async () => {
  const plan = planOf({ steps: [run('a'), run('b', { if: 'always' })] });
  const { advance, outcomes, run: under } = performing(plan, { a: [{ seconds: 60 }] });
  await advance(1);
  under.endSteps();
  await advance(3);
  assert.deepEqual(outcomes(), { a: 'interrupted', b: 'ok' });
});

test('a plan whose events cannot be kept ends its steps and says why', async () => {
  const plan = planOf({ steps: [run('a'), run('b')] });
  const clock = createVirtualClock(0);
  let kept = 0;
  const begun: string[] = [];
  const performed = performPlan(plan, freshState(plan), {
    clock,
    random: () => 1,
    append() {
      kept += 1;
      if (kept === 2) throw new Error('no space left on device');
    },
    begin(step) {
      begun.push(step.name);
      return { ended: Promise.resolve({ ending: 'ok', reason: null }), stop() {} };
    },
    resultOf: () => null,
    tell() {},
  });
  clock.advance(1);
  await assert.rejects(performed.ended, /no space left/);
  assert.deepEqual(begun, ['a']);
});

test('what an attempt fails with unforeseen is its reason', async () => {
  const plan = planOf({ steps: [run('a')] });
  const clock = createVirtualClock(0);
  const performed = performPlan(plan, freshState(plan), {
    clock,
    random: () => 1,
    append() {},
    begin: () => ({ ended: Promise.reject(new Error('it broke')), stop() {} }),
    resultOf: () => null,
    tell() {},
  });
  clock.advance(1);
  const state = (await performed.ended).steps.get('a');
  assert.deepEqual(state?.kind === 'ended' && [state.ending, state.reason], ['unmeasured', 'it broke']);
});
