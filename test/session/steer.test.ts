import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginCourse, type Course, held, peakOf, presentRate } from '../../source/session/course.js';
import { planPhases } from '../../source/session/plan.js';
import { type Steering, steer } from '../../source/session/steer.js';

const flat = beginCourse(planPhases({ kind: 'constant', perSecond: 100 }, 10_000, 0));
const rising = beginCourse(planPhases({ kind: 'ramp', fromPerSecond: 100, toPerSecond: 300 }, 10_000, 0));
const silent = beginCourse(planPhases({ kind: 'ramp', fromPerSecond: 0, toPerSecond: 300 }, 10_000, 0));

function steered(course: Course, command: Steering, max: number | null = null) {
  const result = steer(course, command, max);
  return result.kind === 'steered' ? result : assert.fail(result.words);
}

const to = (perSecond: number): Steering => ({ kind: 'set-rate', change: { kind: 'to', perSecond } });
const by = (perSecond: number): Steering => ({ kind: 'set-rate', change: { kind: 'by', perSecond } });
const times = (factor: number): Steering => ({ kind: 'set-rate', change: { kind: 'times', factor } });

test('a rate, a difference and a percentage change what they name, in words', () => {
  const rows: readonly (readonly [Course, Steering, number, string])[] = [
    [flat, to(900), 900, 'set to 900/s'],
    [flat, by(-40), 60, 'set to 60.0/s'],
    [flat, times(1.1), 110, 'rate +10 %'],
    [flat, { kind: 'adjust-rate', factor: 0.95 }, 95, 'rate -5 %'],
    [rising, to(900), 900, 'set to 900/s, held: the plan stands still'],
    [rising, times(2), 200, 'rate +100 %'],
    [rising, { kind: 'hold' }, 100, 'held: the plan stands still'],
    [held(rising, 150), { kind: 'go-on' }, 100, 'the plan goes on from where it stood'],
    [silent, to(5), 5, 'set to 5.0/s, held: the plan stands still'],
  ];
  for (const [course, command, perSecond, words] of rows) {
    const { course: next, words: told, remark } = steered(course, command);
    assert.ok(Math.abs(presentRate(next) - perSecond) < 1e-9, words);
    assert.deepEqual([told, remark], [words, null]);
  }
});

test('no key leads above the highest rate, now or later in the plan, and it says so', () => {
  const set = steered(flat, to(900), 400);
  assert.equal(presentRate(set.course), 400);
  assert.match(set.remark ?? '', /not 900\/s: --max-rate is 400\/s/);
  const doubled = steered(rising, times(2), 400);
  assert.ok(peakOf(doubled.course) <= 400 + 1e-9);
  assert.match(doubled.remark ?? '', /no more than --max-rate is 400\/s/);
  assert.deepEqual(steer(rising, times(1.05), 300), { kind: 'stays', words: 'the rate stays: --max-rate is 300/s' });
  assert.equal(presentRate(steered(flat, to(2_000_000)).course), 1_000_000);
});

test('a lower rate is never refused', () => {
  assert.equal(presentRate(steered(rising, times(0.5), 300).course), 50);
  assert.equal(presentRate(steered(held(rising, 300), by(-100), 300).course), 200);
});

test('a change that leaves no rate is refused', () => {
  for (const command of [by(-100), by(-500), times(0), to(0), to(Number.NaN)]) {
    const result = steer(flat, command, null);
    assert.equal(result.kind, 'stays');
    assert.match(result.words, /must be above 0, and P pauses/);
  }
});

test('holding what is held and letting go what is not change nothing', () => {
  assert.equal(steer(held(rising), { kind: 'hold' }, null).kind, 'stays');
  assert.equal(steer(rising, { kind: 'go-on' }, null).kind, 'stays');
});
