import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRateChange } from '../../source/config/rate-change.js';
import { changedRate, isLargeChange } from '../../source/model/rate-change.js';

test('a rate, a difference and a percentage are told apart by sign and unit', () => {
  const rows: readonly (readonly [string, object])[] = [
    ['900', { kind: 'to', perSecond: 900 }],
    [' 900/s ', { kind: 'to', perSecond: 900 }],
    ['1200/min', { kind: 'to', perSecond: 20 }],
    ['+10%', { kind: 'times', factor: 1.1 }],
    ['-12.5 %', { kind: 'times', factor: 0.875 }],
    ['+50', { kind: 'by', perSecond: 50 }],
    ['-50/s', { kind: 'by', perSecond: -50 }],
    ['-60/min', { kind: 'by', perSecond: -1 }],
  ];
  for (const [text, value] of rows) assert.deepEqual(readRateChange(text), { kind: 'ok', value }, text);
});

test('anything else is refused', () => {
  const rows = [
    '',
    '+',
    '-',
    '%',
    '10%',
    '--5',
    '+-5',
    '5+5',
    '0',
    '-0',
    '-100%',
    '+20000%',
    '9/day',
    '1e9',
    'x',
    '2000000',
  ];
  for (const text of rows) assert.equal(readRateChange(text).kind, 'faulty', text);
});

test('a change is large beyond a quarter, and always from nothing', () => {
  assert.deepEqual(
    [75, 100, 125, 125.1, 74.9, 400].map((wanted) => isLargeChange(100, wanted)),
    [false, false, false, true, true, true],
  );
  assert.equal(isLargeChange(0, 1), true);
  // A quarter more of any rate is a quarter, whatever its last digits.
  for (const rate of [0.1, 33.3, 777.7, 12_345.678]) {
    assert.equal(isLargeChange(rate, changedRate({ kind: 'times', factor: 1.25 }, rate)), false);
  }
});
