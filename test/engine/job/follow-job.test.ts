import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultFollowLimits, type FollowEnd, followJob } from '../../../source/engine/job/follow-job.js';
import type { Asked } from '../../../source/engine/job/job-client.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import type { JobNews } from '../../../source/workload/dataset-job.js';

const training = (progress: number): JobNews => ({
  state: 'running',
  word: 'training',
  progress,
  accuracy: null,
  reason: null,
});
const done: JobNews = { state: 'done', word: 'done', progress: 1, accuracy: 0.93, reason: null };
const broken: JobNews = { state: 'failed', word: 'failed', progress: 0.5, accuracy: null, reason: 'out of memory' };
const none: Asked<JobNews> = { kind: 'failed', reason: 'nobody answered', isLost: true };

/** A job on a virtual clock; `answers` are given to the questions in turn, the last one for ever. */
function followed(answers: readonly Asked<JobNews>[]) {
  const clock = createVirtualClock();
  const heard: string[] = [];
  const ends: FollowEnd[] = [];
  let asked = 0;
  const job = followJob(
    clock,
    defaultFollowLimits,
    () => {
      asked += 1;
      return Promise.resolve(answers[Math.min(asked, answers.length) - 1]!);
    },
    {
      news: ({ word, progress }, via) => heard.push(`${word} ${progress} ${via}`),
      unheard: (reason) => heard.push(reason),
    },
  );
  void job.ended.then((end) => ends.push(end));
  return {
    ...job,
    heard,
    ends,
    asked: () => asked,
    /** So many seconds pass, and what was answered meanwhile is taken. */
    async seconds(count: number) {
      for (let second = 0; second < count; second++) {
        clock.advance(1000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const ok = (value: JobNews): Asked<JobNews> => ({ kind: 'ok', value });

test('a job that a stream speaks of is not asked for', async () => {
  const job = followed([none]);
  for (const progress of [0.1, 0.5, 0.9]) {
    job.tell(training(progress));
    await job.seconds(1);
  }
  job.tell(done);
  await job.seconds(1);
  assert.equal(job.asked(), 0);
  assert.deepEqual(job.ends, [{ kind: 'done', accuracy: 0.93 }]);
  assert.deepEqual(job.heard, ['training 0.1 stream', 'training 0.5 stream', 'training 0.9 stream', 'done 1 stream']);
});

test('a job that no stream speaks of is asked for once a second, until it is done', async () => {
  const job = followed([ok(training(0.3)), ok(training(0.6)), ok(done)]);
  await job.seconds(5);
  assert.deepEqual(job.heard, ['training 0.3 poll', 'training 0.6 poll', 'done 1 poll']);
  assert.deepEqual(job.ends, [{ kind: 'done', accuracy: 0.93 }]);
});

test('a stream that falls silent is replaced by questions, and they end when it speaks again', async () => {
  const job = followed([ok(training(0.4))]);
  job.tell(training(0.1));
  await job.seconds(1);
  assert.equal(job.asked(), 0);
  await job.seconds(3);
  assert.equal(job.asked(), 3);
  job.tell(training(0.5));
  await job.seconds(1);
  assert.equal(job.asked(), 3);
});

test('a job that failed ends with the reason that the server gave', async () => {
  const job = followed([ok(broken)]);
  await job.seconds(1);
  assert.deepEqual(job.ends, [{ kind: 'failed', reason: 'out of memory', isLost: false }]);
});

test('a job that never ends is given up after five minutes, and asked for no more', async () => {
  const job = followed([ok(training(0.2))]);
  await job.seconds(299);
  assert.deepEqual(job.ends, []);
  await job.seconds(1);
  assert.deepEqual(job.ends, [{ kind: 'timeout' }]);
  const asked = job.asked();
  await job.seconds(10);
  assert.equal(job.asked(), asked);
});

test('questions without an answer are survived, but not ten in a row', async () => {
  const job = followed([...Array.from({ length: 9 }, () => none), ok(training(0.5)), none]);
  await job.seconds(10);
  assert.deepEqual(job.ends, []);
  assert.deepEqual(job.heard.slice(-2), ['nobody answered', 'training 0.5 poll']);
  await job.seconds(10);
  assert.deepEqual(job.ends, [{ kind: 'failed', reason: 'nobody answered', isLost: true }]);
});

test('a question is not asked again while it waits for its answer', async () => {
  const clock = createVirtualClock();
  let asked = 0;
  const job = followJob(
    clock,
    defaultFollowLimits,
    () => {
      asked += 1;
      return new Promise(() => {});
    },
    { news: () => {}, unheard: () => {} },
  );
  clock.advance(10_000);
  assert.equal(asked, 1);
  job.stop();
  job.stop();
  assert.deepEqual(await job.ended, { kind: 'stopped' });
});

test('what comes after the end is not told', async () => {
  const job = followed([none]);
  job.tell(done);
  job.tell(training(0.1));
  await job.seconds(1);
  assert.deepEqual(job.heard, ['done 1 stream']);
  assert.equal(job.ends.length, 1);
});
