import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { readShortRows } from '../../source/record/short-rows.js';

const isLimited = 'limits' in new DatabaseSync(':memory:');

/** What is read of rows with one number each, and then what a cell may be long. */
function read(cells: readonly (number | bigint | string)[]) {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (seq INTEGER PRIMARY KEY, n INTEGER)');
  const insert = database.prepare('INSERT INTO t (n) VALUES (?)');
  for (const cell of cells) insert.run(cell);
  const statement = database.prepare('SELECT seq, n FROM t WHERE seq > ? ORDER BY seq LIMIT ?');
  statement.setReturnArrays(true);
  const before = database.limits?.length;
  const rows = readShortRows(database, statement, [0, 512]);
  assert.equal(database.limits?.length, before);
  database.close();
  return rows;
}

test('rows of numbers are read at once, with texts as short as the ticks of many cores', { skip: !isLimited }, () => {
  const cores = 'x'.repeat(4000);
  assert.deepEqual(read([5, cores]), [
    [1, 5],
    [2, cores],
  ]);
});

test('rows that no record of numbers has are not read at once: long ones, and numbers beyond 2^53', () => {
  assert.equal(read([5, 'x'.repeat(70_000)]), null);
  assert.equal(read([5, 2n ** 60n]), null);
});
