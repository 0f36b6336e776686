import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, messageOf, PlimsollError } from '../model/error.js';

/** A lock that this process has; it is given back when the process ends, however it ends. */
export type Lock = { readonly release: () => void };

/** A lock, or the number of the process that has it; null where that is not known. */
export type Locking =
  | { readonly kind: 'held'; readonly lock: Lock }
  | { readonly kind: 'taken'; readonly pid: number | null };

/**
 * Takes the lock of a file's name, for this process alone. It is a lock of the operating system, by way of SQLite, so that a
 * killed process leaves none behind and nobody has to guess whether its owner still lives. Throws `no-lock` where the file
 * can't be written.
 */
export function holdLock(path: string): Locking {
  const owner = `${path}.owner`;
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (/locked|busy/i.test(messageOf(error))) return { kind: 'taken', pid: ownerIn(owner) };
    throw new PlimsollError('no-lock', `expected a lock file that can be written, got ${path}: ${messageOf(error)}`, {
      cause: error,
    });
  }
  writeFileSync(owner, `${process.pid}\n`, { mode: 0o600 });
  const held = database;
  let isHeld = true;
  return {
    kind: 'held',
    lock: {
      release() {
        if (isHeld) held.close();
        isHeld = false;
      },
    },
  };
}

function ownerIn(path: string): number | null {
  try {
    const text = readFileSync(path, 'utf8').slice(0, 20).trim();
    return /^\d{1,10}$/.test(text) ? Number(text) : null;
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return null;
  }
}
