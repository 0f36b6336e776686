import { type ResourceLimits, Worker } from 'node:worker_threads';
import { codeOf, messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { ReportJob, ReportWord } from './report-thread.js';
import type { ReportWish } from './report-wish.js';

/**
 * A digest stays small whatever the session, but reading and drawing make garbage: with a small space for new objects it is
 * collected before it piles up. A file made to need more than all this is given up, and the program goes on.
 */
const usualLimits: ResourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 768 };

/**
 * Reads a session file and makes of it what is wanted, on a thread of its own: what is handed back is as large as the
 * documents, and all that it took to make them ends with the thread. Never rejects.
 */
export async function reportOfFile(file: string, wish: ReportWish, resourceLimits = usualLimits): Promise<ReportWord> {
  const workerData: ReportJob = { file, wish };
  const worker = new Worker(new URL('./report-thread.js', import.meta.url), { workerData, resourceLimits });
  try {
    return await new Promise<ReportWord>((resolve) => {
      const fail = (why: string): void => {
        resolve({
          kind: 'unreadable',
          reason: `expected a session that a report can be made of, got ${plainText(file, 4096)}: ${why}.`,
        });
      };
      worker.once('message', resolve);
      worker.once('error', (error) => {
        const isTooMuch = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
        fail(isTooMuch ? 'it needs more memory than any session does' : plainText(messageOf(error), 300));
      });
      worker.once('exit', () => fail('its thread ended without an answer'));
    });
  } finally {
    await worker.terminate();
  }
}
