import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReadingLadder } from '../../../source/engine/monitor/reading-ladder.js';

test('each way is taken once, then the first again; why the first was left is kept meanwhile', () => {
  const ladder = createReadingLadder(['awk', 'sh', 'sftp']);
  assert.deepEqual([ladder.way(), ladder.reason()], ['awk', null]);
  assert.equal(ladder.stepDown('no awk'), true);
  assert.equal(ladder.stepDown('no sh'), true);
  assert.deepEqual([ladder.way(), ladder.reason()], ['sftp', 'no awk']);
  assert.equal(ladder.stepDown('no sftp'), false);
  assert.deepEqual([ladder.way(), ladder.reason()], ['awk', null]);
});

test('three short lives in a row are too many, a long one between them starts the count again', () => {
  const ladder = createReadingLadder(['awk', 'sh']);
  assert.deepEqual([5_000, 29_999, 40_000, 1, 2, 3].map(ladder.endedAfter), [false, false, false, false, false, true]);
});
