import type { SessionEventBody } from '../../../source/model/events.js';
import type { JobStatus } from '../../../source/model/job.js';
import { reduce } from '../../../source/store/reduce.js';
import { initialView, type SessionView } from '../../../source/store/state.js';
import { jobLevel, jobsResult } from '../../report/jobs-result.js';
import { scriptedHead } from './scripted-session.js';

/** A job of the second level, 42 % done by the stream. */
export const runningJob: JobStatus = {
  number: 2,
  level: 'level 2',
  id: 'w2-1hf-4',
  state: 'running',
  word: 'training',
  progress: 0.42,
  accuracy: null,
  via: 'stream',
  elapsedMs: 4200,
  reason: null,
};

/** The view after events, each a second after the one before; a session of jobs in its second level first of all. */
export function jobsView(...more: readonly SessionEventBody[]): SessionView {
  const { level, jobs, ...second } = jobsResult.levels[1]!;
  const events: readonly SessionEventBody[] = [
    { kind: 'session/started', head: { ...scriptedHead, kind: 'jobs', target: jobsResult.target, objectives: [] } },
    { kind: 'run/state', from: 'idle', to: 'warming', cause: 'plan', reason: '1 of 2 levels' },
    { kind: 'job/event', event: { kind: 'level', level: jobLevel } },
    { kind: 'run/state', from: 'warming', to: 'running', cause: 'plan', reason: 'the jobs of level 1' },
    { kind: 'job/event', event: { kind: 'level-done', result: jobLevel } },
    { kind: 'job/event', event: { kind: 'level', level: { ...second, level } } },
    { kind: 'job/event', event: { kind: 'job', status: runningJob } },
    ...more,
  ];
  return events.reduce((view, event, index) => reduce(view, { atMs: index * 1000, ...event }), initialView);
}
