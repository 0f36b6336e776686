import type { DatabaseSync } from 'node:sqlite';

/** Marks a SQLite file as a session of plimsoll ("plim" in ASCII); `file` and every client can read it. */
export const applicationId = 0x706c696d;

/** Version of the tables below. */
export const tablesVersion = 1;

/**
 * The tables of a session file. `session` has one row; `event` has every event in order, as JSON; the views spread the
 * kinds that are most asked for into columns, so that any SQLite client can read them without knowing the JSON.
 */
const tables = `
CREATE TABLE session (
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  target TEXT,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  end_reason TEXT,
  state TEXT NOT NULL CHECK (state IN ('recording', 'complete')),
  version TEXT NOT NULL,
  arrivals TEXT NOT NULL,
  seed INTEGER NOT NULL,
  head TEXT NOT NULL,
  writer_pid INTEGER NOT NULL,
  writer_start TEXT
);
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  at_ms REAL NOT NULL,
  kind TEXT NOT NULL,
  json TEXT NOT NULL
);
CREATE INDEX event_kind ON event (kind, seq);
`;

/** One view: its name, the kind of event that it shows, and its columns after seq and at_ms by their place in the JSON. */
type View = { readonly name: string; readonly kind: string; readonly columns: Readonly<Record<string, string>> };

const views: readonly View[] = [
  {
    name: 'load_interval',
    kind: 'load/interval',
    columns: {
      phase: 'interval.phase',
      start_ms: 'interval.startMs',
      duration_ms: 'interval.durationMs',
      intended_per_second: 'interval.intendedPerSecond',
      due: 'interval.due',
      sent: 'interval.sent',
      ok: 'interval.outcomes.ok',
      bad_status: 'interval.outcomes.badStatus',
      timeout: 'interval.outcomes.timeout',
      connection_failed: 'interval.outcomes.connectionFailed',
      unsent: 'interval.outcomes.unsent',
      unfinished: 'interval.outcomes.unfinished',
      in_flight: 'interval.inFlight',
      waiting: 'interval.waiting',
      connections_open: 'interval.connectionsOpen',
      response_count: 'interval.responseTime.count',
      response_sum_us: 'interval.responseTime.sumUs',
      response_max_us: 'interval.responseTime.maxUs',
      service_sum_us: 'interval.serviceTime.sumUs',
      service_max_us: 'interval.serviceTime.maxUs',
      send_lag_max_us: 'interval.sendLag.maxUs',
    },
  },
  {
    name: 'server_sample',
    kind: 'server/sample',
    columns: {
      server: 'sample.server',
      cpu_percent: 'sample.cpuPercent',
      cores: 'sample.cores',
      memory_used_bytes: 'sample.memoryUsedBytes',
      memory_total_bytes: 'sample.memoryTotalBytes',
      load1: 'sample.load1',
      rtt_ms: 'sample.rttMs',
    },
  },
  {
    name: 'discovery_probe',
    kind: 'discovery/event',
    columns: {
      step: 'event.kind',
      phase: 'event.phase',
      per_second: 'event.perSecond',
      seconds: 'event.seconds',
      verdict: 'event.verdict',
      bad_ratio: 'event.badRatio',
      requests: 'event.requests',
      reason: 'event.reason',
    },
  },
  {
    name: 'result',
    kind: 'result',
    columns: {
      result: 'result.kind',
      target: 'result.target',
      estimate_per_second: 'result.estimatePerSecond',
      certified_per_second: 'result.certifiedPerSecond',
      achieved_per_second: 'result.achieved.perSecond',
      response_p99_ms: 'result.responseTimeMs.p99',
      valid: 'result.validity.valid',
      sentence: 'result.sentence',
      json: 'result',
    },
  },
];

function viewSql({ name, kind, columns }: View): string {
  const spread = Object.entries(columns).map(([column, path]) => `json_extract(json, '$.${path}') AS ${column}`);
  const only = name === 'discovery_probe' ? " AND json_extract(json, '$.event.kind') IN ('probe', 'verdict')" : '';
  return `CREATE VIEW ${name} AS SELECT seq, at_ms, ${spread.join(', ')} FROM event WHERE kind = '${kind}'${only};`;
}

/** Makes the tables and views in an empty database, all or nothing. */
export function makeTables(database: DatabaseSync): void {
  database.exec(
    `BEGIN; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${tablesVersion}; ${tables} ${views.map(viewSql).join(' ')} COMMIT;`,
  );
}
