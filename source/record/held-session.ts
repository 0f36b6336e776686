import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { foldLog } from './fold-log.js';
import { type OpenSession, openSessionFile } from './open-session.js';
import { readSessionRow, type SessionSummary } from './session-row.js';

/** A session file open to be read, what it said of itself then, and how to let go of it: twice is harmless. */
export type HeldSession = {
  readonly session: OpenSession;
  readonly summary: SessionSummary;
  readonly close: () => void;
};

/**
 * Opens a session file to be read. Whoever lets go of one that is recorded no more, and still has a log beside it, folds that in where
 * it can. Throws where it is no session.
 */
export function holdSession(file: string): HeldSession {
  const held = isAtRest(file) ? hold(file, 'rest') : hold(file, 'read');
  // It had just been made, and its writer was about to make its log.
  if (held.access !== 'rest' || held.summary.state !== 'recording') return held;
  held.close();
  return hold(file, 'read');
}

function hold(file: string, access: 'read' | 'rest'): HeldSession & { readonly access: 'read' | 'rest' } {
  const session = openSessionFile(file, access);
  const { database } = session;
  const close = (): void => {
    if (!database.isOpen) return;
    const isLeft = existsSync(`${file}-wal`) && !isRecording(session, file);
    database.close();
    if (isLeft) foldLog(file);
  };
  try {
    return { session, access, summary: readSessionRow(session, file), close };
  } catch (error) {
    database.close();
    throw error;
  }
}

function isRecording(session: OpenSession, file: string): boolean {
  try {
    return readSessionRow(session, file).state === 'recording';
  } catch {
    // Whatever it is, it is left alone.
    return true;
  }
}

/** Where the head of an SQLite file says how it is written: 2 is with a log. */
const versionOffset = 18;

/**
 * Whether a file is one with a log, and has none: a copy, as a rule. Whoever opened that as usual would leave an empty log beside
 * it, or could not open it at all where nothing may be written.
 */
function isAtRest(file: string): boolean {
  // While this process has it open itself there is a log; else the file could not be looked into, for closing it lets go of its locks.
  if (existsSync(`${file}-wal`) || existsSync(`${file}-journal`)) return false;
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
  const versions = new Uint8Array(2);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, versions, 0, versions.length, versionOffset);
  } finally {
    closeSync(descriptor);
  }
  return versions.includes(2);
}
