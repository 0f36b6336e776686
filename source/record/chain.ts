import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { SqlValue } from './sql-value.js';

/** What the chain begins with, so that its hashes are of nothing else. */
const beginning = 'plimsoll session 2\n';

/** The hash before the first batch: of the row that says what the session is. */
export function headHash(session: readonly SqlValue[]): Buffer {
  return createHash('sha256').update(beginning).update(JSON.stringify(session)).digest();
}

/**
 * A row in canonical form, without its sequence number: its table and its other cells in the order of the columns, as JSON. A
 * number has one form there, whether SQLite keeps it as an integer or as a float.
 */
export function canonicalRow(table: string, cells: readonly SqlValue[]): string {
  return JSON.stringify([table, ...cells]);
}

/** Canonical text that is gathered before it is hashed, in UTF-16 units: a call for each row would cost more than the hash. */
const mostHeld = 1_048_576;

/** What a batch says of itself beside its hash. */
export type BatchBounds = {
  readonly n: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Times of the first and the last event, in ms since the session began. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
};

/** The rows of one batch on their way into the chain. */
type Links = {
  readonly add: (seq: number, rows: readonly string[]) => void;
  /**
   * `checksums`: a CRC-32 for each event, of its rows without their sequence number, little-endian. They are not what makes
   * the record safe: by them a batch that was altered can say which rows are missing, changed, or in another place.
   * `hash`: SHA-256 of the hash before, a line for each row (its sequence number and its canonical form), the bounds and
   * the checksums.
   */
  readonly close: (bounds: BatchBounds) => { readonly hash: Buffer; readonly checksums: Buffer };
};

export function linkAfter(previous: Uint8Array): Links {
  const hash = createHash('sha256').update(previous);
  const sums: number[] = [];
  let lines = '';
  return {
    add(seq, rows) {
      let sum = 0;
      for (const row of rows) {
        sum = crc32(row, sum);
        lines += `${seq} ${row}\n`;
      }
      sums.push(sum);
      if (lines.length > mostHeld) {
        hash.update(lines);
        lines = '';
      }
    },
    close({ n, firstSeq, lastSeq, firstMs, lastMs }) {
      const checksums = Buffer.allocUnsafe(sums.length * 4);
      sums.forEach((sum, index) => {
        checksums.writeUInt32LE(sum, index * 4);
      });
      lines += `batch ${JSON.stringify([n, firstSeq, lastSeq, firstMs, lastMs])}\n`;
      return { hash: hash.update(lines).update(checksums).digest(), checksums };
    },
  };
}

/** The hash of the end: it comes after the last batch. */
export function sealHash(previous: Uint8Array, seal: readonly SqlValue[]): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(`end ${JSON.stringify(seal)}\n`)
    .digest();
}
