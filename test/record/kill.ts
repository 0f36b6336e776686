import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSession } from '../../source/record/read-session.js';
import { listSessions } from '../../source/record/sessions.js';
import { verifySession } from '../../source/record/verify-session.js';
import { createRandom } from '../../source/time/random.js';

/** What is left of a recording whose process was killed. */
export type Kill = {
  readonly killedAfterMs: number;
  /** Null where it was killed before it had a session file. */
  readonly left: {
    readonly verdict: string;
    readonly state: string;
    readonly events: number;
    /** Between the last event that was recorded before the kill and the last that is in the file. */
    readonly lostMs: number;
  } | null;
  /** What is wrong with it, a sentence each; empty is well. */
  readonly faults: readonly string[];
};

/**
 * Starts to record into a folder of its own, kills the process so long after its start, and looks at what is left. It closes
 * its record itself `closedAfterMs` after it began to record; null: never.
 */
export async function killRecording(
  folder: string,
  id: string,
  killedAfterMs: number,
  closedAfterMs: number | null,
): Promise<Kill> {
  const program = join(import.meta.dirname, 'killed-child.js');
  const child = spawn(process.execPath, [program, folder, id, String(closedAfterMs ?? 'never')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk;
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('close', (_code, signal) => resolve(signal));
  });
  await sleep(killedAfterMs);
  child.kill('SIGKILL');
  const faults: string[] = [];
  if ((await ended) !== 'SIGKILL') faults.push('it ended by itself');
  // The last line may be cut.
  const lines = told.split('\n').slice(0, -1);
  return { killedAfterMs, ...look(folder, lines, closedAfterMs, faults) };
}

function look(
  folder: string,
  lines: readonly string[],
  closedAfterMs: number | null,
  faults: string[],
): Pick<Kill, 'left' | 'faults'> {
  const { sessions, unreadable } = listSessions(folder);
  if (unreadable.length > 0) faults.push(`${unreadable.length} files cannot be read`);
  const [session] = sessions;
  if (session === undefined) {
    if (lines.length > 0)
      faults.push(`no session, though ${lines.length} events were recorded: ${readdirSync(folder).join()}`);
    return { left: null, faults };
  }
  const verification = verifySession(session.file);
  if (verification.kind !== 'whole') faults.push(`it does not verify: ${JSON.stringify(verification)}`);
  const isClosed = closedAfterMs !== null && session.state === 'complete';
  if (!isClosed && (session.state !== 'interrupted' || session.endedAt !== null))
    faults.push(`it is shown as ${session.state}`);
  const reading = readSession(session.file);
  if (reading.kind === 'unreadable') {
    return { left: null, faults: [...faults, reading.reason] };
  }
  let events = 0;
  for (const event of reading.events()) {
    events++;
    const isInPlace = event.kind !== 'note' || event.text === String(events);
    if (!isInPlace) faults.push(`event ${events} is ${JSON.stringify(event)}`);
  }
  reading.close();
  const timeOf = (line: string | undefined): number => Number(line?.split(' ')[1] ?? 0);
  const lostMs = timeOf(lines.at(-1)) - timeOf(lines[events - 1]);
  if (lostMs > (isClosed ? 0 : 1000)) faults.push(`${lostMs.toFixed(0)} ms are missing`);
  return { left: { verdict: verification.kind, state: session.state, events, lostMs }, faults };
}

/** Kills so many recordings at random moments, some at a time; every third closes itself about then. */
export async function killMany(folder: string, kills: number, atOnce: number, seed: number): Promise<readonly Kill[]> {
  const random = createRandom(seed);
  const done: Kill[] = [];
  for (let first = 0; first < kills; first += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, kills - first) }, (_, index) => {
      const own = join(folder, String(first + index));
      mkdirSync(own);
      // The first of them come before there is a file, the last well into the recording.
      const killedAfterMs = random() * latestMs;
      const isClosed = (first + index) % 3 === 2;
      return killRecording(own, `k${first + index}`, killedAfterMs, isClosed ? killedAfterMs * random() : null);
    });
    done.push(...(await Promise.all(some)));
  }
  return done;
}

const latestMs = 2500;
