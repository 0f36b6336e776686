import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PlimsollError } from '../model/error.js';
import type { Io } from './io.js';

/** A file of results: a pipe is one only once all of it has come. */
export type ImportSource = {
  /** A plain file. */
  readonly file: string;
  /** What the user would call it. */
  readonly name: string;
  /** Removes what was made to read a pipe. */
  readonly close: () => void;
};

/**
 * The file that `path` names, which `-` is stdin of. Results are read from their beginning more than once, so what comes through
 * a pipe is kept for as long as it is read, for its owner alone. Throws.
 */
export async function openImportSource(path: string, { stdin }: Pick<Io, 'stdin'>): Promise<ImportSource> {
  const isStdin = path === '-';
  if (isStdin && stdin.isTTY === true) {
    throw new PlimsollError('no-results', 'nothing comes through stdin, which is a terminal');
  }
  const found = isStdin ? null : statSync(path);
  if (found?.isFile() === true) return { file: path, name: basename(path), close: () => {} };
  if (found !== null && !found.isFIFO()) {
    throw new PlimsollError('not-a-file', `it is ${found.isDirectory() ? 'a folder' : 'a device'}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-import-'));
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const file = join(folder, 'results');
    await pipeline(isStdin ? stdin : createReadStream(path), createWriteStream(file, { mode: 0o600 }));
    return { file, name: isStdin ? 'stdin' : 'pipe', close };
  } catch (error) {
    close();
    throw error;
  }
}
