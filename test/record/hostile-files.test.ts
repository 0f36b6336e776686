import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { createByteBudget } from '../../source/record/byte-budget.js';
import { readSession } from '../../source/record/read-session.js';
import { openSpanReader } from '../../source/record/read-span.js';
import { createRecorder } from '../../source/record/session-file.js';
import { listSessions } from '../../source/record/sessions.js';
import { verifySession } from '../../source/record/verify-session.js';
import { createRandom } from '../../source/time/random.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { longSession } from '../replay/helpers/long-session.js';
import { head, interval, note, withFolder } from './helpers.js';

/** A session with something in every table. */
function recorded(folder: string, id = head.id): string {
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const recorder = createRecorder(folder, { ...head, id }, clock, assert.fail);
  for (let at = 1; at <= 60; at++) {
    recorder.sink(note(at * 100));
    recorder.sink(interval(at * 100));
    recorder.sink({
      atMs: at * 100,
      kind: 'server/sample',
      sample: {
        server: 's',
        cpuPercent: at,
        cores: 2,
        memoryUsedBytes: at,
        memoryTotalBytes: 9,
        load1: 1,
        rttMs: null,
      },
    });
    const counting = longSession({ seconds: 2, servers: 1, streams: 0, hasLoad: false });
    const counted = [...counting].findLast((event) => event.kind === 'server/sample') ?? assert.fail('none counts');
    recorder.sink({ ...counted, atMs: at * 100 });
    recorder.sink({
      atMs: at * 100,
      kind: 'stream/sample',
      sample: { stream: 's', server: null, values: { at }, rttMs: 1 },
    });
    clock.advance(100);
  }
  recorder.close();
  return recorder.file ?? assert.fail('nothing was recorded');
}

/** Everything that can be done with a file, none of which may throw: its events as text, and what verifying says. */
function read(folder: string, file: string): { readonly text: string | null; readonly verdict: string } {
  listSessions(folder);
  const { kind: verdict } = verifySession(file);
  const session = readSession(file);
  if (session.kind === 'unreadable') {
    assert.match(session.reason, /^\S+ cannot be read as a session: .+\.$/);
    return { text: null, verdict };
  }
  const text = JSON.stringify([...session.events()]);
  // Whoever reads less of a row may not see that it is damaged, and gets nothing unsafe of it either.
  assertHarmless(JSON.stringify([...session.eventsWithReadings(['cpuPercent', 'swapUsedBytes'])]));
  for (const use of [session.origin, session.remarks, () => walk(file)]) {
    try {
      use();
    } catch {
      // What reads the file on its own says so where it is damaged.
    }
  }
  session.close();
  return { text, verdict };
}

/** What a replay asks of a file. */
function walk(file: string): void {
  const reader = openSpanReader(file);
  try {
    const { last = { seq: 0 } } = reader.ends() ?? {};
    const until = Math.min(last.seq, reader.seqUntil(3000));
    for (const { event } of reader.between(0, until)) assertHarmless(JSON.stringify(event));
    for (let span = reader.tallyAfter(0); span !== null; span = reader.tallyAfter(span.seq)) {
      for (const turn of span.turns) assertHarmless(JSON.stringify(reader.turnAt(turn)));
      reader.tallyAt(span.seq);
    }
  } finally {
    reader.close();
  }
}

/** No byte of what is read acts on a terminal, and nothing is there that JSON has no number for. */
function assertHarmless(text: string): void {
  assert.ok(!/[\u0000-\u001f\u007f-\u009f]|\\u00[0189]|1e\+?999|Infinity/.test(text), text.slice(0, 500));
}

function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file, { enableDoubleQuotedStringLiterals: true });
  database.enableDefensive(false);
  database.exec('PRAGMA writable_schema = ON');
  database.exec(sql);
  database.close();
}

test('a file cut off anywhere is unreadable or damaged, and never something else', () =>
  withFolder((folder) => {
    const file = recorded(folder);
    const whole = readFileSync(file);
    const { text } = read(folder, file);
    for (let length = 0; length < whole.length; length += 1024) {
      writeFileSync(file, whole);
      truncateSync(file, length);
      const cut = read(folder, file);
      assert.ok(cut.verdict === 'unreadable' || cut.verdict === 'altered', `${length}: ${cut.verdict}`);
      assert.notEqual(cut.text, text);
    }
  }));

test('a flipped bit is found wherever it changes what is read, and stops nobody', () =>
  withFolder((folder) => {
    const file = recorded(folder);
    const whole = readFileSync(file);
    const { text } = read(folder, file);
    const random = createRandom(3);
    let found = 0;
    for (let flip = 0; flip < 300; flip++) {
      const bytes = Buffer.from(whole);
      const at = Math.floor(random() * bytes.length);
      bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 8));
      writeFileSync(file, bytes);
      const flipped = read(folder, file);
      if (flipped.text !== text) assert.notEqual(flipped.verdict, 'whole', `bit of byte ${at}`);
      if (flipped.verdict !== 'whole') found++;
    }
    assert.ok(found > 100, `${found} of 300`);
  }));

test('whole pages of noise are found too', () =>
  withFolder((folder) => {
    const file = recorded(folder);
    const whole = readFileSync(file);
    const random = createRandom(4);
    for (let page = 0; page * 4096 < whole.length; page++) {
      const bytes = Buffer.from(whole);
      for (let at = page * 4096; at < Math.min((page + 1) * 4096, bytes.length); at++)
        bytes[at] = Math.floor(random() * 256);
      writeFileSync(file, bytes);
      read(folder, file);
    }
  }));

const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT';

const tricks: Readonly<Record<string, string>> = {
  'a view in place of the events': `DROP TABLE event; CREATE VIEW event AS ${endless} i AS seq, i AS at_ms, 'note' AS kind, '{}' AS json FROM n`,
  'a view in place of the batches': `DROP TABLE batch; CREATE VIEW batch AS ${endless} i AS n FROM n`,
  'a computed column': `DROP TABLE event; CREATE TABLE event (seq INTEGER PRIMARY KEY, at_ms REAL NOT NULL, kind TEXT NOT NULL,
    json TEXT AS (hex(zeroblob(400000000))))`,
  'a table of another make': 'DROP TABLE shaped; CREATE TABLE shaped (seq, at_ms, shape, numbers)',
  'a virtual table': 'DROP TABLE event; CREATE VIRTUAL TABLE event USING fts5(seq, at_ms, kind, json)',
  'another table behind the name':
    "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'batch') WHERE name = 'event'",
  'the schema behind the name': "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'event'",
  'no such page': "UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'event'",
  'two tables of one name': "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name = 'event'",
  'a schema that is none': "UPDATE sqlite_schema SET sql = 'CREATE TABLE event (' WHERE name = 'event'",
  'views that call each other': 'CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM a',
  'a trigger': 'CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END',
  'an index that lies': 'CREATE INDEX lie ON event (seq DESC) WHERE seq < 3',
  'an id that is a path': "UPDATE session_head SET id = '../../etc'",
  'numbers beyond all':
    'UPDATE event SET at_ms = 9e999; UPDATE server_reading SET at_ms = -9e999, cpu_percent_x1000 = 9e999',
  'numbers that are none':
    "UPDATE server_reading SET cpu_percent_x1000 = 'x', machine = 'y'; UPDATE server_machine SET cores = x'00'",
  'readings of no machine': 'UPDATE server_reading SET machine = 77',
  'integers beyond 2^53':
    'UPDATE server_reading SET cpu_percent_x1000 = 9223372036854775807, seq = seq + 9007199254740991; UPDATE batch SET last_seq = 9223372036854775807',
  'counts beyond all':
    'UPDATE server_count SET user_ticks = 9e999, elapsed_us = 5e-324, network_in_bytes = 9007199254740991',
  'counts that are none': `UPDATE server_count SET user_ticks = 'x', idle_ticks = x'00', disk_busy_ms = -5, elapsed_us = 0.5,
    core_ticks = '[1,"x",-1,2,{},[],1e999,5]'`,
  'counts below 0': 'UPDATE server_count SET user_ticks = -user_ticks, elapsed_us = -elapsed_us',
  'counts beyond 2^53':
    'UPDATE server_count SET idle_ticks = 9223372036854775807, container_cpu_us = -9223372036854775808',
  'cores of a container that are none':
    'UPDATE server_machine SET cores = CASE seq % 2 WHEN 0 THEN 0 ELSE -1e308 END; UPDATE server_count SET container_cpu_us = 5',
  'cores as deep as a well': "UPDATE server_count SET core_ticks = printf('%.*c', 300000, '[')",
  'more cores than there are':
    "UPDATE server_count SET core_ticks = '[' || replace(printf('%.*c', 400000, '1'), '1', '1,') || '1]'",
  'texts of a megabyte for counts':
    "UPDATE server_count SET user_ticks = printf('%.*c', 1000000, 'x') WHERE seq % 10 = 3",
  'counts of one event twice':
    'INSERT INTO server_count (seq, at_ms, machine) SELECT seq, at_ms, machine FROM server_reading',
  'negative numbers': 'UPDATE event SET seq = -seq; UPDATE batch SET first_seq = -first_seq',
  'JSON as deep as a well':
    "UPDATE event SET json = printf('{\"kind\":\"note\",\"atMs\":1,\"text\":%.*c', 400000, '[') WHERE seq = 1; UPDATE session_head SET plan = replace(printf('%.*c', 400000, '['), '[', '{\"a\":') || '1' || printf('%.*c', 400000, '}')",
  'lists as deep as a well':
    'UPDATE event SET json = \'{"kind":"note","atMs":1,"severity":"info","text":"x","deep":\' || printf(\'%.*c\', 300000, \'[\') || printf(\'%.*c\', 300000, \']\') || \'}\'',
  'a shape as deep as a well':
    "UPDATE shape SET json = '{\"sample\":' || printf('%.*c', 300000, '[') || '0' || printf('%.*c', 300000, ']') || '}'",
  'shapes of nothing': 'UPDATE shape SET json = \'{"sample":-1,"__proto__":{"x":1}}\', kind = \'result\'',
  'places that are none': "UPDATE shape SET json = replace(json, ':1', ':1e99')",
  'a row of twenty megabytes': "UPDATE event SET json = printf('%.*c', 20000000, 'x') WHERE seq = 1",
  'many rows of four megabytes': "UPDATE event SET json = printf('%.*c', 4000000, 'x') WHERE seq < 40",
  'blobs for texts': "UPDATE event SET json = CAST(json AS BLOB), kind = x'ff'",
  'text that is not UTF-8': "UPDATE event SET json = CAST(x'7b22ff80' AS TEXT)",
  'a name that acts on terminals':
    "UPDATE server_machine SET server = char(27) || ']0;x' || char(7); UPDATE session_head SET name = char(155) || '2J'",
  prototypes: `UPDATE event SET json = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"kind":"note","atMs":1}'`,
  'two hundred thousand machines': `INSERT INTO server_machine ${endless} i, i + 10, 's' || i, 1, 1, 1, 1 FROM n LIMIT 200000`,
};

for (const [name, sql] of Object.entries(tricks)) {
  test(`a file made to trick its reader neither stops nor misleads it: ${name}`, () =>
    withFolder((folder) => {
      const file = recorded(folder);
      const { text } = read(folder, file);
      tamper(file, sql);
      const used = read(folder, file);
      if (used.text !== text) assert.notEqual(used.verdict, 'whole');
      if (used.text !== null) assertHarmless(used.text);
      assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
    }));
}

test('what is no plain file is not opened', () =>
  withFolder((folder) => {
    const pipe = join(folder, 'pipe.sqlite');
    assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
    symlinkSync('/dev/zero', join(folder, 'zero.sqlite'));
    for (const file of [pipe, join(folder, 'zero.sqlite'), folder, '/dev/null', join(folder, 'none.sqlite')]) {
      const session = readSession(file);
      assert.match(
        session.kind === 'unreadable' ? session.reason : '',
        /it is no plain file|there is no such file/,
        file,
      );
      assert.equal(verifySession(file).kind, 'unreadable');
    }
  }));

test('what lies beside a file and is none of its own is not believed', () =>
  withFolder((folder) => {
    const file = recorded(folder);
    const { text } = read(folder, file);
    for (const end of ['-wal', '-shm']) writeFileSync(`${file}${end}`, Buffer.alloc(65_536, 0x37));
    const used = read(folder, file);
    assert.ok(used.text === text || used.text === null);
  }));

test('rows that together are larger than their file end its reading', () =>
  withFolder((folder) => {
    const database = new DatabaseSync(join(folder, 'small.sqlite'));
    database.exec('CREATE TABLE t (x)');
    const spend = createByteBudget(database);
    const row = ['x'.repeat(500_000)];
    spend(row);
    spend(row);
    assert.throws(() => spend(row), { code: 'session-damaged' });
    database.close();
  }));
