import type { CooledServer } from './cool-down.js';
import type { AuthenticityCheck, Progression } from './job-checks.js';
import type { Validity } from './load.js';

/** How one dataset job stands. `timeout` and `stopped`: it may go on on the server, but nobody follows it any longer. */
export type JobState = 'uploading' | 'running' | 'done' | 'failed' | 'timeout' | 'stopped';

/** What is known of one job at a moment. Texts of the server are bounded and printable. */
export type JobStatus = {
  /** Counts from 1 over all jobs of one start. */
  readonly number: number;
  readonly level: string;
  /** As the server named it; null before it did. */
  readonly id: string | null;
  readonly state: JobState;
  /** The server's own word for it; null before one. */
  readonly word: string | null;
  /** 0 to 1; null where the server has not told. */
  readonly progress: number | null;
  readonly accuracy: number | null;
  /** Where the last news of it came from. */
  readonly via: 'stream' | 'poll' | null;
  /** Since its upload began. */
  readonly elapsedMs: number;
  /** Why it failed, or why nothing is heard of it now; null where all is well. */
  readonly reason: string | null;
};

/** A dataset to train on, and its place among the others. */
export type JobLevel = {
  readonly level: string;
  /** Counts from 1. */
  readonly number: number;
  readonly of: number;
  readonly rows: number;
  readonly columns: number;
  readonly sizeBytes: number;
  /** Jobs that are run on it at the same time. */
  readonly atOnce: number;
};

/** Where a session of dataset jobs stands. */
export type JobEvent =
  | { readonly kind: 'level'; readonly level: JobLevel }
  | { readonly kind: 'job'; readonly status: JobStatus }
  | { readonly kind: 'level-done'; readonly result: JobLevelResult };

/** One job that is over. */
export type JobResult = {
  readonly number: number;
  readonly id: string | null;
  readonly state: Exclude<JobState, 'uploading' | 'running'>;
  readonly accuracy: number | null;
  /** Null where the upload was not answered well. */
  readonly uploadSeconds: number | null;
  /** From the order to train to the end of the job, as the client saw it; null where it was not begun. */
  readonly durationSeconds: number | null;
  /** How often something new was heard of it, by way. */
  readonly heard: { readonly stream: number; readonly poll: number };
  readonly reason: string | null;
};

/** One quantity of one source around a level. `before` and `after`: the last reading before it, and the last of its cool-down. */
export type LevelUse = {
  /** Mean at rest, before the first level. */
  readonly baseline: number;
  readonly before: number | null;
  readonly mean: number;
  readonly peak: number;
  readonly after: number | null;
  /** Mean and peak less the baseline. */
  readonly increase: number;
  readonly peakIncrease: number;
};

/** What one source told while a level ran: a server, or a process by its metric stream (100 % is one core there). */
export type JobUse = {
  readonly source: string;
  readonly kind: 'server' | 'process';
  readonly readings: number;
  readonly cpuPercent: LevelUse | null;
  readonly memoryBytes: LevelUse | null;
  /** CPU time over the baseline, of all cores together; null where CPU was not read. */
  readonly cpuSeconds: number | null;
};

/** One level that was measured. */
export type JobLevelResult = JobLevel & {
  /** Since the session began. */
  readonly beganAtSeconds: number;
  /** From the first upload to the end of the last job. */
  readonly durationSeconds: number;
  readonly jobs: readonly JobResult[];
  readonly uses: readonly JobUse[];
  readonly coolDown: readonly CooledServer[];
};

/** How a session of dataset jobs ended: through all levels, by a job that took too long or a target that was gone, or from outside. */
export const jobEndings = ['finished', 'timeout', 'target-lost', 'stopped', 'interrupted'] as const;

/** The answer of `plimsoll jobs`, as JSON. */
export type JobsResult = {
  readonly kind: 'jobs';
  readonly target: string;
  readonly workload: 'dataset-job';
  readonly seed: number;
  readonly atOnce: number;
  /** Lightest first, as planned; fewer than planned where it was ended before. */
  readonly levels: readonly JobLevelResult[];
  readonly plannedLevels: number;
  /** Does cost really grow with the level? Of each way to measure cost. */
  readonly progression: readonly (Progression & { readonly what: string })[];
  /** Was it measured at all? Of each level. */
  readonly authenticity: readonly AuthenticityCheck[];
  readonly ended: (typeof jobEndings)[number];
  readonly durationSeconds: number;
  readonly validity: Validity;
  readonly sentence: string;
};
