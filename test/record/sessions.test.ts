import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { SessionHead } from '../../source/model/events.js';
import { applicationId } from '../../source/record/make-tables.js';
import { isAlive, processStart } from '../../source/record/process-identity.js';
import { readSession } from '../../source/record/read-session.js';
import { createRecorder } from '../../source/record/session-file.js';
import { listSessions } from '../../source/record/sessions.js';
import { sessionsFolder } from '../../source/record/sessions-folder.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, note, withFolder } from './helpers.js';

/** A whole session in its file. */
function recorded(folder: string, changed: Partial<SessionHead> = {}): string {
  const mine = { ...head, ...changed };
  const recorder = createRecorder(folder, mine, createVirtualClock(Date.parse(mine.startedAt)), assert.fail);
  recorder.sink(note(1));
  recorder.close();
  return recorder.file ?? assert.fail('nothing was recorded');
}

/** Changes a session file behind the recorder's back. */
function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

test('sessions are listed newest first, with what they were and how they ended', () =>
  withFolder((folder) => {
    const old = recorded(folder, { id: 'old', startedAt: '2026-01-01T00:00:00.000Z' });
    const recent = recorded(folder, {
      id: 'new',
      kind: 'monitor',
      target: null,
      startedAt: '2026-01-03T00:00:00.000Z',
    });
    assert.deepEqual(listSessions(folder), {
      sessions: [
        {
          id: 'new',
          file: recent,
          kind: 'monitor',
          importedFrom: null,
          target: null,
          name: null,
          startedAt: '2026-01-03T00:00:00.000Z',
          endedAt: '2026-01-03T00:00:00.000Z',
          state: 'complete',
        },
        {
          id: 'old',
          file: old,
          kind: 'run',
          importedFrom: null,
          target: 'http://127.0.0.1:8080/',
          name: null,
          startedAt: '2026-01-01T00:00:00.000Z',
          endedAt: '2026-01-01T00:00:00.000Z',
          state: 'complete',
        },
      ],
      unreadable: [],
    });
  }));

test('a folder that does not exist has no sessions', () =>
  withFolder((folder) => {
    assert.deepEqual(listSessions(join(folder, 'none')), { sessions: [], unreadable: [] });
  }));

test('a session is being recorded while its own writer lives, not while another has its number', () =>
  withFolder((folder) => {
    const recorder = createRecorder(folder, head, createVirtualClock(), assert.fail);
    assert.equal(listSessions(folder).sessions[0]!.state, 'recording');
    tamper(recorder.file!, "UPDATE session_head SET writer_start = '1' WHERE writer_start IS NOT NULL");
    if (processStart(process.pid) !== null) assert.equal(listSessions(folder).sessions[0]!.state, 'interrupted');
    tamper(recorder.file!, 'UPDATE session_head SET writer_pid = -1');
    assert.equal(listSessions(folder).sessions[0]!.state, 'interrupted');
    recorder.close();
  }));

test('a process that has ended is not alive', () => {
  assert.equal(isAlive(process.pid, processStart(process.pid)), true);
  const ended = spawnSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))'], { encoding: 'utf8' });
  assert.equal(isAlive(Number(ended.stdout), '12345'), false);
  for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 31]) assert.equal(isAlive(pid, null), false, String(pid));
});

test('files that are no sessions are counted, and change nothing', () =>
  withFolder((folder) => {
    recorded(folder);
    writeFileSync(join(folder, 'empty.sqlite'), '');
    writeFileSync(join(folder, 'text.sqlite'), 'not a database, but long enough to look at'.repeat(50));
    writeFileSync(join(folder, 'notes.txt'), 'no session by its name');
    writeFileSync(join(folder, 'half.sqlite'), readFileSync(recorded(folder, { id: 'half' })).subarray(0, 3000));
    mkdirSync(join(folder, 'folder.sqlite'));
    symlinkSync('/dev/zero', join(folder, 'link.sqlite'));
    const foreign = new DatabaseSync(join(folder, 'foreign.sqlite'));
    foreign.exec('CREATE TABLE session (id); CREATE TABLE event (id)');
    foreign.close();
    const { sessions, unreadable } = listSessions(folder);
    assert.equal(sessions.length, 2);
    assert.equal(unreadable.length, 4);
  }));

test('a file made to trick its reader is refused', () =>
  withFolder((folder) => {
    const tricks: Readonly<Record<string, string>> = {
      version: 'PRAGMA user_version = 99',
      id: "UPDATE session_head SET id = '../../etc'",
      escape: "UPDATE session_head SET id = char(27) || '[2J'",
      kind: "UPDATE session_head SET kind = 'toString'",
      start: "UPDATE session_head SET started_at = 'yesterday'",
      gone: 'DELETE FROM session_head',
      endless: `DROP TABLE session_head; CREATE VIEW session_head AS
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS id FROM n`,
    };
    for (const [name, sql] of Object.entries(tricks)) {
      const file = recorded(folder, { id: name });
      tamper(file, sql);
      assert.equal(readSession(file).kind, 'unreadable', name);
    }
    const { sessions, unreadable } = listSessions(folder);
    assert.deepEqual([sessions, unreadable.length], [[], Object.keys(tricks).length]);
  }));

test('what a file says of its target cannot act on a terminal', () =>
  withFolder((folder) => {
    const file = recorded(folder);
    tamper(file, "UPDATE session_head SET target = 'http://x/' || char(27) || ']0;y' || char(7)");
    assert.equal(listSessions(folder).sessions[0]!.target, 'http://x/\ufffd]0;y\ufffd');
  }));

test('rows that are no events are left out, and the rest is read', () =>
  withFolder((folder) => {
    const file = recorded(folder);
    tamper(
      file,
      `INSERT INTO event (at_ms, kind, json) VALUES
        (2, 'note', 'no json'), (3, 'note', '7'), (4, 'note', 'null'), (5, 'x', '{"kind":"x","atMs":5}'),
        (6, 'note', '{"kind":"note"}'), (7, 'note', '{"kind":"toString","atMs":7}'), (8, 'note', x'00'),
        (9, 'note', '{"kind":"note","atMs":"9"}'), (10, 'note', '{"kind":"note","atMs":10,"severity":"info","text":"x"}')`,
    );
    const session = readSession(file);
    assert.ok(session.kind === 'ok');
    const events = [...session.events()];
    assert.deepEqual(
      events.map(({ atMs }) => atMs),
      [1, 10, 10],
    );
    assert.deepEqual(events.at(-1), {
      atMs: 10,
      kind: 'note',
      severity: 'critical',
      text: 'the record is damaged: 8 rows are no events that this plimsoll knows, and left out',
    });
    session.close();
    session.close();
  }));

test('a file that is not there is unreadable, with a reason', () => {
  const session = readSession('/nonexistent/x.sqlite');
  assert.match(
    session.kind === 'unreadable' ? session.reason : '',
    /^\/nonexistent\/x\.sqlite cannot be read as a session: .*\.$/,
  );
});

test('the folder of sessions is the one named, else in the XDG state folder', () => {
  assert.equal(sessionsFolder('/a/b', {}, '/home/u'), '/a/b');
  assert.equal(sessionsFolder(null, { XDG_STATE_HOME: '/state' }, '/home/u'), '/state/plimsoll/sessions');
  assert.equal(sessionsFolder(null, {}, '/home/u'), '/home/u/.local/state/plimsoll/sessions');
  assert.equal(
    sessionsFolder(null, { XDG_STATE_HOME: 'relative' }, '/home/u'),
    '/home/u/.local/state/plimsoll/sessions',
  );
  assert.equal(sessionsFolder(null, { XDG_STATE_HOME: '' }, '/home/u'), '/home/u/.local/state/plimsoll/sessions');
});

test('the mark of a session file reads "plim"', () => {
  assert.equal(Buffer.from(applicationId.toString(16), 'hex').toString('ascii'), 'plim');
});
