import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phase, Shape } from '../../source/model/shape.js';
import {
  afterElapsed,
  atRate,
  beginCourse,
  goneOn,
  held,
  nextPhase,
  peakOf,
  presentPhase,
  presentRate,
  scaled,
} from '../../source/session/course.js';
import { planPhases } from '../../source/session/plan.js';

const ramp: Shape = { kind: 'ramp', fromPerSecond: 100, toPerSecond: 300 };
const rising = beginCourse(planPhases(ramp, 10_000, 0));
const flat = beginCourse(planPhases({ kind: 'constant', perSecond: 50 }, 10_000, 2_000));
const stairs = beginCourse(planPhases({ kind: 'steps', levelsPerSecond: [10, 20] }, 10_000, 0));

const ratesOf = (phases: readonly Phase[]): readonly unknown[] =>
  phases.map(({ shape }) => (shape.kind === 'constant' ? shape.perSecond : shape.kind));

test('a plan goes through its phases, and is over after the last', () => {
  assert.equal(presentPhase(flat)?.name, 'warm-up');
  const measuring = nextPhase(flat);
  assert.equal(presentPhase(measuring)?.name, 'measure');
  assert.equal(presentPhase(nextPhase(measuring)), null);
  assert.equal(presentRate(nextPhase(measuring)), 0);
});

test('time that passes is taken from the present phase; all of it leads to the next', () => {
  assert.equal(presentPhase(afterElapsed(flat, 500))?.durationMs, 1_500);
  assert.equal(presentPhase(afterElapsed(flat, 2_000))?.name, 'measure');
  assert.equal(presentRate(afterElapsed(rising, 5_000)), 200);
});

test('held, the plan stands still at its present rate, and goes on from there', () => {
  const still = held(afterElapsed(rising, 5_000));
  assert.deepEqual(presentPhase(still), {
    name: 'measure, held',
    purpose: 'measure',
    shape: { kind: 'constant', perSecond: 200 },
    durationMs: Number.POSITIVE_INFINITY,
  });
  const later = afterElapsed(still, 60_000);
  assert.equal(presentRate(later), 200);
  assert.deepEqual(goneOn(later), afterElapsed(rising, 5_000));
});

test('what is held in the warm-up is not measured', () => {
  assert.equal(presentPhase(held(flat))?.purpose, 'warm-up');
});

test('a plan of one rate gets another one for all that is left of it', () => {
  const changed = atRate(afterElapsed(flat, 500), 80);
  assert.equal(changed.heldPerSecond, null);
  assert.deepEqual(ratesOf(changed.phases), [80, 80]);
  assert.deepEqual(
    changed.phases.map(({ durationMs }) => durationMs),
    [1_500, 10_000],
  );
});

test('a plan that moves stands still at a rate of its own, stairs too', () => {
  for (const course of [rising, stairs]) {
    const changed = atRate(course, 80);
    assert.equal(presentRate(changed), 80);
    assert.deepEqual(goneOn(changed), course);
  }
  // The last step has nothing to move to.
  assert.deepEqual(ratesOf(atRate(nextPhase(stairs), 80).phases), [80]);
});

test('a rate set while held is held in its place', () => {
  const changed = atRate(held(flat), 80);
  assert.equal(changed.heldPerSecond, 80);
  assert.deepEqual(ratesOf(changed.phases), [50, 50]);
});

test('scaling reaches every phase and the rate that is held', () => {
  const changed = scaled(held(rising, 120), 2);
  assert.equal(changed.heldPerSecond, 240);
  assert.equal(peakOf(changed), 600);
  assert.equal(presentRate(goneOn(changed)), 200);
});

test('the peak is the highest rate still to come, the one held among them', () => {
  assert.equal(peakOf(rising), 300);
  assert.equal(peakOf(held(rising, 900)), 900);
  assert.equal(peakOf(nextPhase(stairs)), 20);
});
