import { type Answer, problem } from './answer.js';
import { type Dataset, parseCsv } from './csv-dataset.js';
import type { JobQueue } from './job-queue.js';
import { createTraining } from './training.js';

/** A training job as `GET /jobs/:id` and the metric stream show it. */
export type Job = {
  readonly id: string;
  readonly datasetId: string;
  readonly state: 'queued' | 'training' | 'done';
  /** 0 to 1. */
  readonly progress: number;
  /** 0 to 1, on rows kept back; null until done. */
  readonly accuracy: number | null;
};

/** The datasets and jobs of one worker. */
export type JobStore = {
  /** `POST /datasets`. */
  readonly upload: (csv: string) => Answer;
  /** `POST /datasets/:id/train`; `body` is empty or `{"epochs": N}`. */
  readonly train: (datasetId: string, body: string) => Answer;
  /** `GET /jobs/:id`. */
  readonly job: (jobId: string) => Answer;
};

/** Kept at once, the oldest forgotten first: 20 x 4 MiB of text are at most some 200 MB of numbers. */
const maxDatasets = 20;
const maxJobs = 1_000;

/** Enough that a dataset of some tens of thousands of values takes seconds, and is seen on a server read once a second. */
const defaultEpochs = 10_000;
const maxEpochs = 100_000;

/** Wait before a slice of training that found the queue full asks again, in ms. */
const retryMs = 50;

/** A store whose ids come from `nextId`; `changed` is told of a job's start, every 5 % and its end. */
export function createJobStore(queue: JobQueue, nextId: () => string, changed: (job: Job) => void): JobStore {
  const datasets = new Map<string, Dataset>();
  const jobs = new Map<string, Job>();

  const update = (job: Job): void => {
    const before = jobs.get(job.id);
    // A job that was forgotten meanwhile is trained to its end but no longer shown.
    if (before !== undefined || job.state === 'queued') jobs.set(job.id, job);
    const isStep = Math.floor(job.progress * 20) > Math.floor((before?.progress ?? 0) * 20);
    if (isStep || before?.state !== job.state) changed(job);
  };
  const run = (job: Job, dataset: Dataset, epochs: number): void => {
    const training = createTraining(dataset, epochs);
    const slice = (): void => {
      const isDone = training.slice();
      update({
        ...job,
        state: isDone ? 'done' : 'training',
        progress: isDone ? 1 : training.progress(),
        accuracy: isDone ? training.accuracy() : null,
      });
      if (!isDone) next();
    };
    const next = (): void => {
      if (!queue.push(slice)) setTimeout(next, retryMs);
    };
    next();
  };

  return {
    upload(csv) {
      const dataset = parseCsv(csv);
      if ('error' in dataset) return problem(400, dataset.error);
      const id = nextId();
      datasets.set(id, dataset);
      forgetOldest(datasets, maxDatasets);
      return { status: 201, body: { id, rows: dataset.rows, columns: dataset.columns } };
    },
    train(datasetId, body) {
      const dataset = datasets.get(datasetId);
      if (dataset === undefined) return problem(404, 'No such dataset here: it was never uploaded, or is forgotten.');
      const epochs = parseEpochs(body);
      if (epochs === null) {
        return problem(400, `Expected no body or {"epochs": N} with a whole N from 1 to ${maxEpochs}.`);
      }
      const job: Job = { id: nextId(), datasetId, state: 'queued', progress: 0, accuracy: null };
      update(job);
      forgetOldest(jobs, maxJobs);
      run(job, dataset, epochs);
      return { status: 202, body: { jobId: job.id } };
    },
    job(jobId) {
      const job = jobs.get(jobId);
      return job === undefined
        ? problem(404, 'No such job here: it never was, or is forgotten.')
        : { status: 200, body: job };
    },
  };
}

function forgetOldest(map: Map<string, unknown>, limit: number): void {
  for (const key of map.keys()) {
    if (map.size <= limit) return;
    map.delete(key);
  }
}

function parseEpochs(body: string): number | null {
  if (body.trim() === '') return defaultEpochs;
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return null;
    const epochs = 'epochs' in value ? value.epochs : defaultEpochs;
    if (typeof epochs !== 'number' || !Number.isInteger(epochs)) return null;
    return epochs >= 1 && epochs <= maxEpochs ? epochs : null;
  } catch {
    return null;
  }
}
