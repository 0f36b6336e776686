import type { JobEvent, JobLevel, JobLevelResult, JobStatus } from '../model/job.js';
import { pushBounded } from './bounded.js';

/** Levels kept. */
const levelLimit = 200;
/** Jobs of one level kept. */
const jobLimit = 200;

/** What is kept of a session of dataset jobs. */
export type JobsState = {
  /** Begun last; null before the first. */
  readonly level: JobLevel | null;
  /** Jobs of that level, in the order of their numbers, and when each was heard of last. */
  readonly jobs: readonly { readonly status: JobStatus; readonly atMs: number }[];
  /** Levels that are over, oldest first. */
  readonly results: readonly JobLevelResult[];
};

/** The state after one more event; null before the first. */
export function addJobEvent(state: JobsState | null, event: JobEvent, atMs: number): JobsState {
  const before = state ?? { level: null, jobs: [], results: [] };
  switch (event.kind) {
    case 'level':
      return { ...before, level: event.level, jobs: [] };
    case 'job': {
      const heard = { status: event.status, atMs };
      const isKnown = before.jobs.some(({ status }) => status.number === event.status.number);
      if (!isKnown) return { ...before, jobs: pushBounded(before.jobs, heard, jobLimit) };
      const jobs = before.jobs.map((job) => (job.status.number === event.status.number ? heard : job));
      return { ...before, jobs };
    }
    case 'level-done':
      return { ...before, results: pushBounded(before.results, event.result, levelLimit) };
  }
}
