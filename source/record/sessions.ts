import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf, messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { holdSession } from './held-session.js';
import type { SessionSummary } from './session-row.js';
import { sqliteCode } from './sqlite-code.js';

/** A file that is called as a session is, and cannot be read as one; the reason is a clause. */
export type UnreadableFile = {
  readonly file: string;
  readonly reason: string;
  /** Another program keeps it just now: it may well be one. */
  readonly isLocked: boolean;
};

/** The sessions of a folder, newest first, and those of its files that are called so and are none. */
export type SessionListing = {
  readonly sessions: readonly SessionSummary[];
  readonly unreadable: readonly UnreadableFile[];
};

/** Lists the sessions of a folder. One that does not exist has none; other errors of the folder itself are thrown. */
export function listSessions(folder: string): SessionListing {
  const sessions: SessionSummary[] = [];
  const unreadable: UnreadableFile[] = [];
  for (const file of sessionFiles(folder)) {
    const read = summaryOf(file);
    if ('reason' in read) unreadable.push(read);
    else sessions.push(read);
  }
  sessions.sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : a.id < b.id ? -1 : 1));
  return { sessions, unreadable };
}

function sessionFiles(folder: string): readonly string[] {
  try {
    // Plain files only: opening a pipe or following a link would wait, or read, elsewhere.
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.sqlite'))
      .map((entry) => join(folder, entry.name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Why a plain file of a folder of sessions, which is called as one, cannot be read as one; null where it can, or is no such file. */
export function unreadableIn(folder: string, file: string): UnreadableFile | null {
  const own = sessionFiles(folder).find((other) => resolve(other) === resolve(file));
  const read = own === undefined ? null : summaryOf(own);
  return read !== null && 'reason' in read ? read : null;
}

function summaryOf(file: string): SessionSummary | UnreadableFile {
  try {
    const { summary, close } = holdSession(file);
    close();
    return summary;
  } catch (error) {
    const isLocked = sqliteCode(error) === 5;
    return { file, reason: plainText(messageOf(error), 200), isLocked };
  }
}
