import { parentPort, workerData } from 'node:worker_threads';
import { readSession } from '../../record/read-session.js';
import type { Digest } from './digest.js';
import { readDigest } from './read-digest.js';
import { readingNames } from './server-collector.js';

/** What the thread says, once: the digest of the session file at the path of its data, or why there is none. */
export type DigestWord =
  | { readonly kind: 'ok'; readonly digest: Digest }
  | { readonly kind: 'unreadable'; readonly reason: string };

const file: unknown = workerData;
if (parentPort !== null && typeof file === 'string') {
  const session = readSession(file);
  let word: DigestWord;
  if (session.kind === 'unreadable') word = session;
  else {
    const events = () => session.eventsWithReadings(readingNames, ['timings']);
    word = { kind: 'ok', digest: readDigest({ ...session, events }) };
    session.close();
  }
  parentPort.postMessage(word);
}
