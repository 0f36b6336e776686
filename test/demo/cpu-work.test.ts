import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bubbleSortAnswer, fibonacciAnswer } from '../../source/demo/cpu-work.js';

test('fibonacci gives the numbers of the sequence', () => {
  const values = [0, 1, 2, 3, 10, 20].map((n) => fibonacciAnswer(String(n)).body);
  assert.deepEqual(
    values,
    [0, 1, 1, 2, 55, 6765].map((value, index) => ({ n: [0, 1, 2, 3, 10, 20][index], value })),
  );
});

test('bubble sort swaps every pair of a reversed array', () => {
  assert.deepEqual(bubbleSortAnswer('100'), { status: 200, body: { n: 100, swaps: 4950, first: 1, last: 100 } });
  assert.deepEqual(bubbleSortAnswer('1'), { status: 200, body: { n: 1, swaps: 0, first: 1, last: 1 } });
});

test('work that is no whole number or too heavy is refused with a sentence', () => {
  for (const text of ['', '-1', '1.5', '41', '1e1', 'x', '0x10', ' 1', '99999999999']) {
    assert.equal(fibonacciAnswer(text).status, 400, text);
  }
  for (const text of [null, '', '0', '20001', '1.5', 'x']) assert.equal(bubbleSortAnswer(text).status, 400, `${text}`);
});
