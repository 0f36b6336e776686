import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { PlimsollError } from '../model/error.js';
import { isObject } from '../model/plain-object.js';
import { parseJson } from '../record/parse-json.js';

/** A file of lines that only grows, each kept before anything is done that it tells of. */
export type Journal = {
  /** What it had when it was opened, in order. */
  readonly entries: readonly Readonly<Record<string, unknown>>[];
  /** Waits for the disk: once it returns, the entry outlives the program and the machine. Throws Node's errors. */
  readonly append: (entry: object) => void;
  /** Twice is harmless. */
  readonly close: () => void;
};

/** A journal of a plan of 200 steps with 20 attempts each is far below it. */
const mostBytes = 32 * 1024 * 1024;

/**
 * Opens a journal, new or not. A last line that was not written whole is taken away: the program ended while it wrote it, and
 * nothing has been done for it yet. Throws `bad-journal` where another line is no entry, and Node's errors.
 */
export function openJournal(path: string): Journal {
  const file = openSync(path, 'a+', 0o600);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  try {
    const { entries, wholeBytes, bytes } = readEntries(file, path);
    if (wholeBytes < bytes) ftruncateSync(file, wholeBytes);
    keepName(path);
    return {
      entries,
      append(entry) {
        const line = Buffer.from(`${JSON.stringify(entry)}\n`);
        for (let at = 0; at < line.length; ) at += writeSync(file, line, at);
        fsyncSync(file);
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The entries of a journal that another process may be writing: as they stand, and nothing is changed. Throws as `openJournal`. */
export function readJournal(path: string): Journal['entries'] {
  const file = openSync(path, 'r');
  try {
    return readEntries(file, path).entries;
  } finally {
    closeSync(file);
  }
}

/** Puts a journal of these entries in the place of another, whole or not at all. Throws Node's errors. */
export function replaceJournal(path: string, entries: readonly object[]): void {
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', 0o600);
  try {
    writeFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
  keepName(path);
}

function readEntries(file: number, path: string) {
  const { size: bytes } = fstatSync(file);
  if (bytes > mostBytes) {
    throw new PlimsollError('bad-journal', `expected a journal of at most ${mostBytes} bytes, got ${bytes}: ${path}`);
  }
  const content = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; ) {
    const read = readSync(file, content, at, bytes - at, at);
    if (read === 0) break;
    at += read;
  }
  const wholeBytes = content.lastIndexOf(0x0a) + 1;
  const lines = content.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1);
  const entries = lines.map((line, index) => {
    const entry = parseJson(line);
    if (isObject(entry)) return entry;
    throw new PlimsollError('bad-journal', `expected an entry in line ${index + 1}, got none: ${path}`);
  });
  return { entries, wholeBytes, bytes };
}

/** A new file is only there for good once its folder is written too. */
function keepName(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
