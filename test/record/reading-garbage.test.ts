import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getHeapSpaceStatistics } from 'node:v8';
import { boundNewSpace, countRead } from '../../source/record/reading-garbage.js';

const newSpaceBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ??
  assert.fail('no such space');

/** Reads so many rows that live for a while, as those of a batch do. */
function read(batches: number): void {
  let rows: readonly object[] = [];
  for (let batch = 0; batch < batches; batch++) {
    rows = Array.from({ length: 10_000 }, (_, at) => ({ at, batch, next: rows.length }));
    countRead(100_000);
  }
}

test('the space of new objects stops growing once it is bounded', () => {
  boundNewSpace();
  read(900);
  const bytes = newSpaceBytes();
  // Twice the bound at most, since it doubles; left alone it would be twice that again, and grow on.
  assert.ok(bytes <= 34e6, String(bytes));
});
