import { codeOf } from '../model/error.js';
import { type BatchBounds, headHash, linkAfter, sealHash } from './chain.js';
import { allRows, chainedRows, onlyRow, type RowGroup } from './chained-rows.js';
import { compareBatch } from './compare-batch.js';
import { type HeldSession, holdSession } from './held-session.js';
import type { OpenSession } from './open-session.js';
import { unreadableText } from './read-session.js';
import type { SessionSummary } from './session-row.js';
import { tables } from './session-tables.js';
import { finiteOrNull, type SqlValue } from './sql-value.js';

/** One thing that is not as it was written. */
export type Alteration = {
  readonly what:
    | 'head-changed'
    | 'rows-missing'
    | 'rows-changed'
    | 'rows-moved'
    | 'rows-inserted'
    | 'batch-missing'
    | 'batch-changed'
    | 'end-missing'
    | 'end-changed'
    | 'damaged';
  /** The batch that it is in, or the first that is missing; null where it is in none. */
  readonly batch: number | null;
  /** When that was, in ms since the session began; null where that is not known. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Sequence numbers of the rows, the first hundred; empty where it is not about single rows. */
  readonly rows: readonly number[];
};

/** Whether a record is as it was written. */
export type Verification =
  | {
      readonly kind: 'whole' | 'altered';
      readonly summary: SessionSummary;
      readonly batches: number;
      readonly events: number;
      readonly lastMs: number;
      /** Hash of the end of the chain, in hex: of the seal, or of the last batch where there is no seal. */
      readonly hash: string;
      /** None where the record is whole. */
      readonly alterations: readonly Alteration[];
    }
  /** A record of the first version has no chain. */
  | { readonly kind: 'unchained'; readonly summary: SessionSummary }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** More are not listed: what is altered that often is altered everywhere. */
const mostAlterations = 1000;
const mostRows = 100;

/** Follows the chain of a session file from its head to its end. Nothing is thrown. */
export function verifySession(file: string): Verification {
  let held: HeldSession | null = null;
  try {
    held = holdSession(file);
    const { session, summary } = held;
    if (session.version === 1) return { kind: 'unchained', summary };
    // One moment of a file that may still grow.
    session.database.exec('BEGIN');
    return followChain(session, summary, false) ?? followChain(session, summary, true)!;
  } catch (error) {
    return { kind: 'unreadable', reason: unreadableText(file, error) };
  } finally {
    held?.close();
  }
}

type Batch = BatchBounds & { readonly checksums: Uint8Array; readonly hash: Uint8Array };
type Database = OpenSession['database'];
type Tell = (what: Alteration['what'], where: Partial<BatchBounds>, rows?: readonly number[]) => void;

/** Null where the file has integers that only an exact look can read. */
function followChain(session: OpenSession, summary: SessionSummary, isExact: boolean): Verification | null {
  const { database } = session;
  const alterations: Alteration[] = [];
  const tell: Tell = (what, { n = null, firstMs = null, lastMs = null }, rows = []) => {
    if (alterations.length >= mostAlterations) return;
    alterations.push({ what, batch: n, fromMs: firstMs, toMs: lastMs, rows: rows.slice(0, mostRows) });
  };
  let last: Batch | null = null;
  let end: SqlValue | undefined;
  try {
    for (const batch of linkedBatches(session, isExact, tell)) last = batch;
    const seal = onlyRow(database, 'seal');
    checkSeal(seal, last, tell);
    end = seal.cells?.at(-1);
  } catch (error) {
    if (!isExact && codeOf(error) === 'ERR_OUT_OF_RANGE') return null;
    const afterMs = last?.lastMs ?? null;
    tell('damaged', { ...(last === null ? {} : { n: last.n + 1 }), firstMs: afterMs });
  }
  return {
    kind: alterations.length === 0 ? 'whole' : 'altered',
    summary,
    batches: last?.n ?? 0,
    events: last?.lastSeq ?? 0,
    lastMs: last?.lastMs ?? 0,
    hash: Buffer.from(bytesOf(end ?? last?.hash ?? null)).toString('hex'),
    alterations,
  };
}

/** Every batch, once it has been compared with its rows and the one before. */
function* linkedBatches(session: OpenSession, isExact: boolean, tell: Tell): Generator<Batch> {
  const { database } = session;
  const groups = chainedRows(session, isExact);
  let next = groups.next();
  function* take(upTo: number): Generator<RowGroup> {
    for (; next.done !== true && next.value.seq <= upTo; next = groups.next()) yield next.value;
  }
  const tellStrangers = (strangers: Iterable<RowGroup>, where: Partial<BatchBounds>): void => {
    const rows: number[] = [];
    for (const { seq } of strangers) if (rows.length < mostRows) rows.push(seq);
    if (rows.length > 0) tell('rows-inserted', where, rows);
  };
  let last: Batch | null = null;
  for (const batch of batchesOf(database)) {
    if (last === null) {
      if (batch.n !== 0 || !isHead(database, batch)) tell('head-changed', { n: 0 });
    } else {
      const isNext = batch.n === last.n + 1;
      if (!isNext) tell('batch-missing', { n: last.n + 1, firstMs: last.lastMs, lastMs: batch.firstMs });
      tellStrangers(take(batch.firstSeq - 1), batch);
      checkBatch(batch, isNext ? last : null, take(batch.lastSeq), tell);
    }
    yield batch;
    last = batch;
  }
  if (last === null) tell('head-changed', { n: 0 });
  tellStrangers(take(Number.POSITIVE_INFINITY), {});
}

/** Compares a batch with its rows; `before` is null where the batch before it is missing, and its hash cannot be known. */
function checkBatch(batch: Batch, before: Batch | null, found: Iterable<RowGroup>, tell: Tell): void {
  const links = linkAfter(before?.hash ?? new Uint8Array(0));
  const numbers: number[] = [];
  for (const { seq, rows } of found) {
    links.add(seq, rows);
    numbers.push(seq);
  }
  const { hash, checksums } = links.close(batch);
  const isNext = before === null || batch.firstSeq === before.lastSeq + 1;
  if (before !== null && isNext && hash.equals(batch.hash)) {
    if (!checksums.equals(batch.checksums)) tell('batch-changed', batch);
    return;
  }
  const sums = sumsOf(checksums);
  const here = new Map(numbers.map((seq, index) => [seq, sums[index] ?? 0]));
  const { missing, changed, moved } = compareBatch(batch.firstSeq, sumsOf(batch.checksums), here);
  if (missing.length > 0) tell('rows-missing', batch, missing);
  if (changed.length > 0) tell('rows-changed', batch, changed);
  if (moved.length > 0) tell('rows-moved', batch, moved);
  const isExplained = missing.length + changed.length + moved.length > 0;
  if (before !== null && !isExplained) tell('batch-changed', batch);
}

function isHead(database: Database, batch: Batch): boolean {
  const { cells, more } = onlyRow(database, 'session_head');
  return cells !== null && !more && headHash(cells).equals(batch.hash) && batch.firstSeq === 0 && batch.lastSeq === 0;
}

function checkSeal({ cells, more }: ReturnType<typeof onlyRow>, last: Batch | null, tell: Tell): void {
  if (cells === null || last === null) return;
  const [, , batches, events] = cells;
  const hash = bytesOf(cells.at(-1) ?? null);
  if (typeof batches === 'number' && batches > last.n) {
    tell('end-missing', { n: last.n + 1, firstMs: last.lastMs });
    return;
  }
  const isSealed = sealHash(last.hash, cells.slice(0, -1)).equals(hash);
  if (!isSealed || more || batches !== last.n || events !== last.lastSeq) tell('end-changed', {});
}

function* batchesOf(database: Database): Generator<Batch> {
  const sql = `SELECT ${tables.batch.columns.join(', ')} FROM batch NOT INDEXED ORDER BY n`;
  for (const [n, firstSeq, lastSeq, firstMs, lastMs, checksums, hash] of allRows(database, sql)) {
    yield {
      n: finiteOrNull(n) ?? -1,
      firstSeq: finiteOrNull(firstSeq) ?? -1,
      lastSeq: finiteOrNull(lastSeq) ?? -1,
      firstMs: finiteOrNull(firstMs),
      lastMs: finiteOrNull(lastMs),
      checksums: bytesOf(checksums ?? null),
      hash: bytesOf(hash ?? null),
    };
  }
}

function sumsOf(checksums: Uint8Array): readonly number[] {
  const view = new DataView(checksums.buffer, checksums.byteOffset, checksums.byteLength);
  return Array.from({ length: checksums.byteLength >> 2 }, (_, index) => view.getUint32(index * 4, true));
}

function bytesOf(cell: SqlValue): Uint8Array {
  return cell instanceof Uint8Array ? cell : new Uint8Array(0);
}
