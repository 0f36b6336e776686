import { Worker } from 'node:worker_threads';

const threads = 2;

/** Has all jobs done by `script` on two threads of the lowest priority; the rows are in the order of the jobs. */
export async function runAll<Job, Row>(script: URL, jobs: readonly Job[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(script);
      try {
        while (next < jobs.length) {
          const index = next++;
          rows[index] = await answerOf<Job, Row>(worker, jobs[index]!);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return rows;
}

function answerOf<Job, Row>(worker: Worker, job: Job): Promise<Row> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(job);
  });
}
