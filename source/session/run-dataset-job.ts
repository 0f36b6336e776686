import { type FollowEnd, type FollowedJob, type FollowLimits, followJob } from '../engine/job/follow-job.js';
import type { Asked, JobClient } from '../engine/job/job-client.js';
import type { JobResult, JobStatus } from '../model/job.js';
import type { Clock } from '../time/clock.js';
import type { JobNews } from '../workload/dataset-job.js';
import type { JobWords } from './job-words.js';

/** One job to be run. */
export type JobOrder = {
  /** Counts from 1 over all jobs of one start. */
  readonly number: number;
  readonly level: string;
  readonly csv: string;
  readonly limits: FollowLimits;
};

/** A job that is over, and what others say of it. */
export type JobRun = {
  readonly result: JobResult;
  /** Rows that the target says it read; null where it says nothing. */
  readonly rows: number | null;
  /** Nobody answered at all. */
  readonly isLost: boolean;
};

/** A job under way. */
export type RunningJob = { readonly ended: Promise<JobRun>; readonly stop: () => void };

/** Uploads a dataset, has it trained and follows that to its end; each thing heard of it is told to `onStatus`. */
export function runDatasetJob(
  order: JobOrder,
  client: JobClient,
  words: JobWords,
  clock: Clock,
  onStatus: (status: JobStatus) => void,
): RunningJob {
  const beganMs = clock.nowMs();
  let isStopped = false;
  let followed: FollowedJob | null = null;
  let status: JobStatus = {
    number: order.number,
    level: order.level,
    id: null,
    state: 'uploading',
    word: null,
    progress: null,
    accuracy: null,
    via: null,
    elapsedMs: 0,
    reason: null,
  };
  const show = (change: Partial<JobStatus>): void => {
    status = { ...status, ...change, elapsedMs: clock.nowMs() - beganMs };
    onStatus(status);
  };
  const heard = { stream: 0, poll: 0 };
  const onNews = ({ word, progress, accuracy }: JobNews, via: 'stream' | 'poll'): void => {
    heard[via] += 1;
    show({ word, progress: progress ?? status.progress, accuracy: accuracy ?? status.accuracy, via, reason: null });
  };

  const run = async (): Promise<JobRun> => {
    let uploadSeconds: number | null = null;
    let trainedMs: number | null = null;
    let rows: number | null = null;
    const over = (state: JobResult['state'], reason: string | null, isLost = false): JobRun => {
      show({ state, reason });
      const durationSeconds = trainedMs === null ? null : secondsSince(trainedMs, clock);
      const { id, accuracy } = status;
      const { number } = order;
      return {
        result: { number, id, state, accuracy, uploadSeconds, durationSeconds, heard: { ...heard }, reason },
        rows,
        isLost,
      };
    };
    const refused = ({ reason, isLost }: Extract<Asked<unknown>, { kind: 'failed' }>): JobRun =>
      isStopped ? over('stopped', null) : over('failed', reason, isLost);

    show({});
    const uploaded = await client.upload(order.csv);
    if (uploaded.kind === 'failed') return refused(uploaded);
    uploadSeconds = secondsSince(beganMs, clock);
    rows = uploaded.value.rows;
    if (isStopped) return over('stopped', null);
    trainedMs = clock.nowMs();
    const trained = await client.train(uploaded.value.datasetId);
    if (trained.kind === 'failed') return refused(trained);
    const id = trained.value;
    show({ id, state: 'running' });
    followed = followJob(clock, order.limits, () => client.job(id), {
      news: onNews,
      unheard: (reason) => show({ reason }),
    });
    const deaf = words.follow(id, followed.tell);
    if (isStopped) followed.stop();
    const end: FollowEnd = await followed.ended;
    deaf();
    switch (end.kind) {
      case 'done':
        return over('done', null);
      case 'failed':
        return over('failed', end.reason, end.isLost);
      case 'timeout':
        return over('timeout', `it was not done after ${Math.round(order.limits.timeoutMs / 100) / 10} s`);
      case 'stopped':
        return over('stopped', null);
    }
  };
  return {
    ended: run(),
    stop() {
      isStopped = true;
      followed?.stop();
    },
  };
}

function secondsSince(fromMs: number, clock: Clock): number {
  return Math.round(clock.nowMs() - fromMs) / 1000;
}
