import type { DatabaseSync } from 'node:sqlite';
import { remarkTable, type TableName, tables } from './session-tables.js';
import { viewsSql } from './session-views.js';

/** Marks a SQLite file as a session of plimsoll ("plim" in ASCII); `file` and every client can read it. */
export const applicationId = 0x706c696d;

/** Version of the tables that are written. Readers know every version up to it. */
export const tablesVersion = 4;

/** How a row is inserted: its columns in their order. */
export function insertSql(name: TableName): string {
  const { columns } = tables[name];
  return `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
}

/** Makes the tables and views in an empty database, all or nothing. */
export function makeTables(database: DatabaseSync): void {
  const made = [...Object.values(tables), remarkTable].map(({ sql }) => `${sql};`).join('\n');
  database.exec(
    `BEGIN; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${tablesVersion};
    ${made} CREATE INDEX event_kind ON event (kind, seq); ${viewsSql()} COMMIT;`,
  );
}
