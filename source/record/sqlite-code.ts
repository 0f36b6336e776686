/** SQLite's own code of an error, with what says more of it above its lowest byte; 0 where the error is none of SQLite's. */
export function extendedSqliteCode(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return 0;
  return typeof error.errcode === 'number' ? error.errcode : 0;
}

/** The same without what says more of it: 5 is SQLITE_BUSY, 11 is SQLITE_CORRUPT. */
export function sqliteCode(error: unknown): number {
  return extendedSqliteCode(error) & 0xff;
}
