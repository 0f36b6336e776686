import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { codeOf } from '../model/error.js';
import type { SessionEvent, SessionEventKind } from '../model/events.js';
import { plainText } from '../model/plain-text.js';
import { createByteBudget } from './byte-budget.js';
import { eventOfText, type IntervalPart } from './event-text.js';
import { isTime } from './event-time.js';
import { keptRows } from './kept-rows.js';
import { hasTable, isShort, type OpenSession } from './open-session.js';
import { countRead } from './reading-garbage.js';
import type { ServerMachine } from './server-columns.js';
import type { ReadingRows } from './server-readings.js';
import { createShapedReader } from './shape-reader.js';
import { readShortRows } from './short-rows.js';
import { finiteOrNull, textOrNull } from './sql-value.js';

/** A row and the event that it is; null where it is none. */
type EventRow<Made> = { readonly seq: number; readonly event: Made | null };

type Cells = readonly unknown[];

/** Which rows are wanted: those after a sequence number, up to and with another. */
export type RowsWanted = {
  readonly after: number;
  readonly until: number;
  /** Absent: of all kinds. */
  readonly kinds?: readonly SessionEventKind[];
  /** The newest first. */
  readonly isBackwards?: boolean;
  /** Parts that intervals of load may lack: half of what there is to read, or more. Absent: all is wanted. */
  readonly without?: readonly IntervalPart[];
};

/** A table of events: how its rows between two sequence numbers are asked for, and what they are. */
type Source<Made> = {
  readonly statement: StatementSync;
  readonly eventOf: (cells: Cells) => Made | null;
  /** Whether its rows are of numbers, but for one made to trick its reader. */
  readonly isShort?: boolean;
};

type Spend = (cells: Cells) => void;

/**
 * Rows that are read at once: between them the file is let go, or its log could not be shortened while somebody reads. Few
 * at first, since many who read want few.
 */
const firstRowsAtOnce = 32;
const rowsAtOnce = 512;
const bytesAtOnce = 8_388_608;
/** What a row of numbers takes in memory, about. */
const bytesOfRow = 300;

/**
 * The rows that are wanted, in order, whatever their table; those of servers are as `readings` makes them. Throws where the file is
 * damaged, and ends where rows are not in order: in a file made to trick its reader they may go round in circles.
 */
export function* eventRows<Reading>(
  session: OpenSession,
  wanted: RowsWanted,
  readings: ReadingRows<Reading>,
): Generator<EventRow<SessionEvent | Reading>> {
  const spend = createByteBudget(session.database);
  const queues = sourcesOf(session, wanted, readings).map((source) => queueOf(session, source, wanted, spend));
  const sign = wanted.isBackwards === true ? -1 : 1;
  for (;;) {
    let first: Queue<SessionEvent | Reading> | null = null;
    for (const queue of queues) {
      if (queue.head() === null) continue;
      if (first === null || sign * (queue.head()!.seq - first.head()!.seq) < 0) first = queue;
    }
    if (first === null) return;
    yield first.take();
  }
}

function sourcesOf<Reading>(
  { database, version }: OpenSession,
  { kinds, isBackwards, without = [] }: RowsWanted,
  readings: ReadingRows<Reading>,
): readonly Source<SessionEvent | Reading>[] {
  const has = (...own: readonly SessionEventKind[]): boolean => own.some((kind) => kinds?.includes(kind) !== false);
  const listOf = (some: readonly SessionEventKind[]): string => some.map((kind) => `'${kind}'`).join(', ');
  // Cells as a list: their order is the table's own.
  const select = (columns: string, from: string, longest: string, only = ''): StatementSync => {
    const statement = database.prepare(
      `SELECT ${columns} FROM ${from} WHERE seq > ? AND seq <= ? ${only} AND ${isShort(longest)}
        ORDER BY seq${isBackwards === true ? ' DESC' : ''} LIMIT ?`,
    );
    statement.setReturnArrays(true);
    return statement;
  };
  const json = (event: string, only = ''): Source<SessionEvent> => ({
    statement: select('seq, json', event, 'json', only),
    eventOf: ([, text]) => eventOfText(text, without),
  });
  // Nearly all rows are intervals of load: kinds without them are found by their index, each for itself, and with them they
  // are picked out, in order as they are.
  const isFew = kinds !== undefined && (kinds.length === 1 || !kinds.includes('load/interval'));
  const events = isFew
    ? kinds.map((kind) => json('event', `AND kind = '${kind}'`))
    : [json('event NOT INDEXED', kinds === undefined ? '' : `AND kind IN (${listOf(kinds)})`)];
  if (version === 1) return events;
  const machineOf = keptRows(database.prepare('SELECT * FROM server_machine WHERE id = ?'), readMachine);
  const readShaped = createShapedReader(database);
  const reading = (
    table: 'server_reading' | 'server_count',
    { columns, longest, make }: ReadingRows<Reading>['told'],
  ): Source<Reading> => ({
    isShort: true,
    statement: select(['seq, at_ms, machine', ...columns].join(', '), `${table} NOT INDEXED`, longest),
    eventOf(cells) {
      const [, atMs, id] = cells;
      const machine = machineOf(id);
      // What is made here is as its type says, cell by cell: most events of a session need no other look.
      return machine === null || !isTime(atMs) ? null : make(machine, atMs, cells);
    },
  });
  const ofShapes = kinds === undefined ? '' : `AND shape IN (SELECT id FROM shape WHERE kind IN (${listOf(kinds)}))`;
  const shaped = (): Source<SessionEvent> => ({
    statement: select('seq, at_ms, shape, numbers', 'shaped NOT INDEXED', 'numbers', ofShapes),
    eventOf: ([, atMs, id, numbers]) => readShaped(atMs, id, numbers),
  });
  return [
    ...events,
    ...(has('server/sample') ? [reading('server_reading', readings.told)] : []),
    ...(has('server/sample') && hasTable(version, 'server_count') ? [reading('server_count', readings.counted)] : []),
    ...(has('stream/sample', 'stream/health') ? [shaped()] : []),
  ];
}

function readMachine(row: Readonly<Record<string, unknown>>): ServerMachine | null {
  const server = textOrNull(row.server);
  if (server === null) return null;
  return {
    server: plainText(server, 256),
    cores: finiteOrNull(row.cores),
    memoryTotalBytes: finiteOrNull(row.memory_total_bytes),
    swapTotalBytes: finiteOrNull(row.swap_total_bytes),
    hasDetail: row.has_detail === 1,
  };
}

/** The rows of one table, some at a time. */
type Queue<Made> = { readonly head: () => EventRow<Made> | null; readonly take: () => EventRow<Made> };

function queueOf<Made>(
  { database }: OpenSession,
  { statement, eventOf, isShort = false }: Source<Made>,
  { after, until, isBackwards = false }: RowsWanted,
  spend: Spend,
): Queue<Made> {
  let rows: readonly Cells[] = [];
  let at = 0;
  let most = firstRowsAtOnce;
  let lastSeq = isBackwards ? until + 1 : after;
  let head: EventRow<Made> | null = null;
  let broken: { readonly error: unknown } | null = null;
  const advance = (): void => {
    head = null;
    try {
      read();
    } catch (error) {
      // Thrown when what comes before the damage has been taken.
      broken = { error };
    }
  };
  const read = (): void => {
    if (at >= rows.length) {
      const values = isBackwards ? [after, lastSeq - 1, most] : [lastSeq, until, most];
      const short = isShort ? readShortRows(database, statement, values) : null;
      if (short !== null) countRead(short.length * bytesOfRow);
      rows = short ?? readSome(statement, values);
      most = Math.min(rowsAtOnce, 2 * most);
      at = 0;
    }
    const cells = rows[at++];
    const seq = cells?.[0];
    // What comes in no order has no end either; and beyond 2^53 numbers are no longer told apart.
    if (cells === undefined || typeof seq !== 'number' || (isBackwards ? seq >= lastSeq : seq <= lastSeq)) return;
    spend(cells);
    lastSeq = seq;
    head = { seq, event: eventOf(cells) };
  };
  advance();
  return {
    head() {
      if (broken !== null) throw broken.error;
      return head;
    },
    take() {
      const taken = head!;
      advance();
      return taken;
    },
  };
}

function readSome(statement: StatementSync, values: readonly SQLInputValue[]): readonly Cells[] {
  try {
    return collect(statement, values);
  } catch (error) {
    if (codeOf(error) !== 'ERR_OUT_OF_RANGE') throw error;
  }
  // A number that no file of plimsoll has: read as what it is, and found to be none afterwards.
  statement.setReadBigInts(true);
  try {
    return collect(statement, values).map((cells) =>
      cells.map((cell) => (typeof cell === 'bigint' ? finiteOrNull(cell) : cell)),
    );
  } finally {
    statement.setReadBigInts(false);
  }
}

function collect(statement: StatementSync, values: readonly SQLInputValue[]): readonly Cells[] {
  const rows: Cells[] = [];
  let bytes = 0;
  try {
    for (const row of statement.iterate(...values)) {
      if (!Array.isArray(row)) continue;
      const cells: Cells = row;
      rows.push(cells);
      for (const cell of cells) if (typeof cell === 'string') bytes += cell.length;
      if (bytes >= bytesAtOnce) break;
    }
    countRead(bytes + rows.length * bytesOfRow);
  } catch (error) {
    // What lies before the damage is whole; whoever asks for more meets it again.
    if (rows.length === 0) throw error;
  }
  return rows;
}
