import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createArrival, createArrivalShelf, wasSent } from '../../../source/engine/load/arrival.js';
import { openPhaseBook } from '../../../source/engine/load/phase-book.js';
import { phaseLayout } from '../../../source/engine/load/phase-memory.js';
import { plainWorkItem } from '../../helpers/plain-load.js';

const layout = phaseLayout(200, 1);
const book = openPhaseBook(new SharedArrayBuffer(layout.bytes), layout, 0, []);
const work = plainWorkItem();

test('an arrival that is used again is as a new one, whatever became of it before', () => {
  const shelf = createArrivalShelf();
  const first = shelf.take(1, book, work, 0);
  assert.deepEqual(first, createArrival(1, book, work, 0));
  assert.equal(wasSent(first), false);
  first.sentMs = 2.5;
  first.firstByteMs = 3;
  first.serverMs = 1;
  first.redirects = 2;
  first.isSentOn = true;
  assert.equal(wasSent(first), true);
  shelf.put(first);
  const second = shelf.take(7, book, work, 4);
  assert.equal(second, first);
  assert.deepEqual(second, createArrival(7, book, work, 4));
  // Nothing is on the shelf any more.
  assert.notEqual(shelf.take(8, book, work, 0), first);
});
