import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createArrivalCursor } from '../../source/engine/load/pacer.js';
import { integrateRate } from '../../source/engine/load/rate-integral.js';
import { type Phase, peakRate, rateAt, type Shape } from '../../source/model/shape.js';
import { planPhases, restOfPhase, scalePhase } from '../../source/session/plan.js';

const ramp: Phase = {
  name: 'measure',
  purpose: 'measure',
  shape: { kind: 'ramp', fromPerSecond: 100, toPerSecond: 300 },
  durationMs: 10_000,
};

const lengthMs = 10_000;
const played = { fromMs: 0, lengthMs };
/** One of each kind, over ten seconds. */
const shapes: readonly Shape[] = [
  { kind: 'constant', perSecond: 70 },
  { kind: 'ramp', fromPerSecond: 0, toPerSecond: 150 },
  { kind: 'ramp', fromPerSecond: 150, toPerSecond: 10 },
  { kind: 'steps', levelsPerSecond: [20, 0, 90, 45] },
  { kind: 'spike', basePerSecond: 20, peakPerSecond: 400, beginMs: 3_000, endMs: 4_500, ...played },
  { kind: 'sine', meanPerSecond: 80, amplitudePerSecond: 80, periodMs: 2_700, ...played },
  {
    kind: 'profile',
    points: [
      { atMs: 0, perSecond: 30 },
      { atMs: 4_000, perSecond: 200 },
      { atMs: 4_000, perSecond: 0 },
      { atMs: 8_000, perSecond: 60 },
    ],
    ...played,
  },
];
const shape = fc.constantFrom(...shapes);

function phaseOf(form: Shape): Phase {
  return { name: 'measure', purpose: 'measure', shape: form, durationMs: lengthMs };
}

/** Paced arrivals of a phase in its first `untilMs`. */
function arrivals(phase: Phase, untilMs: number): number {
  const { durationMs } = phase;
  const cursor = createArrivalCursor({
    shape: phase.shape,
    durationMs,
    arrivals: 'paced',
    seed: 1,
    first: 0,
    stride: 1,
  });
  let count = 0;
  for (; cursor.dueMs() < untilMs; cursor.advance()) count += 1;
  return count;
}

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
  assert.equal(restOfPhase(ramp, 10_001), null);
});

test('a phase that was not begun yet is left as it is', () => {
  for (const form of shapes) assert.equal(restOfPhase(phaseOf(form), -0.01)?.durationMs, lengthMs);
});

test('what is left of a phase, cut again and again, has the rate of the whole at every moment', () => {
  const cuts = fc.array(fc.integer({ min: 0, max: 9_990 }), { maxLength: 5 });
  fc.assert(
    fc.property(shape, cuts, fc.integer({ min: 1, max: 9_998 }), (form, moments, laterMs) => {
      let left: Phase | null = phaseOf(form);
      let passedMs = 0;
      for (const moment of [...moments].sort((a, b) => a - b)) {
        left = left === null ? null : restOfPhase(left, moment - passedMs);
        passedMs = moment;
      }
      // A hair off every moment at which a step or a spike jumps.
      const atMs = Math.max(passedMs, laterMs) + 0.5;
      assert.ok(left !== null && Math.abs(left.durationMs - (lengthMs - passedMs)) < 1e-9);
      const there = rateAt(left.shape, (atMs - passedMs) / left.durationMs);
      const whole = rateAt(form, atMs / lengthMs);
      assert.ok(Math.abs(there - whole) < 1e-6, `${there} against ${whole}`);
    }),
    { numRuns: 500 },
  );
});

test('what was driven and what is left add up to the whole, exactly in rate and within 1 arrival a cut', () => {
  const cuts = fc.array(fc.integer({ min: 0, max: 9_999 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(shape, cuts, (form, moments) => {
      let left: Phase | null = phaseOf(form);
      let passedMs = 0;
      let expected = 0;
      let sent = 0;
      for (const moment of [...moments].sort((a, b) => a - b)) {
        assert.ok(left !== null);
        const elapsedMs = moment - passedMs;
        expected += integrateRate(left.shape, left.durationMs).countBy(elapsedMs);
        sent += arrivals(left, elapsedMs);
        left = restOfPhase(left, elapsedMs);
        passedMs = moment;
      }
      assert.ok(left !== null);
      expected += integrateRate(left.shape, left.durationMs).countBy(left.durationMs);
      sent += arrivals(left, Number.POSITIVE_INFINITY);
      const whole = integrateRate(form, lengthMs).countBy(lengthMs);
      assert.ok(Math.abs(expected - whole) < 1e-6 * whole, `${expected} against ${whole}`);
      const uncut = arrivals(phaseOf(form), Number.POSITIVE_INFINITY);
      assert.ok(Math.abs(sent - uncut) <= moments.length, `${sent} against ${uncut} in ${moments.length} cuts`);
    }),
    { numRuns: 300 },
  );
});

test('the peak of what is left is that of its own time alone', () => {
  const peaks = shapes.map((form) => [
    peakRate(form),
    ...[5_000, 9_000].map((atMs) => Math.round(peakRate(restOfPhase(phaseOf(form), atMs)!.shape))),
  ]);
  assert.deepEqual(peaks, [
    [70, 70, 70],
    [150, 150, 150],
    [150, 80, 24],
    [90, 90, 45],
    [400, 20, 20],
    // Its crests are 0.7 s after each 2.7 s; the last one in time is the one at 8.8 s.
    [160, 160, Math.round(rateAt(shapes[5]!, 0.9))],
    [200, 60, 60],
  ]);
});

test('no rate of a shape is above its peak', () => {
  fc.assert(
    fc.property(shape, fc.integer({ min: 0, max: 9_999 }), fc.integer({ min: 0, max: 1_000 }), (form, cutMs, part) => {
      const left = restOfPhase(phaseOf(form), cutMs)!.shape;
      assert.ok(rateAt(left, part / 1_001) <= peakRate(left) + 1e-9);
    }),
  );
});

test('scaling a phase multiplies every rate and nothing else', () => {
  for (const form of shapes) {
    const phase = phaseOf(form);
    const scaled = scalePhase(phase, 1.5);
    assert.deepEqual({ ...scaled, shape: form }, phase);
    for (let part = 0; part < 20; part++) {
      assert.ok(Math.abs(rateAt(scaled.shape, part / 20) - 1.5 * rateAt(form, part / 20)) < 1e-9, form.kind);
    }
    assert.ok(Math.abs(peakRate(scaled.shape) - 1.5 * peakRate(form)) < 1e-9, form.kind);
  }
});
