import { rmSync, statSync } from 'node:fs';

/** The file itself last: as long as it is there, so is what belongs to it. */
const sideFiles = ['-wal', '-shm', '-journal', ''] as const;

/** What a session takes on the disk, in bytes, with its side files; 0 where it is gone. */
export function sessionBytes(file: string): number {
  return sideFiles.reduce((sum, end) => sum + (statSync(`${file}${end}`, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Deletes a session file with its side files. Throws Node's errors; what is gone already is no error. */
export function deleteSessionFile(file: string): void {
  for (const end of sideFiles) rmSync(`${file}${end}`, { force: true });
}
