import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { PlimsollError } from '../model/error.js';

/** Pages of a file that refer to one another may seem to hold more than a disk does: texts are as long in it as in memory. */
const slackBytes = 1_048_576;

/** What one pass over a session file may read: as much as the file holds. Returns what counts a row; it throws beyond. */
export function createByteBudget(database: DatabaseSync): (cells: readonly unknown[]) => void {
  const file = database.location();
  const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let limit = 0;
  let read = 0;
  return (cells) => {
    for (const cell of cells) {
      // Nearly all are numbers.
      if (typeof cell === 'number') continue;
      if (typeof cell === 'string') read += cell.length;
      else if (cell instanceof Uint8Array) read += cell.byteLength;
    }
    if (read <= limit || file === null) return;
    // A session that is being recorded grows meanwhile.
    limit = slackBytes + sizeOf(file) + sizeOf(`${file}-wal`);
    if (read > limit) throw new PlimsollError('session-damaged', 'its rows seem to be larger than the file');
  };
}
