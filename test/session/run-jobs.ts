import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { defaultFollowLimits, type FollowLimits } from '../../source/engine/job/follow-job.js';
import type { JobsResult } from '../../source/model/job.js';
import type { JobLevelPlan, JobsPlan } from '../../source/session/perform-jobs.js';
import type { JobEnd } from '../../source/session/session.js';
import { defaultJobApi } from '../../source/workload/dataset-job.js';
import type { JobServer } from '../helpers/job-server.js';
import { plainHost } from '../helpers/plain-load.js';
import { type WatchedSession, watchSession } from './run-session.js';

/** Levels of one, two, ... rows; each job of a level has other numbers. */
export function smallLevels(count: number): readonly JobLevelPlan[] {
  return Array.from({ length: count }, (_, index) => ({
    level: `level ${index + 1}`,
    rows: index + 1,
    columns: 2,
    csv: (copy) => `x,class\n${Array.from({ length: index + 1 }, (_row, row) => `${row}.${copy},1`).join('\n')}\n`,
  }));
}

/** A session of dataset jobs under way, looked at event by event. */
export type JobsSession = WatchedSession & {
  readonly end: () => Promise<{ readonly end: Extract<JobEnd, { kind: 'result' }>; readonly result: JobsResult }>;
};

/** What of the plan is another, and of how jobs are followed. */
export type JobsWish = Partial<JobsPlan> & { readonly following?: Partial<FollowLimits> };

/** Starts it against a test's server, by whose stream it follows jobs unless `streams` says otherwise. */
export function startJobs(
  context: TestContext,
  server: JobServer,
  change: JobsWish = {},
  streams: readonly string[] = [server.streamUrl],
): JobsSession {
  const { following = {}, ...planned } = change;
  const host = plainHost(server.port);
  const { address } = host;
  const target = `http://127.0.0.1:${server.port}/`;
  const tls = { caPem: null, verify: true };
  const plan: JobsPlan = {
    target,
    job: { address, headers: [], tls, api: defaultJobApi, timeoutMs: 2000 },
    host: { ...host, request: { ...host.request, okStatus: { from: 100, to: 599 } } },
    levels: smallLevels(1),
    atOnce: 1,
    follow: { ...defaultFollowLimits, timeoutMs: 10_000, pollMs: 30, quietMs: 100, ...following },
    seed: 1,
    restLimitMs: 0,
    settleMs: 60,
    ...planned,
  };
  const named = streams.map((url, index) => ({ name: `stream ${index + 1}`, url, server: null }));
  const head = { kind: 'jobs', target, streams: named } as const;
  const watched = watchSession({ kind: 'jobs', plan }, { head, coolDownLimitMs: 0 });
  const { session } = watched;
  context.after(() => session.close('test'));
  return {
    ...watched,
    async end() {
      const end = await session.firstEnd;
      await session.close('done');
      if (end.kind !== 'result' || end.result.kind !== 'jobs') assert.fail(JSON.stringify(end));
      return { end, result: end.result };
    },
  };
}
