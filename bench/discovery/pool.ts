import { Worker } from 'node:worker_threads';
import type { Job, Row } from './runs.js';

const threads = 2;

/** Makes all searches on two threads of the lowest priority; the rows are in the order of the jobs. */
export async function runAll(jobs: readonly Job[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('worker.js', import.meta.url));
      try {
        while (next < jobs.length) {
          const index = next++;
          rows[index] = await answerOf(worker, jobs[index]!);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return rows;
}

function answerOf(worker: Worker, job: Job): Promise<Row> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(job);
  });
}
