import { closeSync, createWriteStream, fstatSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Who may read what is made of a session: its owner alone, as the session itself. */
const ownerOnly = 0o600;

/**
 * Writes a file, readable by its owner where it is new. Of what could not be written to its end, as on a full disk, nothing is left:
 * half a page looks like a whole one. Throws Node's errors.
 */
export function writeFile(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w', ownerOnly);
  let isHalf = false;
  try {
    writeFileSync(file, content);
  } catch (error) {
    // A device or a pipe stays.
    isHalf = fstatSync(file).isFile();
    throw error;
  } finally {
    closeSync(file);
    if (isHalf) rmSync(path, { force: true });
  }
}

/** The same of what comes piece by piece. Rejects with Node's errors, and with those of `pieces`. */
export async function streamToFile(pieces: Readable, path: string): Promise<void> {
  const file = createWriteStream(path, { mode: ownerOnly });
  let isOpen = false;
  file.once('open', () => {
    isOpen = true;
  });
  try {
    await pipeline(pieces, file);
  } catch (error) {
    // What could not be opened is as it was.
    if (isOpen && statSync(path, { throwIfNoEntry: false })?.isFile() === true) rmSync(path, { force: true });
    throw error;
  }
}
