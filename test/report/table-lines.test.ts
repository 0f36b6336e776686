import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableLines } from '../../source/report/table-lines.js';

test('a column of figures stands to the right, names and the first column to the left', () => {
  assert.deepEqual(
    tableLines([
      ['rate', 'bad', 'state'],
      ['20/s', '<0.01 %', 'met'],
      ['1,265/s', '>99.99 %', 'missed'],
      ['5/s', 'n/a', '-'],
    ]),
    ['rate          bad  state', '20/s      <0.01 %  met', '1,265/s  >99.99 %  missed', '5/s           n/a  -'],
  );
  assert.deepEqual(tableLines([]), []);
});
