import { constants, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { PlimsollError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { type OpenSession, openSessionFile } from './open-session.js';
import { remarkTable } from './session-tables.js';
import { textOrNull } from './sql-value.js';

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

/**
 * Adds a remark to a session file. One that is finished is written anew beside its place, so that no moment leaves half of
 * it. Throws where that cannot be: the file is of the first version, locked, read-only, or none.
 */
export function addRemark(file: string, remark: Remark): void {
  if (existsSync(`${file}-journal`)) {
    // Whoever opened it to write would act on what a stranger wrote into that journal.
    throw new PlimsollError('not-a-session', 'another program has left a journal beside it');
  }
  const { database, version } = openSessionFile(file);
  let hasLog: boolean;
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
    hasLog = database.prepare('PRAGMA journal_mode').get()?.journal_mode === 'wal';
  } finally {
    database.close();
  }
  if (hasLog) {
    insert(file, remark);
    return;
  }
  const part = `${file}.part`;
  try {
    copyFileSync(file, part, constants.COPYFILE_FICLONE);
    insert(part, remark);
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
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
