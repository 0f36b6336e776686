import { type Table, tables } from './session-tables.js';

const { server_count: _counts, ...withoutCounts } = tables;
const { tally: _tally, ...withoutTally } = withoutCounts;

/** The tables of version 3: those of version 4, but for counts. */
export const thirdTables: Readonly<Record<string, Table>> = withoutCounts;

/** The tables of version 2: those of version 3, but for tallies. */
export const secondTables: Readonly<Record<string, Table>> = withoutTally;
