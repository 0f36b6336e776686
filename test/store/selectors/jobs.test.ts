import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reduce } from '../../../source/store/reduce.js';
import { selectAnswer } from '../../../source/store/selectors/answer.js';
import { selectJobs } from '../../../source/store/selectors/jobs.js';
import { initialView } from '../../../source/store/state.js';
import { jobsResult } from '../../report/jobs-result.js';
import { jobsView, runningJob } from '../helpers/jobs-view.js';

test('shows the level under way, its jobs, and what came of the levels before', () => {
  const view = selectJobs(jobsView(), 6000);
  assert.equal(view?.level?.level, 'level 2');
  assert.deepEqual(
    view?.jobs.map(({ number, progress, elapsedMs }) => [number, progress, elapsedMs]),
    [[2, 0.42, 4200]],
  );
  assert.deepEqual(view?.levels, [
    {
      level: 'level 1',
      rows: 2000,
      columns: 12,
      done: 1,
      of: 1,
      durationSeconds: 1.284,
      accuracy: 0.955,
      cpuPeakIncrease: 49.4,
    },
  ]);
  assert.equal(view?.isDone, false);
});

test('the time of a job goes on while it is under way, and stands when it has ended', () => {
  assert.equal(selectJobs(jobsView(), 9000)?.jobs[0]?.elapsedMs, 7200);
  const done = { ...runningJob, state: 'done', progress: 1, elapsedMs: 6000 } as const;
  const view = jobsView({ kind: 'job/event', event: { kind: 'job', status: done } });
  assert.equal(selectJobs(view, 60_000)?.jobs[0]?.elapsedMs, 6000);
});

test('tells each change of a job in the log, and not each step of it', () => {
  const step = { ...runningJob, progress: 0.6 };
  const done = { ...runningJob, state: 'done', progress: 1, accuracy: 0.94 } as const;
  const { log } = jobsView(
    { kind: 'job/event', event: { kind: 'job', status: step } },
    { kind: 'job/event', event: { kind: 'job', status: done } },
  );
  assert.deepEqual(
    log.filter(({ topic }) => topic === 'job').map(({ text }) => text),
    [
      'level 1, 1 of 2: 2,000 rows of 12 columns',
      'level 1 took 1,284 ms',
      'level 2, 2 of 2: 3,364 rows of 14 columns',
      'job 2 (w2-1hf-4) running',
      'job 2 (w2-1hf-4) done, accuracy 94.0 %',
    ],
  );
});

test('the answer stands on the screen as its sentence, and jobs begun again begin anew', () => {
  const ended = jobsView(
    { kind: 'result', result: jobsResult },
    { kind: 'run/state', from: 'running', to: 'finished', cause: 'plan', reason: 'the jobs are done' },
  );
  assert.deepEqual(
    { ...selectAnswer(ended), atMs: 0 },
    { title: 'the jobs', sentence: jobsResult.sentence, severity: 'warning', atMs: 0 },
  );
  const again = reduce(ended, {
    atMs: 60_000,
    kind: 'run/state',
    from: 'finished',
    to: 'warming',
    cause: 'key',
    reason: '1 of 2 levels',
  });
  assert.equal(selectJobs(again, 60_000), null);
  assert.equal(selectJobs(initialView, 0), null);
});

test('phases on the time axis have the names of levels', () => {
  assert.deepEqual(
    jobsView().phases.map(({ name }) => name),
    ['idle', 'warm-up', 'level 1', 'level 2'],
  );
});
