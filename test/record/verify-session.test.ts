import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { SessionEvent } from '../../source/model/events.js';
import { createRecorder } from '../../source/record/session-file.js';
import { type Alteration, type Verification, verifySession } from '../../source/record/verify-session.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { longHead, longSession } from '../replay/helpers/long-session.js';
import { record } from '../replay/helpers/recorded.js';
import { writeFirstVersion } from './first-version.js';
import { head, interval, note, withFolder } from './helpers.js';

function reading(atMs: number, server = 'api-1'): SessionEvent {
  const sample = {
    server,
    cpuPercent: atMs / 1000,
    cores: 2,
    memoryUsedBytes: 3,
    memoryTotalBytes: 4,
    load1: 5,
    rttMs: 1,
  };
  return { atMs, kind: 'server/sample', sample };
}

function message(atMs: number): SessionEvent {
  return { atMs, kind: 'stream/sample', sample: { stream: 's', server: null, values: { a: atMs }, rttMs: null } };
}

/** Ten seconds, and in each an interval, two readings, a message and a note: five events a batch, ten batches. */
function recordTen(folder: string, isSealed = true): string {
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const recorder = createRecorder(folder, head, clock, assert.fail);
  for (let second = 1; second <= 10; second++) {
    clock.advance(1000);
    const at = second * 1000;
    for (const event of [interval(at), reading(at), reading(at, 'api-2'), message(at), note(at)]) recorder.sink(event);
  }
  if (isSealed) recorder.close();
  else clock.advance(1000);
  return recorder.file ?? assert.fail('nothing was recorded');
}

function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

type Checked = Extract<Verification, { readonly kind: 'whole' | 'altered' }>;

function verified(file: string): Checked {
  const verification = verifySession(file);
  return verification.kind === 'whole' || verification.kind === 'altered'
    ? verification
    : assert.fail(JSON.stringify(verification));
}

test('a record as it was written is whole, and its end has a hash', () =>
  withFolder((folder) => {
    const { kind, batches, events, lastMs, hash, summary, alterations } = verified(recordTen(folder));
    assert.deepEqual(
      [kind, batches, events, lastMs, summary.state, alterations],
      ['whole', 10, 50, 10_000, 'complete', []],
    );
    assert.match(hash, /^[0-9a-f]{64}$/);
  }));

test('a session that is being recorded, or was cut off, is whole up to its last batch', () =>
  withFolder((folder) => {
    const file = recordTen(folder, false);
    assert.deepEqual(
      [verified(file).kind, verified(file).summary.state, verified(file).events],
      ['whole', 'recording', 50],
    );
    tamper(file, 'DELETE FROM shaped WHERE seq = 44');
    assert.equal(verified(file).kind, 'altered');
  }));

test('what servers counted is part of the record', () =>
  withFolder((folder) => {
    const of = { seconds: 3, servers: 2, streams: 0, hasLoad: false };
    for (const [id, sql, what, row] of [
      ['a', 'UPDATE server_count SET user_ticks = user_ticks + 1 WHERE seq = 6', 'rows-changed', 6],
      ['b', "UPDATE server_count SET core_ticks = '[]' WHERE seq = 5", 'rows-changed', 5],
      ['c', 'DELETE FROM server_count WHERE seq = 6', 'rows-missing', 6],
      ['d', 'INSERT INTO server_count (seq, at_ms, machine) VALUES (77, 1, 1)', 'rows-inserted', 77],
    ] as const) {
      const file = record(folder, { ...longHead(of), id }, longSession(of));
      assert.equal(verified(file).kind, 'whole');
      tamper(file, sql);
      const { alterations } = verified(file);
      assert.deepEqual(
        alterations.map((one) => [one.what, one.rows]),
        [[what, [row]]],
      );
    }
  }));

test('reading, listing and vacuuming a record leave it whole', () =>
  withFolder((folder) => {
    const file = recordTen(folder);
    tamper(file, 'VACUUM; ANALYZE; CREATE VIEW mine AS SELECT * FROM event; CREATE INDEX mine_too ON event (at_ms)');
    assert.equal(verified(file).kind, 'whole');
  }));

test('a remark is not part of the record', () =>
  withFolder((folder) => {
    const file = recordTen(folder);
    tamper(file, "INSERT INTO remark (written_at, text) VALUES ('2026-01-02T03:04:05Z', 'the day of the new cache')");
    assert.equal(verified(file).kind, 'whole');
  }));

/** What is done to a record, and what of it is found: the kind, the batch and the rows. */
const alterations: readonly (readonly [
  name: string,
  sql: string,
  found: readonly (readonly [Alteration['what'], number | null, readonly number[]])[],
])[] = [
  [
    'a reading made better',
    'UPDATE server_reading SET cpu_percent_x1000 = 1 WHERE seq = 12',
    [['rows-changed', 3, [12]]],
  ],
  ['an event put at another time', 'UPDATE event SET at_ms = at_ms + 1 WHERE seq = 5', [['rows-changed', 1, [5]]]],
  ['a machine given more cores', 'UPDATE server_machine SET cores = 64 WHERE id = 2', [['rows-changed', 1, [3]]]],
  ['a shape renamed', 'UPDATE shape SET json = replace(json, \'"a"\', \'"b"\')', [['rows-changed', 1, [4]]]],
  ['a number made a text', 'UPDATE shaped SET numbers = \'[null,"1"]\' WHERE seq = 24', [['rows-changed', 5, [24]]]],
  [
    'a number that no plimsoll writes',
    'UPDATE server_reading SET rtt_ms_x1000 = 9223372036854775807 WHERE seq = 7',
    [['rows-changed', 2, [7]]],
  ],
  ['a row taken out', 'DELETE FROM server_reading WHERE seq = 12', [['rows-missing', 3, [12]]]],
  [
    'rows of two batches taken out',
    'DELETE FROM event WHERE seq IN (20, 21)',
    [
      ['rows-missing', 4, [20]],
      ['rows-missing', 5, [21]],
    ],
  ],
  [
    'all rows of a batch taken out',
    'DELETE FROM event WHERE seq BETWEEN 16 AND 20; DELETE FROM server_reading WHERE seq BETWEEN 16 AND 20; DELETE FROM shaped WHERE seq BETWEEN 16 AND 20',
    [['rows-missing', 4, [16, 17, 18, 19, 20]]],
  ],
  [
    'two rows swapped',
    'UPDATE server_reading SET seq = -1 WHERE seq = 12; UPDATE server_reading SET seq = 12 WHERE seq = 13; UPDATE server_reading SET seq = 13 WHERE seq = -1',
    [['rows-moved', 3, [12, 13]]],
  ],
  [
    'a row taken out and the next in its place',
    'DELETE FROM server_reading WHERE seq = 12; UPDATE server_reading SET seq = 12 WHERE seq = 13',
    [
      ['rows-missing', 3, [12]],
      ['rows-moved', 3, [12]],
    ],
  ],
  ['a second row of the same number', "INSERT INTO event VALUES (12, 3000, 'note', '{}')", [['rows-changed', 3, [12]]]],
  ['a row before the first', "INSERT INTO event VALUES (0, 0, 'note', '{}')", [['rows-inserted', 1, [0]]]],
  ['a row after the last', "INSERT INTO event VALUES (51, 99, 'note', '{}')", [['rows-inserted', null, [51]]]],
  [
    'a batch row taken out',
    'DELETE FROM batch WHERE n = 4',
    [
      ['batch-missing', 4, []],
      ['rows-inserted', 5, [16, 17, 18, 19, 20]],
    ],
  ],
  [
    'a batch with all its rows taken out',
    'DELETE FROM batch WHERE n = 4; DELETE FROM event WHERE seq BETWEEN 16 AND 20; DELETE FROM server_reading WHERE seq BETWEEN 16 AND 20; DELETE FROM shaped WHERE seq BETWEEN 16 AND 20',
    [['batch-missing', 4, []]],
  ],
  ['the time of a batch', 'UPDATE batch SET last_ms = 1 WHERE n = 4', [['batch-changed', 4, []]]],
  ['the checksums of a batch', 'UPDATE batch SET checksums = zeroblob(20) WHERE n = 4', [['batch-changed', 4, []]]],
  [
    'the hash of a batch',
    'UPDATE batch SET hash = zeroblob(32) WHERE n = 4',
    [
      ['batch-changed', 4, []],
      ['batch-changed', 5, []],
    ],
  ],
  [
    'the hash of the last batch',
    'UPDATE batch SET hash = zeroblob(32) WHERE n = 10',
    [
      ['batch-changed', 10, []],
      ['end-changed', null, []],
    ],
  ],
  [
    'the end cut off',
    'DELETE FROM batch WHERE n > 8; DELETE FROM event WHERE seq > 40; DELETE FROM server_reading WHERE seq > 40; DELETE FROM shaped WHERE seq > 40',
    [['end-missing', 9, []]],
  ],
  ['another end', "UPDATE seal SET end_reason = 'finished'", [['end-changed', null, []]]],
  ['two ends', 'INSERT INTO seal SELECT * FROM seal', [['end-changed', null, []]]],
  ['another target', "UPDATE session_head SET target = 'http://faster/'", [['head-changed', 0, []]]],
  ['two heads', 'INSERT INTO session_head SELECT * FROM session_head', [['head-changed', 0, []]]],
  [
    'no batches at all',
    'DELETE FROM batch',
    [
      ['head-changed', 0, []],
      ['rows-inserted', null, Array.from({ length: 50 }, (_, index) => index + 1)],
    ],
  ],
];

for (const [name, sql, expected] of alterations) {
  test(`what was altered is named: ${name}`, () =>
    withFolder((folder) => {
      const file = recordTen(folder);
      tamper(file, sql);
      const { kind, alterations: found } = verified(file);
      assert.equal(kind, 'altered');
      assert.deepEqual(
        found.map(({ what, batch, rows }) => [what, batch, rows]),
        expected,
      );
    }));
}

test('when something was altered is told by its batch', () =>
  withFolder((folder) => {
    const file = recordTen(folder);
    tamper(file, 'DELETE FROM event WHERE seq = 25');
    const [found] = verified(file).alterations;
    assert.deepEqual(found, { what: 'rows-missing', batch: 5, fromMs: 5000, toMs: 5000, rows: [25] });
  }));

test('a record that was cut off and given the state of an interrupted one looks interrupted, and has another hash', () =>
  withFolder((folder) => {
    const file = recordTen(folder);
    const { hash } = verified(file);
    tamper(file, 'DELETE FROM seal; UPDATE session_head SET writer_pid = writer_pid');
    const after = verified(file);
    assert.equal(after.kind, 'whole');
    assert.notEqual(after.hash, hash);
  }));

test('a record of the first version has no chain to follow', () =>
  withFolder((folder) => {
    const file = join(folder, 'first.sqlite');
    writeFirstVersion(file, head, [note(1)]);
    assert.equal(verifySession(file).kind, 'unchained');
    assert.equal(verifySession(join(folder, 'none.sqlite')).kind, 'unreadable');
  }));
