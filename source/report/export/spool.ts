import { appendFileSync, closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Texts that are collected under several heads at once and read back head by head, on disk where they grow large. */
export type Spool = {
  readonly add: (head: string, text: string) => void;
  /** Each head once, in the order in which they first came, with its texts in order and in pieces. */
  readonly read: () => Generator<{ readonly head: string; readonly pieces: Generator<string | Uint8Array> }>;
  /** Removes what is on disk. Twice is harmless. */
  readonly close: () => void;
};

/** Text that one head holds in memory before it goes to disk, in UTF-16 units. */
const mostHeld = 16_384;

type Head = { held: string; file: string | null };

export function createSpool(): Spool {
  const heads = new Map<string, Head>();
  let folder: string | null = null;
  let fileNumber = 0;
  const spill = (head: Head, number: number): void => {
    folder ??= mkdtempSync(join(tmpdir(), 'plimsoll-export-'));
    head.file ??= join(folder, String(number));
    appendFileSync(head.file, head.held, { mode: 0o600 });
    head.held = '';
  };
  return {
    add(name, text) {
      let head = heads.get(name);
      if (head === undefined) {
        head = { held: '', file: null };
        heads.set(name, head);
      }
      head.held += text;
      if (head.held.length >= mostHeld) spill(head, fileNumber++);
    },
    *read() {
      for (const [head, { file, held }] of heads) yield { head, pieces: piecesOf(file, held) };
    },
    close() {
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
      folder = null;
    },
  };
}

function* piecesOf(file: string | null, held: string): Generator<string | Uint8Array> {
  if (file !== null) {
    const from = openSync(file, 'r');
    try {
      for (;;) {
        const piece = new Uint8Array(65_536);
        const read = readSync(from, piece);
        if (read === 0) break;
        yield piece.subarray(0, read);
      }
    } finally {
      closeSync(from);
    }
  }
  if (held !== '') yield held;
}
