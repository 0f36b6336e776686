import { DatabaseSync } from 'node:sqlite';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import { firstTables } from '../../source/record/first-tables.js';
import { applicationId } from '../../source/record/make-tables.js';

/** Writes a session file as the first version of the tables had it. */
export function writeFirstVersion(file: string, head: SessionHead, events: readonly SessionEvent[]): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA application_id = ${applicationId}; PRAGMA user_version = 1;
    ${firstTables.session.sql}; ${firstTables.event.sql}; CREATE INDEX event_kind ON event (kind, seq);
    CREATE VIEW server_sample AS SELECT seq, at_ms, json_extract(json, '$.sample.server') AS server FROM event
      WHERE kind = 'server/sample';`);
  database
    .prepare(
      `INSERT INTO session (id, kind, target, started_at, ended_at, end_reason, state, version, arrivals, seed, head, writer_pid)
       VALUES (?, ?, ?, ?, ?, 'finished', 'complete', ?, ?, ?, ?, 1)`,
    )
    .run(
      head.id,
      head.kind,
      head.target,
      head.startedAt,
      head.startedAt,
      head.version,
      head.arrivals,
      head.seed,
      JSON.stringify(head),
    );
  const insert = database.prepare('INSERT INTO event (at_ms, kind, json) VALUES (?, ?, ?)');
  for (const event of events) insert.run(event.atMs, event.kind, JSON.stringify(event));
  database.exec('PRAGMA journal_mode = DELETE');
  database.close();
}
