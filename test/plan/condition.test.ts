import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Condition, readCondition, stepsIn } from '../../source/plan/condition.js';
import { holds, type StepFacts } from '../../source/plan/judge-condition.js';

const facts = new Map<string, StepFacts>([
  [
    'line',
    {
      kind: 'ended',
      ending: 'ok',
      result: { estimatePerSecond: 818, flags: ['a'], curve: [{ p99Ms: 44 }], verified: true },
    },
  ],
  ['smoke', { kind: 'ended', ending: 'unmeasured', result: null }],
  ['late', { kind: 'ended', ending: 'timed-out', result: null }],
  ['left', { kind: 'skipped' }],
]);

function read(text: string): Condition {
  const reading = readCondition(text);
  return reading.kind === 'ok' ? reading.value : assert.fail(`${text}: ${JSON.stringify(reading.faults)}`);
}

const judge = (text: string): boolean => holds(read(text), (step) => facts.get(step) ?? null);

for (const [text, expected] of [
  ['always', true],
  ['line.ok', true],
  ['line.missed', false],
  ['smoke.failed', true],
  ['late.timed-out', true],
  ['late.failed and not late.ok', true],
  ['line.failed', false],
  ['left.skipped', true],
  ['left.ok', false],
  ['not line.ok or smoke.unmeasured', true],
  ['not (line.ok or smoke.unmeasured)', false],
  ['line.ok and smoke.ok or left.skipped', true],
  ['line.ok and (smoke.ok or left.blocked)', false],
  ['line.result.estimatePerSecond >= 818', true],
  ['line.result.estimatePerSecond>818', false],
  ['line.result.estimatePerSecond < 818.5', true],
  ['line.result.curve.0.p99Ms <= 44', true],
  ['line.result.curve.1.p99Ms <= 44', false],
  ["line.result.flags.0 == 'a'", true],
  ['line.result.verified == true', true],
  ['line.result.verified != false', true],
  ['line.result.estimatePerSecond > -5', true],
] as const) {
  test(`the condition ${text} is ${expected}`, () => assert.equal(judge(text), expected));
}

test('what an answer does not have makes no comparison hold', () => {
  for (const operator of ['<', '<=', '>', '>=', '==', '!=']) {
    assert.equal(judge(`line.result.nothing ${operator} 1`), false, operator);
    assert.equal(judge(`smoke.result.estimatePerSecond ${operator} 1`), false, operator);
    assert.equal(judge(`unknown.result.estimatePerSecond ${operator} 1`), false, operator);
  }
});

test('what objects inherit is no part of an answer', () => {
  for (const path of ['constructor', '__proto__', 'constructor.name', 'toString.length', 'flags.length']) {
    const reading = readCondition(`line.result.${path} != 'x'`);
    if (reading.kind === 'ok')
      assert.equal(
        holds(reading.value, (step) => facts.get(step) ?? null),
        false,
        path,
      );
  }
});

test('a condition names the steps that it speaks of', () => {
  assert.deepEqual(stepsIn(read("a.ok and (b.failed or not c.result.x == 'y') or a.missed")), ['a', 'b', 'c']);
});

for (const [text, wanted] of [
  ['', /expected a step/],
  ['line', /behind a dot/],
  ['line.good', /expected an outcome/],
  ['line.ok and', /the end of the condition/],
  ['line.ok smoke.ok', /expected and, or/],
  ['(line.ok', /closing parenthesis/],
  ['line.result.x', /expected <=/],
  ['line.result.x > ', /expected a number/],
  ["line.result.x > 'y'", /expected a number behind >/],
  ['line.ok; process.exit()', /expected a condition/],
  ['line.ok && smoke.ok', /expected a condition/],
  ['`line`', /expected a condition/],
  [`${'('.repeat(200)}always${')'.repeat(200)}`, /levels of nesting/],
  ['x'.repeat(501), /at most 500 characters/],
] as const) {
  test(`refuses the condition ${text.slice(0, 30)}`, () => {
    const reading = readCondition(text);
    assert.equal(reading.kind, 'faulty');
    assert.match(reading.kind === 'faulty' ? (reading.faults[0]?.message ?? '') : '', wanted);
  });
}

test('any text is read or refused in bounded time, and never throws', () => {
  const word = fc.constantFrom('a.ok', 'and', 'or', 'not', '(', ')', 'b.result.c', '<', "'t'", '3', 'always', '.', ' ');
  fc.assert(fc.property(fc.array(word, { maxLength: 60 }), (words) => void readCondition(words.join(' '))));
  fc.assert(fc.property(fc.string({ maxLength: 600 }), (text) => void readCondition(text)));
});
