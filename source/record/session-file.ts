import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { messageOf, PlimsollError } from '../model/error.js';
import type { EventSink, SessionEvent, SessionHead } from '../model/events.js';
import type { Clock } from '../time/clock.js';
import { processStart } from './process-identity.js';
import { makeTables } from './session-tables.js';
import { makeSessionsFolder } from './sessions-folder.js';

/** Keeps a session's events in its file. */
export type Recorder = {
  /** The session file; null when it could not be made. */
  readonly file: string | null;
  readonly sink: EventSink;
  /** Writes what is left and marks the session complete. Twice is harmless. */
  readonly close: () => void;
};

/**
 * How often events are written, in ms. A load's interval is told at its end, up to a second after it began, so a killed
 * process must not lose another second on top. A batch costs about 0.1 ms.
 */
const batchMs = 200;
/** How long a write waits for another client that holds the file, in ms; then it is tried again with the next batch. */
const busyMs = 100;
/** Events held back while the file is busy; beyond it recording stops rather than grow without end. */
const mostPending = 100_000;

/**
 * Starts to record a session into a new file of `folder`, which is made when missing. Events are written five times a
 * second, at once when they hold a result, and at `close`. Where recording cannot begin or go on, `onProblem` gets one sentence,
 * once, and the session goes on without a record: nothing here throws.
 */
export function createRecorder(
  folder: string,
  head: SessionHead,
  clock: Clock,
  onProblem: (sentence: string) => void,
): Recorder {
  let store: Store | null = null;
  let pending: SessionEvent[] = [];
  let endReason: string | null = null;

  const stop = (error: unknown): void => {
    const where = store?.file ?? folder;
    store?.abandon();
    store = null;
    pending = [];
    cancelTimer();
    onProblem(`The session is not recorded any further: ${messageOf(error)} (${where}).`);
  };
  const flush = (): void => {
    if (store === null || pending.length === 0) return;
    try {
      if (store.append(pending)) pending = [];
      else if (pending.length > mostPending) throw locked();
    } catch (error) {
      stop(error);
    }
  };
  let cancelTimer = (): void => {};
  try {
    store = openStore(folder, head);
    cancelTimer = clock.every(batchMs, flush);
  } catch (error) {
    stop(error);
  }
  return {
    file: store?.file ?? null,
    sink(event) {
      if (store === null) return;
      pending.push(event);
      if (event.kind === 'session/ended') endReason = event.reason;
      if (event.kind === 'result') flush();
    },
    close() {
      flush();
      cancelTimer();
      if (store === null) return;
      const closing = store;
      try {
        closing.finish(new Date(clock.wallMs()).toISOString(), endReason ?? 'closed', pending);
        store = null;
      } catch (error) {
        stop(error);
      }
    },
  };
}

/** The open database of one session file. */
type Store = {
  readonly file: string;
  /** Writes events in one transaction; false when another client holds the file just now. Throws when it cannot go on. */
  readonly append: (events: readonly SessionEvent[]) => boolean;
  readonly finish: (endedAt: string, reason: string, events: readonly SessionEvent[]) => void;
  readonly abandon: () => void;
};

function openStore(folder: string, head: SessionHead): Store {
  makeSessionsFolder(folder);
  const file = join(folder, fileName(head));
  // Made first, for its owner alone: SQLite gives its side files the rights of the file itself.
  closeSync(openSync(file, 'wx', 0o600));
  const identity = statSync(file).ino;
  const database = new DatabaseSync(file, { timeout: busyMs });
  let insert: StatementSync;
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216;');
    makeTables(database);
    insertHead(database, head);
    insert = database.prepare('INSERT INTO event (at_ms, kind, json) VALUES (?, ?, ?)');
  } catch (error) {
    database.close();
    throw error;
  }
  const write = (events: readonly SessionEvent[], also: () => void): boolean => {
    // A file deleted under its writer takes every write without complaint, and none of them is kept.
    if (statSync(file, { throwIfNoEntry: false })?.ino !== identity) {
      throw new PlimsollError('session-file-gone', 'its file was deleted or replaced');
    }
    try {
      database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
    try {
      for (const event of events) insert.run(event.atMs, event.kind, JSON.stringify(event));
      also();
      database.exec('COMMIT');
      return true;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    file,
    append: (events) => write(events, () => {}),
    finish(endedAt, reason, events) {
      const ended = write(events, () => {
        database.prepare("UPDATE session SET state = 'complete', ended_at = ?, end_reason = ?").run(endedAt, reason);
      });
      if (!ended) throw locked();
      settle(database);
    },
    abandon() {
      try {
        if (database.isOpen) database.close();
      } catch {
        // It is given up because it failed: failing once more tells nothing new.
      }
    },
  };
}

function locked(): PlimsollError {
  return new PlimsollError('session-file-locked', 'another program keeps its file locked');
}

/** Leaves one plain file, without side files, that can be copied and read from anywhere. */
function settle(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA journal_mode = DELETE');
  } catch {
    // A reader has it open: its side files stay until the reader goes, and nothing is lost.
  }
  database.close();
}

function insertHead(database: DatabaseSync, head: SessionHead): void {
  database
    .prepare(
      `INSERT INTO session (id, kind, target, started_at, state, version, arrivals, seed, head, writer_pid, writer_start)
       VALUES (?, ?, ?, ?, 'recording', ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      head.id,
      head.kind,
      head.target,
      head.startedAt,
      head.version,
      head.arrivals,
      head.seed,
      JSON.stringify(head),
      process.pid,
      processStart(process.pid),
    );
}

/** `20260102T030405Z-run-1a2b3c4d.sqlite`: sorted by name is sorted by time. */
function fileName(head: SessionHead): string {
  const started = head.startedAt.replace(/\.\d+/, '').replace(/[^0-9TZ]/g, '');
  const id = head.id.replace(/[^0-9A-Za-z_-]/g, '').slice(0, 64);
  return `${started}-${head.kind}-${id}.sqlite`;
}

/** SQLITE_BUSY (5) and SQLITE_LOCKED (6), with any extension in the higher bits. */
function isBusy(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return false;
  return typeof error.errcode === 'number' && (error.errcode & 0xff) <= 6 && (error.errcode & 0xff) >= 5;
}
