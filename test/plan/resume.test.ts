import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { performPlan } from '../../source/plan/perform-plan.js';
import type { PlanEvent } from '../../source/plan/plan-event.js';
import { beginJournal, findJournal, type PlanHead } from '../../source/plan/plan-journal.js';
import type { PlanSpec } from '../../source/plan/plan-spec.js';
import { afterEvent, freshState, type PlanState } from '../../source/plan/plan-state.js';
import type { StepEnding } from '../../source/plan/step-ending.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { planOf } from './helpers.js';

/** What is thrown where the program would be killed. */
class Killed extends Error {}

type Life = { readonly state: PlanState; readonly events: readonly PlanEvent[]; readonly isKilled: boolean };

/**
 * One life of the program: goes on from the events that were kept, and is killed at its `killAt`th event, before or after that
 * is kept. Steps end at once, each as `endings` says; `begun` counts what was really begun.
 */
async function live(
  plan: PlanSpec,
  kept: readonly PlanEvent[],
  endings: ReadonlyMap<string, StepEnding>,
  begun: Map<string, number>,
  killAt: number,
  isKeptFirst: boolean,
): Promise<Life> {
  const clock = createVirtualClock(kept.length * 1000);
  const events: PlanEvent[] = [...kept];
  const before = kept.reduce((state, event) => afterEvent(plan, state, event), freshState(plan));
  if (before.isOver) return { state: before, events, isKilled: false };
  const resumed: PlanEvent = { kind: 'plan/resumed', atMs: clock.wallMs() };
  if (kept.length > 0) events.push(resumed);
  const from = kept.length > 0 ? afterEvent(plan, before, resumed) : before;
  let count = 0;
  let isDead = false;
  const performed = performPlan(plan, from, {
    clock,
    random: () => 1,
    append(event) {
      if (isDead) throw new Killed();
      count += 1;
      if (count === killAt) isDead = true;
      if (!isDead || isKeptFirst) events.push(event);
      if (isDead) throw new Killed();
    },
    begin(step) {
      begun.set(step.name, (begun.get(step.name) ?? 0) + 1);
      return { ended: Promise.resolve({ ending: endings.get(step.name) ?? 'ok', reason: null }), stop() {} };
    },
    resultOf: () => null,
    tell() {},
  });
  const ended = performed.ended.then(
    (state) => ({ state, isKilled: false }),
    (error: unknown) => {
      if (!(error instanceof Killed)) throw error;
      return { state: from, isKilled: true };
    },
  );
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  for (let turn = 0; turn < 500 && !isOver; turn++) {
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(isOver, 'the plan came to an end');
  return { ...(await ended), events };
}

/** Plans of steps in order and side by side, some of them once, some tried again. */
const planOfSteps = fc
  .array(
    fc.record({
      isOnce: fc.boolean(),
      isAlways: fc.boolean(),
      retries: fc.nat({ max: 2 }),
      branch: fc.nat({ max: 2 }),
      ending: fc.constantFrom<StepEnding>('ok', 'ok', 'missed', 'unmeasured'),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((steps) => {
    const content = steps.map(({ branch, isAlways, isOnce, retries }, index) => {
      const step = {
        name: `s${index}`,
        do: 'run',
        ...(isOnce ? { once: true } : retries > 0 ? { retry: { times: retries, wait: '1s' } } : {}),
        ...(isAlways ? { if: 'always' } : {}),
      };
      return branch === 0 ? { parallel: [step, { name: `p${index}`, do: 'run', once: true }] } : step;
    });
    return {
      plan: planOf({ steps: content }),
      endings: new Map(steps.map(({ ending }, index) => [`s${index}`, ending])),
    };
  });

test('killed at any event and taken up again, a plan loses no step and does none twice that must not be', async () => {
  await fc.assert(
    fc.asyncProperty(
      planOfSteps,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { maxLength: 6 }),
      async ({ endings, plan }, kills) => {
        const begun = new Map<string, number>();
        let kept: readonly PlanEvent[] = [];
        for (const [killAt, isKeptFirst] of kills) {
          kept = (await live(plan, kept, endings, begun, killAt, isKeptFirst)).events;
        }
        const { state } = await live(plan, kept, endings, begun, 0, false);
        assert.ok(state.isOver);
        for (const step of plan.steps) {
          const end = state.steps.get(step.name);
          assert.ok(end?.kind === 'ended' || end?.kind === 'skipped' || end?.kind === 'blocked', step.name);
          if (step.once) assert.ok((begun.get(step.name) ?? 0) <= 1, `${step.name} was begun twice`);
          // Told as done only where it was: begun, and ended as it really ended.
          if (end.kind === 'ended' && end.ending !== 'lost') {
            assert.ok((begun.get(step.name) ?? 0) >= 1);
            assert.equal(end.ending, endings.get(step.name) ?? 'ok');
          }
          if (end.kind === 'ended' && end.ending === 'lost') assert.ok(step.once);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('without a kill, a plan that is taken up again after its end does nothing', async () => {
  const plan = planOf({ steps: [{ name: 'a', do: 'run' }] });
  const begun = new Map<string, number>();
  const { events } = await live(plan, [], new Map(), begun, 0, false);
  const again = await live(plan, events, new Map(), begun, 0, false);
  assert.ok(again.state.isOver);
  assert.equal(begun.get('a'), 1);
});

const head: PlanHead = {
  kind: 'plan/begun',
  version: 1,
  run: '20260102T030405Z-abcdef',
  plan: 'test',
  file: '/plans/test.json',
  hash: 'a'.repeat(64),
  atMs: 1,
};

function withFile(work: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-journal-'));
  try {
    work(join(folder, 'journal.jsonl'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a journal cut at any byte is read up to its last whole entry, and goes on behind that', () =>
  withFile((path) => {
    const plan = planOf({ steps: [{ name: 'a', do: 'run' }] });
    const journal = beginJournal(path, head);
    journal.append({ kind: 'step/begun', step: 'a', atMs: 2 });
    journal.append({ kind: 'step/ended', step: 'a', atMs: 3, ending: 'ok', reason: 'größer als gedacht' });
    journal.close();
    const whole = readFileSync(path);
    const ends = [...whole.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1);
    for (let bytes = 0; bytes <= whole.length; bytes++) {
      writeFileSync(path, whole);
      truncateSync(path, bytes);
      const found = findJournal(path);
      const entries = ends.filter((end) => end <= bytes).length;
      assert.equal(found === null, entries === 0);
      const kind = found?.stateOf(plan).steps.get('a')?.kind;
      assert.equal(kind, [undefined, 'waiting', 'running', 'ended'][entries]);
      found?.append({ kind: 'plan/resumed', atMs: 4 });
      found?.close();
      if (found !== null) assert.equal(readFileSync(path, 'utf8').split('\n').length, entries + 2);
    }
  }));

test('a journal with a line that is no entry is refused by its number, and left as it is', () =>
  withFile((path) => {
    for (const line of [
      'nonsense',
      '{"kind":"step/begun"}',
      '[1]',
      '{"kind":"step/ended","step":"a","atMs":-1,"ending":"ok","reason":null}',
    ]) {
      beginJournal(path, head).close();
      appendFileSync(path, `${line}\n`);
      const before = readFileSync(path, 'utf8');
      assert.throws(() => findJournal(path), { code: 'bad-journal', message: /line 2/ });
      assert.equal(readFileSync(path, 'utf8'), before);
      rmSync(path);
    }
  }));
