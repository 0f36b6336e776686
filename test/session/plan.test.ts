import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Phase } from '../../source/model/shape.js';
import { planPhases, restOfPhase, scalePhase } from '../../source/session/plan.js';

const ramp: Phase = {
  name: 'measure',
  purpose: 'measure',
  shape: { kind: 'ramp', fromPerSecond: 100, toPerSecond: 300 },
  durationMs: 10_000,
};

test('a plan warms up at the first rate of its shape', () => {
  const [warmUp, measure] = planPhases(ramp.shape, 10_000, 2000);
  assert.deepEqual(warmUp, {
    name: 'warm-up',
    purpose: 'warm-up',
    shape: { kind: 'constant', perSecond: 100 },
    durationMs: 2000,
  });
  assert.deepEqual(measure, ramp);
});

test('stairs become one phase a step, together as long as the plan', () => {
  const phases = planPhases({ kind: 'steps', levelsPerSecond: [10, 20, 40] }, 9000, 0);
  assert.deepEqual(
    phases.map((phase) => [phase.name, phase.shape, phase.durationMs]),
    [
      ['step 1 of 3', { kind: 'constant', perSecond: 10 }, 3000],
      ['step 2 of 3', { kind: 'constant', perSecond: 20 }, 3000],
      ['step 3 of 3', { kind: 'constant', perSecond: 40 }, 3000],
    ],
  );
});

test('what is left of a ramp goes on from the rate that it had reached', () => {
  assert.deepEqual(restOfPhase(ramp, 2500), {
    ...ramp,
    shape: { kind: 'ramp', fromPerSecond: 150, toPerSecond: 300 },
    durationMs: 7500,
  });
});

test('nothing is left of a phase that has run its time', () => {
  assert.equal(restOfPhase(ramp, 10_000), null);
});

test('scaling a phase multiplies every rate and nothing else', () => {
  assert.deepEqual(scalePhase(ramp, 1.5), {
    ...ramp,
    shape: { kind: 'ramp', fromPerSecond: 150, toPerSecond: 450 },
  });
  const stairs: Phase = { ...ramp, shape: { kind: 'steps', levelsPerSecond: [10, 20] } };
  assert.deepEqual(scalePhase(stairs, 0.5).shape, { kind: 'steps', levelsPerSecond: [5, 10] });
});
