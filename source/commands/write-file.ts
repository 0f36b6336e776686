import { closeSync, fstatSync, openSync, rmSync, writeFileSync } from 'node:fs';

/** Who may read what is made of a session: its owner alone, as the session itself. */
export const ownerOnly = 0o600;

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
