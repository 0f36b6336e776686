import type { StatementSync } from 'node:sqlite';
import { codeOf } from '../model/error.js';
import type { SessionEvent } from '../model/events.js';
import { isObject } from '../model/plain-object.js';
import { plainText } from '../model/plain-text.js';
import { createByteBudget } from './byte-budget.js';
import { isTime } from './event-time.js';
import { withBuckets } from './histogram-cells.js';
import { longestCellBytes, type OpenSession } from './open-session.js';
import { parseJson } from './parse-json.js';
import { safeEvent } from './safe-event.js';
import { type ServerMachine, sampleOf } from './server-columns.js';
import { tables } from './session-tables.js';
import { readShape } from './shape-reader.js';
import { finiteOrNull, textOrNull } from './sql-value.js';

/** A row and the event that it is; null where it is none. */
export type EventRow = { readonly seq: number; readonly event: SessionEvent | null };

type Cells = readonly unknown[];

/** A table of events: how its rows after a sequence number are asked for, and what they are. */
type Source = { readonly statement: StatementSync; readonly eventOf: (cells: Cells) => SessionEvent | null };

type Spend = (cells: Cells) => void;

/** Rows that are read at once: between them the file is let go, or its log could not be shortened while somebody reads. */
const rowsAtOnce = 512;
const bytesAtOnce = 8_388_608;

/**
 * Every row after `seq` in order, whatever its table. Throws where the file is damaged, and where rows are not in order: in
 * a file made to trick its reader they may go round in circles.
 */
export function* eventRowsAfter(session: OpenSession, seq: number): Generator<EventRow> {
  const spend = createByteBudget(session.database);
  const queues = sourcesOf(session).map((source) => queueOf(source, seq, spend));
  for (;;) {
    let first: Queue | null = null;
    for (const queue of queues) {
      if (queue.head() !== null && (first === null || queue.head()!.seq < first.head()!.seq)) first = queue;
    }
    if (first === null) return;
    yield first.take();
  }
}

function sourcesOf({ database, version }: OpenSession): readonly Source[] {
  // Cells as a list: their order is the table's own.
  const select = (columns: string, from: string, longest: string): StatementSync => {
    const statement = database.prepare(
      `SELECT ${columns} FROM ${from} NOT INDEXED WHERE seq > ? AND length(${longest}) <= ${longestCellBytes} ORDER BY seq`,
    );
    statement.setReturnArrays(true);
    return statement;
  };
  const json = {
    statement: select('seq, json', 'event', 'json'),
    eventOf: ([, text]: Cells) => safeEvent(eventOfJson(text)),
  };
  if (version === 1) return [json];
  const machineOf = keptRows(database.prepare('SELECT * FROM server_machine WHERE id = ?'), readMachine);
  const shapeOf = keptRows(database.prepare('SELECT kind, json FROM shape WHERE id = ?'), readShape);
  return [
    json,
    {
      statement: select(tables.server_reading.columns.join(', '), 'server_reading', "ifnull(core_percents_x1000, '')"),
      eventOf(cells) {
        const [, atMs, id] = cells;
        const machine = machineOf(id);
        // What is made here is as its type says, cell by cell: most events of a session need no other look.
        if (machine === null || !isTime(atMs)) return null;
        return { atMs, kind: 'server/sample', sample: sampleOf(machine, cells, 3) };
      },
    },
    {
      statement: select('seq, at_ms, shape, numbers', 'shaped', 'numbers'),
      eventOf([, atMs, id, text]) {
        const numbers = parseJson(text);
        return Array.isArray(numbers) && isTime(atMs) ? (shapeOf(id)?.(numbers, atMs) ?? null) : null;
      },
    },
  ];
}

/** What a row that others refer to says, remembered: few are referred to by many. */
function keptRows<Kept>(statement: StatementSync, read: (row: Readonly<Record<string, unknown>>) => Kept | null) {
  const known = new Map<unknown, Kept | null>();
  return (id: unknown): Kept | null => {
    const before = known.get(id);
    if (before !== undefined) return before;
    if (typeof id !== 'number') return null;
    const row = statement.get(id);
    // One that is not there may still come: a session that is being written is read again.
    if (row === undefined) return null;
    const kept = read(row);
    known.set(id, kept);
    return kept;
  };
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

function eventOfJson(text: unknown): unknown {
  const event = parseJson(text);
  return isObject(event) && event.kind === 'load/interval' ? withBuckets(event) : event;
}

/** The rows of one table, some at a time. */
type Queue = { readonly head: () => EventRow | null; readonly take: () => EventRow };

function queueOf({ statement, eventOf }: Source, after: number, spend: Spend): Queue {
  let rows: readonly Cells[] = [];
  let at = 0;
  let lastSeq = after;
  let head: EventRow | null = null;
  const advance = (): void => {
    if (at >= rows.length) {
      rows = readSome(statement, lastSeq);
      at = 0;
    }
    const cells = rows[at++];
    const seq = cells?.[0];
    // What comes in no order has no end either; and beyond 2^53 numbers are no longer told apart.
    if (cells === undefined || typeof seq !== 'number' || seq <= lastSeq) {
      head = null;
      return;
    }
    spend(cells);
    lastSeq = seq;
    head = { seq, event: eventOf(cells) };
  };
  advance();
  return {
    head: () => head,
    take() {
      const taken = head!;
      advance();
      return taken;
    },
  };
}

function readSome(statement: StatementSync, after: number): readonly Cells[] {
  try {
    return collect(statement, after);
  } catch (error) {
    if (codeOf(error) !== 'ERR_OUT_OF_RANGE') throw error;
  }
  // A number that no file of plimsoll has: read as what it is, and found to be none afterwards.
  statement.setReadBigInts(true);
  try {
    return collect(statement, after).map((cells) =>
      cells.map((cell) => (typeof cell === 'bigint' ? finiteOrNull(cell) : cell)),
    );
  } finally {
    statement.setReadBigInts(false);
  }
}

function collect(statement: StatementSync, after: number): readonly Cells[] {
  const rows: Cells[] = [];
  let bytes = 0;
  for (const row of statement.iterate(after)) {
    if (!Array.isArray(row)) continue;
    const cells: Cells = row;
    rows.push(cells);
    for (const cell of cells) if (typeof cell === 'string') bytes += cell.length;
    if (rows.length >= rowsAtOnce || bytes >= bytesAtOnce) break;
  }
  return rows;
}
