import { Worker } from 'node:worker_threads';
import type { Clock } from '../time/clock.js';

/** How long a module may take to load, in ms. */
const longestMs = 10_000;

/**
 * Brings in a module on a thread of its own first, since code that loops, waits for ever or ends the process while it
 * loads would take the program along. Null where it came to an end, good or bad; else why not, as a clause.
 */
export async function tryModule(url: string, clock: Clock, limitMs = longestMs): Promise<string | null> {
  const worker = new Worker(new URL('./try-module-worker.js', import.meta.url), {
    workerData: url,
    // What it prints, it prints again when it is brought in for good.
    stdout: true,
    stderr: true,
  });
  let cancel = (): void => {};
  try {
    return await new Promise((resolve) => {
      cancel = clock.after(limitMs, () => resolve(`expected it to load within ${limitMs / 1000} s, but it did not`));
      worker.on('message', () => resolve(null));
      // A throw outside of its import: the program would tell it in the same way.
      worker.on('error', () => resolve(null));
      worker.on('exit', (code) =>
        resolve(
          code === unsettled
            ? 'expected it to load, but it waits for something that never comes (an await outside of any function)'
            : `expected it to load, but it ended the process (with code ${code})`,
        ),
      );
    });
  } finally {
    cancel();
    await worker.terminate();
  }
}

/** Node's exit code where an await at the top of a module is never settled. */
const unsettled = 13;
