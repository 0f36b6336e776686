import type { Settings } from '../config/settings.js';
import { codeOf, messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { bytesText } from '../model/quantity-text.js';
import { readSession } from '../record/read-session.js';
import { addRemark, longestRemark, type Remark } from '../record/remarks.js';
import { beyondSize, type SizedSession } from '../record/select-sessions.js';
import { deleteSessionFile, sessionBytes } from '../record/session-files.js';
import type { SessionSummary } from '../record/session-row.js';
import { unreadableIn } from '../record/sessions.js';
import { createSystemClock } from '../time/clock.js';
import { askLine, canAsk } from './ask-line.js';
import { findSession } from './find-session.js';
import type { Io } from './io.js';
import { refuse } from './refuse.js';

/** `plimsoll sessions note SESSION TEXT...`: adds a remark, which is kept beside the record and is no part of it. */
export async function noteSession(
  words: readonly string[],
  settings: Settings,
  folder: string,
  nowMs: number,
  io: Io,
): Promise<ExitCode> {
  const [reference, ...said] = words;
  const text = said.join(' ').trim();
  if (reference === undefined || text === '' || text.length > longestRemark) {
    const got = reference === undefined ? 'neither' : text === '' ? 'no text' : `one of ${text.length} characters`;
    const message = `expected a session and a text of at most ${longestRemark} characters after sessions note, got ${got}`;
    return refuse(
      [{ path: 'arguments', message, hint: "such as plimsoll sessions note last 'with the new cache'" }],
      io,
    );
  }
  const finding = findSession(reference, folder);
  if (finding.kind === 'problem') return refuse([finding.problem], io);
  const remark = { writtenAt: new Date(nowMs).toISOString(), text };
  try {
    await addPatiently(finding.file, remark);
  } catch (error) {
    return refuse([cannot(`take a note into ${finding.file}`, error)], io);
  }
  say({ file: finding.file, ...remark }, `noted in ${plainText(finding.file, 4096)}`, settings, io);
  return exitCodes.met;
}

/** How long others who take notes into the same session are waited for, and how long between two looks, in ms. */
const [patientMs, lookMs] = [10_000, 50];

async function addPatiently(file: string, remark: Remark): Promise<void> {
  const clock = createSystemClock();
  for (;;) {
    try {
      return addRemark(file, remark);
    } catch (error) {
      if (codeOf(error) !== 'session-busy' || clock.nowMs() > patientMs) throw error;
    }
    await new Promise<void>((resolve) => clock.after(lookMs, resolve));
  }
}

/** `plimsoll sessions delete SESSION...` */
export async function deleteSessions(
  words: readonly string[],
  settings: Settings,
  folder: string,
  io: Io,
): Promise<ExitCode> {
  if (words.length === 0) {
    const message = 'expected sessions after sessions delete, got none';
    return refuse([{ path: 'arguments', message, hint: 'see plimsoll sessions' }], io);
  }
  const problems: Problem[] = [];
  const found = new Map<string, Doomed>();
  for (const word of words) {
    const finding = findSession(word, folder);
    // Only what is a session is deleted, or lies where sessions do and is called as one, whatever path was given.
    const session = finding.kind === 'found' ? readSession(finding.file) : null;
    if (finding.kind === 'problem') problems.push(finding.problem);
    else if (session?.kind === 'unreadable' && finding.kind === 'found' && isBroken(finding.file, folder)) {
      const bytes = sessionBytes(finding.file);
      found.set(finding.file, {
        id: null,
        file: finding.file,
        bytes,
        text: `${plainText(finding.file, 4096)}  no session that can be read  ${bytesText(bytes)}`,
      });
    } else if (session?.kind === 'unreadable') {
      const message = `expected a session to delete, but ${plainText(session.reason, 4096)}`;
      problems.push({ path: 'session', message, hint: null });
    } else if (session?.kind === 'ok') {
      session.close();
      if (session.summary.state === 'recording') {
        const message = `expected a session that has ended, got ${session.summary.id}, which is being recorded`;
        problems.push({ path: 'session', message, hint: null });
      }
      found.set(finding.file, doomedOf(sized(session.summary)));
    }
  }
  if (problems.length > 0) return refuse(problems, io);
  return remove([...found.values()], settings, io);
}

/**
 * `plimsoll sessions prune`: deletes those that are too old, and then the oldest until the rest is small enough. Of `all`,
 * which the other filters let through, `chosen` are older than was asked.
 */
export async function pruneSessions(
  all: readonly SessionSummary[],
  chosen: readonly SessionSummary[],
  settings: Settings,
  io: Io,
): Promise<ExitCode> {
  const { olderThan, maxSize } = settings;
  if (olderThan === null && maxSize === null) {
    const message = 'expected --older-than or --max-size after sessions prune, got neither';
    return refuse([{ path: 'arguments', message, hint: 'such as plimsoll sessions prune --older-than 90d' }], io);
  }
  const old = olderThan === null ? [] : chosen.filter(({ state }) => state !== 'recording');
  const gone = new Set(old.map(({ file }) => file));
  const rest = all.filter(({ file }) => !gone.has(file)).map(sized);
  const beyond = maxSize === null ? [] : beyondSize(rest, maxSize);
  const doomed = [...old.map(sized), ...beyond].map(doomedOf);
  if (doomed.length === 0) {
    say({ deleted: [], bytes: 0 }, 'nothing to delete', settings, io);
    return exitCodes.met;
  }
  return remove(doomed, settings, io);
}

function sized(session: SessionSummary): SizedSession {
  return { session, bytes: sessionBytes(session.file) };
}

/** A file that is to be deleted, the session that it holds where it holds one, and a line about what it is. */
type Doomed = { readonly id: string | null; readonly file: string; readonly bytes: number; readonly text: string };

function doomedOf({ bytes, session }: SizedSession): Doomed {
  const { file, id, kind, startedAt, target } = session;
  const text = `${id}  ${startedAt.slice(0, 19)}  ${kind}  ${bytesText(bytes)}  ${plainText(target ?? '-')}`;
  return { id, file, bytes, text };
}

function isBroken(file: string, folder: string): boolean {
  try {
    return unreadableIn(folder, file)?.isLocked === false;
  } catch {
    return false;
  }
}

async function remove(doomed: readonly Doomed[], settings: Settings, io: Io): Promise<ExitCode> {
  const total = doomed.reduce((sum, { bytes }) => sum + bytes, 0);
  const what = `${doomed.length} ${doomed.length === 1 ? 'session' : 'sessions'}, ${bytesText(total)}`;
  if (settings.yes !== true) {
    for (const { text } of doomed) io.stderr.write(`${text}\n`);
    if (!canAsk(io)) {
      const message = `expected --yes to delete ${what} where nobody can be asked, got none`;
      return refuse([{ path: '--yes', message, hint: 'nothing was deleted' }], io);
    }
    const typed = await askLine(`Delete ${what}? Type yes: `, io);
    if (typed.kind === 'interrupted') return exitCodes.interrupted;
    if (typed.kind === 'nothing' || typed.text.trim().toLowerCase() !== 'yes') {
      io.stderr.write('plimsoll: nothing was deleted\n');
      return exitCodes.usage;
    }
  }
  const problems: Problem[] = [];
  for (const { file } of doomed) {
    try {
      deleteSessionFile(file);
    } catch (error) {
      problems.push(cannot(`delete ${file}`, error));
    }
  }
  if (problems.length > 0) return refuse(problems, io);
  const deleted = doomed.map(({ bytes, file, id }) => ({ id, file, bytes }));
  say({ deleted, bytes: total }, `deleted ${what}`, settings, io);
  return exitCodes.met;
}

/** What was done, as it is wanted: as data or as a sentence. */
function say(done: object, sentence: string, { json }: Settings, io: Io): void {
  io.stdout.write(`${json === true ? JSON.stringify(done, null, 2) : sentence}\n`);
}

function cannot(what: string, error: unknown): Problem {
  return {
    path: 'session',
    message: `could not ${plainText(what, 4096)}: ${plainText(messageOf(error), 300)}`,
    hint: null,
  };
}
