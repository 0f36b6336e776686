import { Worker } from 'node:worker_threads';
import { codeOf, messageOf } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { DigestWord } from './digest-thread.js';

/**
 * The digest stays small whatever the session, but reading makes garbage: with a small nursery it is collected before it
 * piles up. A file made to need more than all this is given up, and the program goes on.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 384 };

/** Reads a session file into its digest, on a thread of its own. Never rejects. */
export async function digestOfFile(file: string): Promise<DigestWord> {
  const worker = new Worker(new URL('./digest-thread.js', import.meta.url), { workerData: file, resourceLimits });
  try {
    return await new Promise<DigestWord>((resolve) => {
      const fail = (why: string): void => {
        resolve({ kind: 'unreadable', reason: `${plainText(file, 4096)} cannot be read as a session: ${why}.` });
      };
      worker.once('message', resolve);
      worker.once('error', (error) => {
        const isTooMuch = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
        fail(isTooMuch ? 'it needs more memory than any session does' : plainText(messageOf(error), 300));
      });
      worker.once('exit', () => fail('reading it ended without an answer'));
    });
  } finally {
    await worker.terminate();
  }
}
