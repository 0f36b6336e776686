import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJobQueue } from '../../source/demo/job-queue.js';
import { createJobStore, type Job } from '../../source/demo/job-store.js';

const csv = Array.from({ length: 40 }, (_, row) => `${row},${row % 7},${3 * row + 1}`).join('\n');

function create() {
  const changes: Job[] = [];
  let made = 0;
  const store = createJobStore(
    createJobQueue(100),
    () => `id-${++made}`,
    (job) => changes.push(job),
  );
  return { store, changes };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('a dataset is uploaded, trained on, and the job ends with its accuracy', async () => {
  const { store, changes } = create();
  assert.deepEqual(store.upload(csv), { status: 201, body: { id: 'id-1', rows: 40, columns: 3 } });
  assert.deepEqual(store.train('id-1', ''), { status: 202, body: { jobId: 'id-2' } });
  assert.deepEqual(store.job('id-2').body, {
    id: 'id-2',
    datasetId: 'id-1',
    state: 'queued',
    progress: 0,
    accuracy: null,
  });
  while (changes.at(-1)?.state !== 'done') await nextTurn();
  const { state, progress, accuracy } = changes.at(-1)!;
  assert.deepEqual({ state, progress }, { state: 'done', progress: 1 });
  assert.ok(accuracy! > 0.9, `${accuracy}`);
  assert.deepEqual(store.job('id-2').body, changes.at(-1));
  assert.equal(changes[0]?.state, 'queued');
});

test('a long training tells its progress at most every 5 %', async () => {
  const { store, changes } = create();
  store.upload(Array.from({ length: 4_000 }, (_, row) => `${row},${row % 7},${row % 2}`).join('\n'));
  store.train('id-1', '{"epochs":300}');
  while (changes.at(-1)?.state !== 'done') await nextTurn();
  assert.ok(changes.length > 3 && changes.length <= 23, `${changes.length}`);
});

test('what cannot be read or is not there is refused', () => {
  const { store } = create();
  store.upload(csv);
  assert.equal(store.upload('a,b\nc').status, 400);
  assert.equal(store.train('id-9', '').status, 404);
  assert.equal(store.job('id-9').status, 404);
  for (const body of ['x', '[]x', '{"epochs":0}', '{"epochs":100001}', '{"epochs":1.5}', '{"epochs":"5"}', 'null']) {
    assert.equal(store.train('id-1', body).status, 400, body);
  }
});

test('the oldest dataset is forgotten when there are too many', () => {
  const { store } = create();
  for (let upload = 0; upload < 21; upload++) store.upload(csv);
  assert.equal(store.train('id-1', '').status, 404);
  assert.equal(store.train('id-2', '').status, 202);
});
