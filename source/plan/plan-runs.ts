import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../config/make-folder.js';
import { codeOf } from '../model/error.js';

/** A name for what belongs to one file: readable, and its own whatever other files are called. Throws Node's errors. */
export function fileKey(name: string, file: string): string {
  const hash = createHash('sha256').update(realpathSync(file)).digest('hex');
  return `${name}-${hash.slice(0, 12)}`;
}

/** SHA-256 of a text, in hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Makes the folder of a new run, below that of its plan; its name is its id, and sorts by time. Throws Node's errors. */
export function makeRunFolder(folder: string, wallMs: number): { readonly id: string; readonly folder: string } {
  const time = new Date(wallMs).toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
  const id = `${time}-${randomBytes(3).toString('hex')}`;
  makeFolder(join(folder, id), 0o700);
  return { id, folder: join(folder, id) };
}

/** The ids of a plan's runs, the newest first. */
export function runIds(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^\d{8}T\d{6}Z-[0-9a-f]{6}$/.test(entry.name))
      .map(({ name }) => name)
      .sort()
      .reverse();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
