import { plainText } from '../model/plain-text.js';
import { valueAt } from '../model/value-at.js';

/**
 * How a target takes dataset jobs: paths behind its own, and where in its answers things are, as dotted paths. `{dataset}`
 * and `{job}` in a path stand for the ids that the target gave.
 */
export type JobApi = {
  /** POST of a CSV text. */
  readonly uploadPath: string;
  /** POST that begins a job. */
  readonly trainPath: string;
  /** Its body; null: none. */
  readonly trainBody: string | null;
  /** GET of a job. */
  readonly jobPath: string;
  /** In the answer to an upload: the dataset's id, and how many rows the target read. */
  readonly datasetId: string;
  readonly rows: string;
  /** In the answer to the order to train. */
  readonly jobId: string;
  /** In a job as GET and the stream show it. */
  readonly id: string;
  readonly state: string;
  readonly progress: string;
  readonly accuracy: string;
  readonly reason: string;
  /** Words of `state` that mean the end. */
  readonly done: string;
  readonly failed: string;
  /** In a message of the stream: the job. */
  readonly streamJob: string;
  /** WebSocket path on the target, followed where no streams are named; null: none. */
  readonly streamPath: string | null;
};

/** The built-in target's. */
export const defaultJobApi: JobApi = {
  uploadPath: '/datasets',
  trainPath: '/datasets/{dataset}/train',
  trainBody: null,
  jobPath: '/jobs/{job}',
  datasetId: 'id',
  rows: 'rows',
  jobId: 'jobId',
  id: 'id',
  state: 'state',
  progress: 'progress',
  accuracy: 'accuracy',
  reason: 'error',
  done: 'done',
  failed: 'failed',
  streamJob: 'job',
  streamPath: '/metrics',
};

/** What was heard of a job. */
export type JobNews = {
  readonly state: 'running' | 'done' | 'failed';
  /** The server's own word for it. */
  readonly word: string;
  readonly progress: number | null;
  readonly accuracy: number | null;
  readonly reason: string | null;
};

/** Reads a job as GET shows it; null where it is none, since it has no state. */
export function readJob(api: JobApi, job: unknown): JobNews | null {
  const word = textAt(job, api.state);
  if (word === null) return null;
  const state = word === api.done ? 'done' : word === api.failed ? 'failed' : 'running';
  return {
    state,
    word: plainText(word, 40),
    progress: ratioAt(job, api.progress),
    accuracy: numberAt(job, api.accuracy),
    reason: state === 'failed' ? (textAt(job, api.reason) ?? 'the server gave no reason') : null,
  };
}

/** The job that a message of a stream tells about; null where it tells of none. */
export function readJobMessage(api: JobApi, message: object): { readonly id: string; readonly news: JobNews } | null {
  const job = valueAt(message, api.streamJob.split('.'));
  const id = textAt(job, api.id);
  const news = readJob(api, job);
  return id === null || news === null ? null : { id, news };
}

/** Text, or a number as text, at a dotted path; null where there is neither, or more than an id or a word can be. */
export function textAt(value: unknown, path: string): string | null {
  const found = valueAt(value, path.split('.'));
  if (typeof found === 'number' && Number.isFinite(found)) return String(found);
  return typeof found === 'string' && found !== '' && found.length <= 300 ? plainText(found, 300) : null;
}

/** A finite number at a dotted path, or null. */
export function numberAt(value: unknown, path: string): number | null {
  const found = valueAt(value, path.split('.'));
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

function ratioAt(value: unknown, path: string): number | null {
  const found = numberAt(value, path);
  return found === null || found < 0 || found > 1 ? null : found;
}
