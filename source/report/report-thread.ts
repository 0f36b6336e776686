import { parentPort, workerData } from 'node:worker_threads';
import type { Damage } from '../record/damage.js';
import { readSession } from '../record/read-session.js';
import type { Digest } from './digest/digest.js';
import { readDigest } from './digest/read-digest.js';
import { readingNames } from './digest/server-collector.js';
import { madeOf, type ReportMade, type ReportWish } from './report-wish.js';

/** What the thread is made with: the path of a session file, and what is wanted of the session. */
export type ReportJob = { readonly file: string; readonly wish: ReportWish };

/** What the thread says, once: which session it was, what is wrong with its record and what was made of it, or why there is nothing. */
export type ReportWord =
  | {
      readonly kind: 'ok';
      readonly session: Pick<Digest['session'], 'id' | 'state'>;
      readonly damage: Damage | null;
      readonly made: ReportMade;
    }
  | { readonly kind: 'unreadable'; readonly reason: string };

if (parentPort !== null) parentPort.postMessage(await carryOut(workerData as ReportJob));

async function carryOut({ file, wish }: ReportJob): Promise<ReportWord> {
  const reading = readSession(file);
  if (reading.kind === 'unreadable') return reading;
  const events = () => reading.eventsWithReadings(readingNames, ['timings']);
  const digest = readDigest({ ...reading, events });
  reading.close();
  const { id, state } = digest.session;
  return { kind: 'ok', session: { id, state }, damage: reading.damage(), made: await madeOf(digest, wish) };
}
