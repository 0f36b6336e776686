import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJobQueue } from '../../source/demo/job-queue.js';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('works in order of arrival, one piece a turn', async () => {
  const queue = createJobQueue(10);
  const done: number[] = [];
  for (let job = 0; job < 3; job++) queue.push(() => done.push(job));
  assert.equal(queue.depth(), 3);
  assert.deepEqual(done, []);
  for (let turn = 1; turn <= 3; turn++) {
    await nextTurn();
    assert.equal(done.length, turn);
    assert.equal(queue.depth(), 3 - turn);
  }
  assert.deepEqual(done, [0, 1, 2]);
});

test('refuses what is over its limit, and takes again when there is room', async () => {
  const queue = createJobQueue(2);
  assert.deepEqual(
    [1, 2, 3].map(() => queue.push(() => {})),
    [true, true, false],
  );
  await nextTurn();
  assert.equal(
    queue.push(() => {}),
    true,
  );
});

test('a piece may put in the next one, behind those that wait', async () => {
  const queue = createJobQueue(10);
  const done: string[] = [];
  queue.push(() => {
    done.push('slice 1');
    queue.push(() => done.push('slice 2'));
  });
  queue.push(() => done.push('request'));
  while (queue.depth() > 0) await nextTurn();
  assert.deepEqual(done, ['slice 1', 'request', 'slice 2']);
});

test('a queue that never runs empty neither stops nor grows', async () => {
  const queue = createJobQueue(5);
  let done = 0;
  const again = (): void => {
    done += 1;
    if (done < 100) queue.push(again);
  };
  for (let chain = 0; chain < 3; chain++) queue.push(again);
  while (queue.depth() > 0) {
    assert.ok(queue.depth() <= 3);
    await nextTurn();
  }
  assert.equal(done, 102);
});
