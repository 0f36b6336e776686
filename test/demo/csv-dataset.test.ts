import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from '../../source/demo/csv-dataset.js';

test('reads rows of numbers, with or without a header, with either line end', () => {
  const expected = { rows: 2, columns: 2, values: Float64Array.of(1, 2.5, -3, 4e2) };
  for (const text of ['1,2.5\n-3,4e2', 'x,y\n1,2.5\n-3,4e2\n', '1, 2.5\r\n\r\n-3 ,400\r\n']) {
    assert.deepEqual(parseCsv(text), expected);
  }
});

const refused: readonly [text: string, sentence: RegExp][] = [
  ['', /got 0/],
  ['1,2', /at least 2 rows/],
  ['x,y\n1,2', /at least 2 rows/],
  ['1\n2', /2 to 100 columns/],
  ['1,2\n3', /2 columns in line 2/],
  ['1,2\n3,x', /numbers in line 2/],
  ['a,b\nc,d', /numbers in line 2/],
  ['1,2\n3,', /numbers in line 2/],
  ['1,2\n3,1e300', /numbers in line 2/],
  [`${'1,'.repeat(100)}1\n${'1,'.repeat(100)}1`, /got 101/],
];

for (const [text, sentence] of refused) {
  test(`refuses ${JSON.stringify(text.slice(0, 20))} and says why`, () => {
    const result = parseCsv(text);
    assert.match('error' in result ? result.error : '', sentence);
  });
}
