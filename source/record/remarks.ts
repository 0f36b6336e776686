import { constants, copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { codeOf, PlimsollError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { holdSession } from './held-session.js';
import { type OpenSession, openSessionFile } from './open-session.js';
import { remarkTable } from './session-tables.js';
import { textOrNull } from './sql-value.js';
import { extendedSqliteCode, sqliteCode } from './sqlite-code.js';

/** What somebody wrote to a session afterwards. It is no part of the record, and `verify` does not look at it. */
export type Remark = { readonly writtenAt: string; readonly text: string };

/** Longest remark, in UTF-16 units, and most of them that are shown. */
export const longestRemark = 2000;
const mostRemarks = 1000;

/** The remarks of a session in the order that they were written; none in a file of the first version. */
export function readRemarks({ database, version }: OpenSession): readonly Remark[] {
  if (version === 1 || !hasTable(database)) return [];
  const rows = database.prepare('SELECT written_at, text FROM remark WHERE length(text) <= ? ORDER BY id LIMIT ?');
  return rows.all(longestRemark, mostRemarks).flatMap((row) => {
    const writtenAt = textOrNull(row.written_at);
    const text = textOrNull(row.text);
    return writtenAt === null || text === null
      ? []
      : [{ writtenAt: plainText(writtenAt), text: plainText(text, longestRemark) }];
  });
}

/** A copy of a session that is so old, in ms, was left by a process that was killed while it took a note. */
const staleMs = 30_000;

/**
 * Adds a remark to a session file. One that is finished is written anew beside its place, so that no moment leaves half of
 * it, by one at a time. Throws `session-busy` where somebody else is about it: it can be tried again. Throws another error where it
 * cannot be: the file is of the first version, locked, read-only, or none.
 */
export function addRemark(file: string, remark: Remark): void {
  if (existsSync(`${file}-journal`)) {
    // Whoever opened it to write would act on what a stranger wrote into that journal.
    throw new PlimsollError('not-a-session', 'another program has left a journal beside it');
  }
  try {
    if (isWritable(file).hasLog) insert(file, remark);
    else insertBeside(file, remark);
  } catch (error) {
    throw isBusy(error) ? new PlimsollError('session-busy', 'others take notes into it', { cause: error }) : error;
  }
}

/** Whether it has a log, as one that is being recorded has, and one that was left so. Throws where it may not be written to. */
function isWritable(file: string): { readonly hasLog: boolean } {
  const { session, close } = holdSession(file);
  const { database, version } = session;
  try {
    if (version === 1) {
      throw new PlimsollError(
        'first-version',
        'it was recorded by an older plimsoll, and such files are not written to',
      );
    }
    // What else a stranger put into the file could act on what is written.
    const triggers = database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE type = 'trigger'").get()?.n;
    if (triggers !== 0 || !hasTable(database)) {
      throw new PlimsollError('not-a-session', 'it was changed by another program');
    }
  } finally {
    close();
  }
  // What is recorded no more was just given up by its log, where that could be.
  return { hasLog: existsSync(`${file}-wal`) };
}

function insertBeside(file: string, remark: Remark): void {
  const part = `${file}.part`;
  const madeMs = statSync(part, { throwIfNoEntry: false })?.mtimeMs;
  if (madeMs !== undefined && Date.parse(remark.writtenAt) - madeMs > staleMs) rmSync(part, { force: true });
  copyFileSync(file, part, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  try {
    insert(part, remark);
    renameSync(part, file);
  } catch (error) {
    // Not once it is in its place: what is called so then is somebody else's.
    rmSync(part, { force: true });
    throw error;
  }
}

/** The copy is there already, or the file was locked, or put in its place by another, meanwhile. */
function isBusy(error: unknown): boolean {
  if (codeOf(error) === 'EEXIST') return true;
  // SQLITE_BUSY, and SQLITE_READONLY_DBMOVED.
  return sqliteCode(error) === 5 || extendedSqliteCode(error) === 1032;
}

function insert(file: string, { writtenAt, text }: Remark): void {
  const { database } = openSessionFile(file, 'write');
  try {
    database
      .prepare('INSERT INTO remark (written_at, text) VALUES (?, ?)')
      .run(writtenAt, plainText(text, longestRemark));
  } finally {
    database.close();
  }
}

function hasTable(database: OpenSession['database']): boolean {
  const found = database.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'remark'").get();
  return found?.sql === remarkTable.sql;
}
