import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultJobApi, type JobApi, readJob, readJobMessage } from '../../source/workload/dataset-job.js';

test('reads a job by the names of the target', () => {
  const api: JobApi = {
    ...defaultJobApi,
    id: 'meta.uid',
    state: 'status.phase',
    progress: 'status.share',
    accuracy: 'scores.0',
    reason: 'status.message',
    done: 'Succeeded',
    failed: 'Failed',
    streamJob: 'payload',
  };
  const job = { meta: { uid: 12 }, status: { phase: 'Running', share: 0.5 }, scores: [0.8] };
  assert.deepEqual(readJobMessage(api, { payload: job }), {
    id: '12',
    news: { state: 'running', word: 'Running', progress: 0.5, accuracy: 0.8, reason: null },
  });
  assert.equal(readJob(api, { status: { phase: 'Succeeded' } })?.state, 'done');
  const failed = readJob(api, { status: { phase: 'Failed', message: 'no memory' } });
  assert.deepEqual([failed?.state, failed?.reason], ['failed', 'no memory']);
  assert.equal(readJob(api, { status: { phase: 'Failed' } })?.reason, 'the server gave no reason');
});

test('what is no job, or none with an id, is not read', () => {
  for (const job of [null, 7, 'done', [], {}, { state: null }, { state: {} }])
    assert.equal(readJob(defaultJobApi, job), null);
  assert.equal(readJobMessage(defaultJobApi, { type: 'metrics', cpuPercent: 3 }), null);
  assert.equal(readJobMessage(defaultJobApi, { job: { state: 'done' } }), null);
  assert.equal(readJobMessage(defaultJobApi, Object.create({ job: { id: '1', state: 'done' } })), null);
});

test('whatever comes, what is read is bounded, printable and within its range', () => {
  fc.assert(
    fc.property(fc.anything(), fc.string(), (anything, text) => {
      for (const message of [anything, { job: anything }, { job: { id: text, state: text, progress: anything } }]) {
        if (typeof message !== 'object' || message === null) continue;
        const told = readJobMessage(defaultJobApi, message);
        if (told === null) continue;
        assert.ok(told.id.length <= 300 && told.news.word.length <= 40);
        assert.doesNotMatch(told.id + told.news.word, /\p{Cc}/u);
        const { progress } = told.news;
        assert.ok(progress === null || (progress >= 0 && progress <= 1));
      }
    }),
  );
});
