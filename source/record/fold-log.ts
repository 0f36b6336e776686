import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openSessionFile } from './open-session.js';

/** How long a reader may keep the log of a file that is only read here, in ms. */
const briefMs = 200;

/**
 * Puts what stands in the log of an open database into the file itself, so that the file alone is the whole record, and closes it. Where
 * nobody else has it open, the log is done away with: one plain file is left, to be copied and read from anywhere.
 */
export function settle(database: DatabaseSync): void {
  try {
    // It waits for readers as long as the timeout of the database says. They let go between spans, but stay: and the last one to close
    // a file would put nothing of the log into it, since a reader does not write.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    // Without a log, and without a journal on the disk either: only the head of the file is written anew, and a process killed
    // meanwhile leaves nothing that a reader would have to put right first.
    database.exec('PRAGMA journal_mode = MEMORY');
  } catch {
    // Somebody has it open: its side files stay until it is read again, and nothing is lost.
  }
  database.close();
}

/**
 * The same for a session file that nobody records into any more, as whoever was killed or had a reader left it. Nothing where it may
 * not be written to, and nothing is thrown: it can be read all the same.
 */
export function foldLog(file: string): void {
  try {
    const path = realpathSync(file);
    // Whoever opens it to write would act on what a stranger wrote into a journal.
    if (!existsSync(`${path}-wal`) || existsSync(`${path}-journal`)) return;
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    const { database } = openSessionFile(path, 'write');
    database.exec(`PRAGMA busy_timeout = ${briefMs}`);
    settle(database);
  } catch {
    // It stays as it is.
  }
}
