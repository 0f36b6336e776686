import type { JobLevel, JobLevelResult, JobStatus } from '../../model/job.js';
import type { SessionView } from '../state.js';

/** What the pane of dataset jobs shows. */
export type JobsView = {
  readonly level: JobLevel | null;
  /** Jobs of the level; while one is under way its time goes on. */
  readonly jobs: readonly JobStatus[];
  /** Levels that are over, newest first. */
  readonly levels: readonly JobLevelRow[];
  /** Whether the servers are given time to come back to rest. */
  readonly isCooling: boolean;
  readonly isDone: boolean;
};

/** One level that is over. */
export type JobLevelRow = {
  readonly level: string;
  readonly rows: number;
  readonly columns: number;
  readonly done: number;
  readonly of: number;
  readonly durationSeconds: number;
  /** Mean of the jobs that told one; null where none did. */
  readonly accuracy: number | null;
  /** The largest peak over rest of any source, in per cent; null where CPU was not read. */
  readonly cpuPeakIncrease: number | null;
};

/** Null where the session runs no dataset jobs, or has not begun. */
export function selectJobs(view: SessionView, nowMs: number): JobsView | null {
  const { jobs, run } = view;
  if (jobs === null) return null;
  return {
    level: jobs.level,
    jobs: jobs.jobs.map(({ status, atMs }) =>
      isUnderWay(status) ? { ...status, elapsedMs: status.elapsedMs + Math.max(0, nowMs - atMs) } : status,
    ),
    levels: jobs.results.map(rowOf).toReversed(),
    isCooling: run.state === 'cooling',
    isDone: run.state === 'finished' || run.state === 'aborted',
  };
}

function isUnderWay({ state }: JobStatus): boolean {
  return state === 'uploading' || state === 'running';
}

function rowOf({ level, rows, columns, jobs, durationSeconds, uses }: JobLevelResult): JobLevelRow {
  const accuracies = jobs.flatMap(({ accuracy }) => accuracy ?? []);
  const peaks = uses.flatMap(({ cpuPercent }) => cpuPercent?.peakIncrease ?? []);
  return {
    level,
    rows,
    columns,
    done: jobs.filter(({ state }) => state === 'done').length,
    of: jobs.length,
    durationSeconds,
    accuracy: accuracies.length === 0 ? null : accuracies.reduce((sum, one) => sum + one, 0) / accuracies.length,
    cpuPeakIncrease: peaks.length === 0 ? null : Math.max(...peaks),
  };
}
