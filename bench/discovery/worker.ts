import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type Job, runJob } from './runs.js';

// The machine is shared: whoever needs it at once goes first.
setPriority(19);
parentPort?.on('message', (job: Job) => parentPort?.postMessage(runJob(job)));
