import { readFileSync, statSync } from 'node:fs';
import { PlimsollError } from '../model/error.js';

/** The largest config read: beyond it the path is not a config's. */
const longestConfigBytes = 4 * 1024 * 1024;

/** A file's text. A pipe or a device would keep the program waiting without a word, so only plain files are read. */
export function readPlainFile(path: string, mostBytes = longestConfigBytes): string {
  const found = statSync(path);
  if (!found.isFile() && !found.isDirectory()) throw new PlimsollError('not-a-file', 'it is a pipe or a device');
  if (found.size > mostBytes) {
    throw new PlimsollError('too-large', `it has ${found.size} bytes, and at most ${mostBytes} are read`);
  }
  return readFileSync(path, 'utf8');
}
