import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { comparePairs, type PairJob } from './pairs.js';

// The machine is shared: whoever needs it at once goes first.
setPriority(19);
parentPort?.on('message', (job: PairJob) => parentPort?.postMessage(comparePairs(job)));
