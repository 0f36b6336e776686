import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { createByteBudget } from './byte-budget.js';
import { canonicalRow } from './chain.js';
import { hasTable, isShort, type OpenSession } from './open-session.js';
import { chainedTables, type Table, type TableName, tables } from './session-tables.js';
import type { SqlValue } from './sql-value.js';

/** All rows with one sequence number, in canonical form. */
export type RowGroup = { readonly seq: number; readonly rows: readonly string[] };

/**
 * Every row of the chain, by sequence number and as they were written. Throws where the file is damaged, and ERR_OUT_OF_RANGE
 * at an integer beyond 2^53, which no plimsoll writes; where it `isExact`, that comes as a text, which equals nothing, and all
 * takes twice as long.
 */
export function* chainedRows({ database, version }: OpenSession, isExact: boolean): Generator<RowGroup> {
  const sources = chainedTables
    .filter((table) => hasTable(version, table))
    .map((table) => {
      const sql = `SELECT ${boundedColumns(tables[table]).join(', ')} FROM ${table} NOT INDEXED ORDER BY seq`;
      const rows = allRows(database, sql, isExact);
      return { table, rows, next: rows.next() };
    });
  let last = Number.NEGATIVE_INFINITY;
  for (;;) {
    const seq = sources.reduce(
      (least, { next }) => (next.done === true ? least : Math.min(least, seqOf(next.value))),
      Infinity,
    );
    if (seq === Infinity || seq < last) return;
    const group: string[] = [];
    for (const source of sources) {
      for (; source.next.done !== true && seqOf(source.next.value) === seq; source.next = source.rows.next()) {
        group.push(canonicalRow(source.table, source.next.value.slice(1)));
      }
    }
    last = seq;
    yield { seq, rows: group };
  }
}

/** The columns of a table; of a text that is too large to be read nothing is, which no hash agrees with. */
function boundedColumns({ columns, sql }: Table): readonly string[] {
  return columns.map((column) =>
    sql.includes(`  ${column} TEXT`) ? `CASE WHEN ${isShort(column)} THEN ${column} END AS ${column}` : column,
  );
}

/** The cells of every row that a query finds, one row at a time. */
export function* allRows(database: DatabaseSync, sql: string, isExact = true): Generator<readonly SqlValue[]> {
  const spend = createByteBudget(database);
  for (const row of rowsAsLists(database.prepare(sql), isExact)) {
    spend(row);
    yield isExact ? row.map(cellOf) : (row as readonly SqlValue[]);
  }
}

/** The cells of a table of one row; how many rows it has besides is told, since it should have none. */
export function onlyRow(
  database: DatabaseSync,
  table: TableName,
): { readonly cells: readonly SqlValue[] | null; readonly more: boolean } {
  const rows = allRows(database, `SELECT ${tables[table].columns.join(', ')} FROM ${table} LIMIT 2`);
  const [first, second] = [...rows];
  return { cells: first ?? null, more: second !== undefined };
}

function* rowsAsLists(statement: StatementSync, isExact: boolean): Generator<readonly unknown[]> {
  statement.setReturnArrays(true);
  statement.setReadBigInts(isExact);
  for (const row of statement.iterate()) if (Array.isArray(row)) yield row;
}

function cellOf(cell: unknown): SqlValue {
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : `${cell}n`;
  if (cell === null || typeof cell === 'number' || typeof cell === 'string' || cell instanceof Uint8Array) return cell;
  return String(cell);
}

function seqOf(cells: readonly SqlValue[]): number {
  const [seq] = cells;
  return typeof seq === 'number' ? seq : Number.MAX_VALUE;
}
