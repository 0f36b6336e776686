import { rmSync, statSync, truncateSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { settle } from './fold-log.js';

/** What is now where a session file was made: that file, nothing, or another. */
export type FilePlace = 'own' | 'missing' | 'other';

/** Watches over the place of a file that is open to be written, and its log's. */
export type PlaceWatch = {
  readonly place: () => FilePlace;
  /** Whether file and log are both where they were. */
  readonly isUntouched: () => boolean;
  /**
   * Closes the database for good. Where the file is in its place no more, what its log holds is put into the file wherever that went,
   * and no log is left beside a file that it does not belong to.
   */
  readonly abandon: (database: DatabaseSync) => void;
};

/** Begins to watch; both are there. */
export function watchPlace(file: string): PlaceWatch {
  const [log, index] = [`${file}-wal`, `${file}-shm`];
  // Neither number is given away while they are open.
  const inodes = new Map([file, log, index].map((path) => [path, statOf(path)?.ino]));
  let bytes = statOf(file)?.size ?? 0;
  const place = (): FilePlace => {
    const found = statOf(file);
    if (found === undefined) return 'missing';
    // It never shrinks: where it did, something else was written over it.
    if (found.ino !== inodes.get(file) || found.size < bytes) return 'other';
    bytes = found.size;
    return 'own';
  };
  const isOwn = (path: string): boolean => statOf(path)?.ino === inodes.get(path);
  return {
    place,
    isUntouched: () => place() === 'own' && isOwn(log),
    abandon(database) {
      if (place() === 'own') return settle(database);
      // What was written over this very file would be written over again.
      if (isOwn(file) && isOwn(log)) truncateSync(log);
      // Once moved, SQLite itself leaves the log alone.
      else database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
      for (const path of [log, index]) if (isOwn(path)) rmSync(path, { force: true });
    },
  };
}

function statOf(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}
