import { realpathSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { PlimsollError } from '../model/error.js';
import { secondTables, thirdTables } from './earlier-tables.js';
import { firstTables } from './first-tables.js';
import { applicationId, tablesVersion } from './make-tables.js';
import { type Table, type TableName, tables } from './session-tables.js';

/** The versions of the tables that can be read. */
export type SessionVersion = 1 | 2 | 3 | 4;

/** A session file open to be read, and the version of its tables. */
export type OpenSession = { readonly database: DatabaseSync; readonly version: SessionVersion };

/** Larger than any row of a session; a cell above it is not read into memory. */
export const longestCellBytes = 4_194_304;

/** In SQL, whether a text or blob is small enough to be read into memory. */
export function isShort(cell: string): string {
  return `octet_length(${cell}) <= ${longestCellBytes}`;
}

const knownTables: { readonly [Version in SessionVersion]: Readonly<Record<string, Table>> } = {
  1: firstTables,
  2: secondTables,
  3: thirdTables,
  4: tables,
};

/** Whether a version has a table: one that it did not have yet had no rows. */
export function hasTable(version: SessionVersion, name: TableName): boolean {
  return name in knownTables[version];
}

/** To read a file that may grow, to read one that nobody writes to, without making side files, or to write to it. */
export type Access = 'read' | 'rest' | 'write';

/**
 * Opens a session file, by itself without changing it. Throws when it is none: no plain file, another SQLite file, another version, or
 * tables that are not word for word those of its version. A column may be computed and a table may be a view, and either could
 * make reading run for ever.
 */
export function openSessionFile(file: string, access: Access = 'read'): OpenSession {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw foreign('there is no such file');
  if (!found.isFile()) throw foreign('it is no plain file');
  const database = databaseOf(file, access);
  try {
    // Where this Node can limit what one cell takes; else the queries alone do.
    if ('limits' in database && database.limits !== undefined) database.limits.length = 2 * longestCellBytes;
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0');
    const id = database.prepare('PRAGMA application_id').get()?.application_id;
    if (id !== applicationId) throw foreign('it is no session file of plimsoll');
    const version = versionOf(database);
    checkTables(database, knownTables[version]);
    return { database, version };
  } catch (error) {
    database.close();
    throw error;
  }
}

function databaseOf(file: string, access: Access): DatabaseSync {
  if (access === 'write') return new DatabaseSync(file, { timeout: 2000 });
  if (access === 'read') return new DatabaseSync(file, { readOnly: true, timeout: 200 });
  const url = pathToFileURL(realpathSync(file));
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

function versionOf(database: DatabaseSync): SessionVersion {
  const version = database.prepare('PRAGMA user_version').get()?.user_version;
  if (version === 1 || version === 2 || version === 3 || version === 4) return version;
  const isNewer = typeof version === 'number' && version > tablesVersion;
  throw foreign(
    `it has tables of version ${version}, and this plimsoll reads those up to ${tablesVersion}${isNewer ? ': a newer plimsoll wrote it' : ''}`,
  );
}

function checkTables(database: DatabaseSync, known: Readonly<Record<string, Table>>): void {
  const find = database.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?");
  for (const [name, { sql }] of Object.entries(known)) {
    const found = find.get(name)?.sql;
    if (found === undefined) throw foreign(`its table ${name} is missing`);
    if (found !== sql) throw foreign(`its table ${name} is not as plimsoll makes it`);
  }
}

function foreign(message: string): PlimsollError {
  return new PlimsollError('not-a-session', message);
}
