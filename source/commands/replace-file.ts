import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

/**
 * Writes a file that is there anew, whole or not at all: beside it first, then in its place, with its rights kept. A link is
 * followed. Throws Node's errors, and leaves nothing beside it then.
 */
export function replaceFile(path: string, text: string): void {
  const real = realpathSync(path);
  const beside = `${real}.${randomBytes(6).toString('hex')}`;
  const { mode } = statSync(real);
  try {
    const file = openSync(beside, 'wx', 0o600);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(beside, mode & 0o777);
    renameSync(beside, real);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
