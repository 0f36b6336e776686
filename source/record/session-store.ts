import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { withoutSecrets } from '../config/without-secrets.js';
import { PlimsollError } from '../model/error.js';
import type { SessionEvent, SessionHead } from '../model/events.js';
import type { GeneratorFacts } from '../model/generator-facts.js';
import type { Recipe } from '../model/recipe.js';
import { canonicalRow, headHash, linkAfter, sealHash } from './chain.js';
import { type FilePlace, watchPlace } from './file-place.js';
import { settle } from './fold-log.js';
import { insertSql, makeTables } from './make-tables.js';
import { processStart } from './process-identity.js';
import { createRowWriter, type RowWriter } from './row-writer.js';
import { createScrub } from './scrub.js';
import { chainedTables } from './session-tables.js';
import { makeSessionsFolder } from './sessions-folder.js';
import type { SqlValue } from './sql-value.js';
import { sqliteCode } from './sqlite-code.js';

/** What a session came from: the whole config that it was asked with, as it was checked, how to ask for it again, and the machine. */
export type Origin = {
  readonly plan: object | null;
  /** Absent where nobody can say. */
  readonly recipe?: Recipe;
  readonly generator: GeneratorFacts | null;
};

/** The open database of one session file. */
export type Store = {
  readonly file: string;
  /** Writes events in one transaction; false when another client holds the file just now. Throws when it cannot go on. */
  readonly append: (events: readonly SessionEvent[]) => boolean;
  /**
   * Writes what is left and the end of the chain, and leaves one plain file; false where another client holds it for longer than
   * `waitMs`. Throws when it cannot.
   */
  readonly finish: (endedAt: string, reason: string, events: readonly SessionEvent[], waitMs: number) => boolean;
  readonly abandon: () => void;
  /** What is now where the file was made. */
  readonly place: () => FilePlace;
};

/** How long the first write waits for another client, in ms, and the end for readers; others are tried again with the next batch. */
const patientMs = 2000;

/** Makes a new session file in `folder`. Throws when it cannot. */
export function openStore(folder: string, head: SessionHead, origin: Origin): Store {
  makeSessionsFolder(folder);
  const file = join(folder, fileName(head));
  const { recipe } = origin;
  const plan = withoutSecrets(recipe === undefined ? origin.plan : { ...origin.plan, recipe });
  const safeHead = withoutSecrets(head);
  const scrub = createScrub([...plan.secrets, ...safeHead.secrets]);
  const session = sessionCells(head, {
    head: scrub(JSON.stringify(safeHead.value)),
    plan: origin.plan === null ? null : scrub(JSON.stringify(plan.value)),
    generator: origin.generator === null ? null : JSON.stringify(origin.generator),
    target: head.target === null ? null : String(withoutSecrets(head.target).value),
  });
  makeFile(file, session);
  const database = new DatabaseSync(file, { timeout: patientMs });
  try {
    // A write waits on the disk at a checkpoint alone, every few megabytes; a process killed at any time loses nothing by that.
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216;');
    return storeOf(database, file, headHash(session), createRowWriter(scrub));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes the file beside its place and puts it there when its head is in it: no moment leaves half a session file. */
function makeFile(file: string, session: readonly SqlValue[]): void {
  const part = `${file}.part`;
  rmSync(part, { force: true });
  // For its owner alone: SQLite gives its side files the rights of the file itself.
  closeSync(openSync(part, 'wx', 0o600));
  try {
    fillFile(part, session);
    if (existsSync(file)) throw new PlimsollError('session-file-exists', 'a file of this name is there already');
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function fillFile(part: string, session: readonly SqlValue[]): void {
  const database = new DatabaseSync(part);
  try {
    // Until it is in its place there is nothing to lose, and every wait for the disk keeps the first frame waiting.
    database.exec('PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY');
    makeTables(database);
    database.exec('BEGIN');
    database.prepare(insertSql('session_head')).run(...session);
    database.prepare(insertSql('batch')).run(0, 0, 0, null, null, Buffer.alloc(0), headHash(session));
    database.exec('COMMIT; PRAGMA journal_mode = WAL');
  } finally {
    database.close();
  }
}

function storeOf(database: DatabaseSync, file: string, head: Buffer, writer: RowWriter): Store {
  // The log is there from the first write on.
  database.exec('BEGIN IMMEDIATE; COMMIT');
  const watch = watchPlace(file);
  const insertBatch = database.prepare(insertSql('batch'));
  const insertRow = Object.fromEntries(chainedTables.map((name) => [name, database.prepare(insertSql(name))]));
  let previous = head;
  let batches = 0;
  let lastSeq = 0;
  // From now on nothing waits: this is the thread that draws and steers.
  database.exec('PRAGMA busy_timeout = 0');

  const insertBatchOf = (events: readonly SessionEvent[]): { readonly hash: Buffer; readonly seq: number } => {
    const links = linkAfter(previous);
    let seq = lastSeq;
    for (const event of events) {
      seq++;
      const rows = writer.rowsOf(seq, event);
      for (const { table, cells } of rows) insertRow[table]?.run(seq, ...cells);
      links.add(
        seq,
        rows.map(({ table, cells }) => canonicalRow(table, cells)),
      );
    }
    const bounds = {
      n: batches + 1,
      firstSeq: lastSeq + 1,
      lastSeq: seq,
      firstMs: events[0]?.atMs ?? null,
      lastMs: events.at(-1)?.atMs ?? null,
    };
    const { hash, checksums } = links.close(bounds);
    insertBatch.run(bounds.n, bounds.firstSeq, bounds.lastSeq, bounds.firstMs, bounds.lastMs, checksums, hash);
    return { hash, seq };
  };
  const write = (
    events: readonly SessionEvent[],
    also: (hash: Buffer, batches: number, seq: number) => void,
  ): boolean => {
    // A file deleted under its writer takes every write without complaint, and none of them is kept.
    if (!watch.isUntouched()) throw new PlimsollError('session-file-gone', 'its file was deleted or replaced');
    try {
      database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
    try {
      const end = events.length === 0 ? { hash: previous, seq: lastSeq } : insertBatchOf(events);
      const count = events.length === 0 ? batches : batches + 1;
      also(end.hash, count, end.seq);
      database.exec('COMMIT');
      writer.keep();
      previous = end.hash;
      lastSeq = end.seq;
      batches = count;
      return true;
    } catch (error) {
      writer.forget();
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    file,
    append: (events) => write(events, () => {}),
    finish(endedAt, reason, events, waitMs) {
      database.exec(`PRAGMA busy_timeout = ${waitMs}`);
      const ended = write(events, (hash, count, seq) => {
        const seal = [endedAt, reason.toWellFormed(), count, seq];
        database.prepare(insertSql('seal')).run(...seal, sealHash(hash, seal));
      });
      database.exec(`PRAGMA busy_timeout = ${ended ? patientMs : 0}`);
      if (ended) settle(database);
      return ended;
    },
    abandon() {
      try {
        if (database.isOpen) watch.abandon(database);
      } catch {
        // It is given up because it failed: failing once more tells nothing new.
      }
      if (database.isOpen) database.close();
    },
    place: watch.place,
  };
}

/** Why a file that another program keeps to itself is given up. */
export function lockedFile(): PlimsollError {
  return new PlimsollError('session-file-locked', 'another program keeps its file locked');
}

type SafeTexts = {
  readonly head: string;
  readonly plan: string | null;
  readonly generator: string | null;
  readonly target: string | null;
};

function sessionCells(head: SessionHead, safe: SafeTexts): readonly SqlValue[] {
  return [
    head.id,
    head.kind,
    safe.target?.toWellFormed() ?? null,
    head.name?.toWellFormed() ?? null,
    head.startedAt,
    head.version,
    head.arrivals,
    head.seed,
    safe.head,
    safe.plan,
    safe.generator,
    process.pid,
    processStart(process.pid),
  ];
}

/** `20260102T030405Z-run-1a2b3c4d.sqlite`: sorted by name is sorted by time. */
function fileName(head: SessionHead): string {
  const started = head.startedAt.replace(/\.\d+/, '').replace(/[^0-9TZ]/g, '');
  const id = head.id.replace(/[^0-9A-Za-z_-]/g, '').slice(0, 64);
  return `${started}-${head.kind}-${id}.sqlite`;
}

/** SQLITE_BUSY and SQLITE_LOCKED. */
function isBusy(error: unknown): boolean {
  return [5, 6].includes(sqliteCode(error));
}
