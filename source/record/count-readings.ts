import { plainText } from '../model/plain-text.js';
import { hasTable, type OpenSession } from './open-session.js';
import type { TableName } from './session-tables.js';
import { finiteOrNull } from './sql-value.js';

/** How many readings there are, by the name of the server or of the stream. */
export type ReadingCounts = {
  readonly servers: ReadonlyMap<string, number>;
  readonly streams: ReadonlyMap<string, number>;
};

const inEvents = (kind: string, name: string): string =>
  `SELECT json_extract(json, '$.sample.${name}') AS name, count(*) AS n FROM event
    WHERE kind = '${kind}' AND seq > ? AND seq <= ? AND json_valid(json) GROUP BY 1`;

const ofMachines = (table: TableName): string => `SELECT m.server AS name, r.n FROM (SELECT machine, count(*) AS n
  FROM ${table} NOT INDEXED WHERE seq > ? AND seq <= ? GROUP BY machine) r CROSS JOIN server_machine m ON m.id = r.machine`;

type Query = { readonly table: TableName; readonly sql: string };

/** Each is asked of the versions that have its table. */
const queries: { readonly [Of in keyof ReadingCounts]: readonly Query[] } = {
  servers: [
    { table: 'event', sql: inEvents('server/sample', 'server') },
    { table: 'server_reading', sql: ofMachines('server_reading') },
    { table: 'server_count', sql: ofMachines('server_count') },
  ],
  streams: [
    { table: 'event', sql: inEvents('stream/sample', 'stream') },
    {
      table: 'shaped',
      sql: `SELECT json_extract(s.json, '$.sample.stream') AS name, r.n FROM (SELECT shape, count(*) AS n FROM shaped NOT INDEXED
        WHERE seq > ? AND seq <= ? GROUP BY shape) r CROSS JOIN shape s ON s.id = r.shape
        WHERE s.kind = 'stream/sample' AND json_valid(s.json)`,
    },
  ],
};

/** Counts the readings after a number, up to and with another, without reading them. */
export function countReadings(session: OpenSession, after: number, until: number): ReadingCounts {
  const countBy = (asked: readonly Query[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const { table, sql } of asked) {
      if (!hasTable(session.version, table)) continue;
      for (const { name, n } of session.database.prepare(sql).iterate(after, until)) {
        if (typeof name !== 'string') continue;
        const known = plainText(name, longestName);
        counts.set(known, (counts.get(known) ?? 0) + (finiteOrNull(n) ?? 0));
      }
    }
    return counts;
  };
  return { servers: countBy(queries.servers), streams: countBy(queries.streams) };
}

/** No name of a config is longer. */
export const longestName = 256;

/** Both counts together. */
export function addCounts(one: ReadingCounts, other: ReadingCounts): ReadingCounts {
  const sum = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
    const counts = new Map(a);
    for (const [name, n] of b) counts.set(name, (counts.get(name) ?? 0) + n);
    return counts;
  };
  return { servers: sum(one.servers, other.servers), streams: sum(one.streams, other.streams) };
}

/** No reading at all. */
export const noReadings: ReadingCounts = { servers: new Map(), streams: new Map() };
