import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  findHeaviestWork,
  foretell,
  type WorkAction,
  type WorkAnswer,
  type WorkOptions,
  type WorkTrial,
} from '../../../source/engine/discovery/work-staircase.js';

const options: WorkOptions = { fromWork: 20, maxWork: 90, limitMs: 200, allowedRatio: 0.01 };

/** A target whose time grows by a factor for each unit of work, as Fibonacci numbers do. */
function run(
  timeMs: (work: number, trial: number) => number,
  changes: Partial<WorkOptions> = {},
  acceptAt = Number.POSITIVE_INFINITY,
): { readonly answer: WorkAnswer; readonly actions: readonly WorkAction[] } {
  const actions: WorkAction[] = [];
  const search = findHeaviestWork({ ...options, ...changes });
  let turn = search.next();
  while (!turn.done) {
    const action = turn.value;
    actions.push(action);
    const meanMs = timeMs(action.work, actions.length);
    const aborted = meanMs > action.abortMs;
    const answered = aborted ? 0 : action.requests;
    const bad = meanMs > options.limitMs ? action.requests : 0;
    const trial: WorkTrial = { answered, bad, meanMs, aborted, accept: actions.length > acceptAt };
    turn = search.next(trial);
  }
  return { answer: turn.value, actions };
}

const fibonacci = (work: number): number => 1.618 ** (work - 20);

test('finds the heaviest work that meets, and never asks for one that is more than one heavier', () => {
  const { actions, answer } = run(fibonacci);
  // 1.618^11 is 199 ms.
  assert.equal(answer.work, 31);
  assert.equal(answer.endedBy, 'missed');
  assert.ok(Math.abs(answer.growth! - Math.log(1.618)) < 0.01);
  for (let index = 1; index < actions.length; index++) assert.ok(actions[index]!.work - actions[index - 1]!.work <= 1);
  assert.equal(Math.max(...actions.map(({ work }) => work)), 32);
});

test('near the limit it sends one request a second and measures both sides twice', () => {
  const { actions } = run(fibonacci);
  const at = (work: number) => actions.filter((action) => action.work === work);
  assert.ok([31, 32].every((work) => at(work).length === 2 && at(work).every(({ perSecond }) => perSecond === 1)));
  assert.equal(at(25).length, 1);
});

test('a work that is foretold to take many limits is not tried at all', () => {
  const { actions, answer } = run((work) => 12 ** (work - 20));
  assert.deepEqual([answer.work, answer.endedBy], [22, 'foretold']);
  assert.ok(actions.every(({ work }) => work <= 22));
});

test('one unlucky trial does not end it, and a first work that misses is infeasible', () => {
  const { answer } = run((work, trial) => (work === 31 && trial % 2 === 0 ? 500 : fibonacci(work)));
  assert.ok(answer.work === 31 || answer.work === 30);
  assert.deepEqual(run(() => 500).answer.endedBy, 'infeasible');
  assert.equal(run(() => 500).answer.work, null);
});

test('it ends at the maximum and at the stop of the user', () => {
  assert.deepEqual(run(fibonacci, { maxWork: 25 }).answer.endedBy, 'max-work');
  const stopped = run(fibonacci, {}, 4).answer;
  assert.deepEqual([stopped.endedBy, stopped.work !== null && stopped.work < 31], ['stopped', true]);
});

test('two steps foretell the third', () => {
  const steps = [20, 21].map((work) => ({ work, meanMs: 2 ** work }));
  assert.ok(Math.abs(foretell(steps, 23)! / 2 ** 23 - 1) < 1e-9);
  assert.equal(foretell(steps.slice(1), 23), null);
});

test('whatever the growth, the answer met and nothing hopeless was sent', () => {
  const property = fc.property(fc.double({ min: 1.05, max: 20, noNaN: true }), (growth) => {
    const { actions, answer } = run((work) => growth ** (work - 20));
    if (answer.work !== null) assert.ok(growth ** (answer.work - 20) <= options.limitMs);
    const worst = Math.max(...actions.map(({ work }) => growth ** (work - 20)));
    assert.ok(worst <= 4.5 * options.limitMs, `${worst} ms`);
  });
  fc.assert(property, { numRuns: 100, seed: 3 });
});
