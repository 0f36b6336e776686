import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { SessionEvent } from '../../source/model/events.js';
import type { MonitorResult } from '../../source/model/monitor-result.js';
import { readSession } from '../../source/record/read-session.js';
import { createRecorder, type Recorder } from '../../source/record/session-file.js';
import { createVirtualClock, type VirtualClock } from '../../source/time/virtual-clock.js';
import { head, interval, note, withFolder } from './helpers.js';

const monitorResult: MonitorResult = { kind: 'monitor', durationSeconds: 1, servers: [], streams: [] };

type Recording = { readonly recorder: Recorder; readonly clock: VirtualClock; readonly problems: string[] };

function record(folder: string, id = head.id): Recording {
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const problems: string[] = [];
  const recorder = createRecorder(folder, { ...head, id }, clock, (sentence) => problems.push(sentence));
  return { recorder, clock, problems };
}

function eventsOf(file: string): readonly SessionEvent[] {
  const session = readSession(file);
  assert.ok(session.kind === 'ok', JSON.stringify(session));
  const events = [...session.events()];
  session.close();
  return events;
}

function rows(file: string, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const found = database
    .prepare(sql)
    .all()
    .map((row) => ({ ...row }));
  database.close();
  return found;
}

test('what was recorded is read back as it was, in order', () =>
  withFolder((folder) => {
    const { recorder, clock, problems } = record(folder);
    const events = [
      { atMs: 0, kind: 'session/started' as const, head },
      interval(1000),
      note(1500, 'ünï "x"'),
      note(1500),
    ];
    for (const event of events) recorder.sink(event);
    clock.advance(2000);
    recorder.sink({ atMs: 2000, kind: 'session/ended', reason: 'finished' });
    recorder.close();
    assert.deepEqual(eventsOf(recorder.file!), [...events, { atMs: 2000, kind: 'session/ended', reason: 'finished' }]);
    assert.deepEqual(problems, []);
  }));

test('the file is named by time and kind, and is for its owner alone', () =>
  withFolder((folder) => {
    const deep = join(folder, 'a', 'b');
    const { recorder } = record(deep);
    assert.equal(recorder.file, join(deep, '20260102T030405Z-run-1a2b3c4d.sqlite'));
    recorder.sink(note(1));
    for (const name of readdirSync(deep)) assert.equal(statSync(join(deep, name)).mode & 0o777, 0o600, name);
    assert.equal(statSync(deep).mode & 0o777, 0o700);
    recorder.close();
    assert.deepEqual(readdirSync(deep), ['20260102T030405Z-run-1a2b3c4d.sqlite'], 'side files were left');
  }));

test('an id cannot lead the file out of its folder', () =>
  withFolder((folder) => {
    const { recorder } = record(folder, '../../x');
    assert.equal(recorder.file, join(folder, '20260102T030405Z-run-x.sqlite'));
    recorder.close();
  }));

test('events reach the file five times a second, and a result at once', () =>
  withFolder((folder) => {
    const { recorder, clock } = record(folder);
    const count = (): unknown => rows(recorder.file!, 'SELECT count(*) AS n FROM event')[0]!.n;
    recorder.sink(note(1));
    clock.advance(199);
    assert.equal(count(), 0);
    clock.advance(1);
    assert.equal(count(), 1);
    recorder.sink(note(2));
    recorder.sink({ atMs: 3, kind: 'result', result: monitorResult });
    assert.equal(count(), 3);
    recorder.close();
  }));

test('any SQLite client can read the views', () =>
  withFolder((folder) => {
    const { recorder } = record(folder);
    recorder.sink(interval(1000));
    recorder.sink({
      atMs: 1200,
      kind: 'server/sample',
      sample: {
        server: 'here',
        cpuPercent: 12.5,
        cores: 2,
        memoryUsedBytes: null,
        memoryTotalBytes: 9,
        load1: 0.5,
        rttMs: null,
      },
    });
    recorder.sink({
      atMs: 1300,
      kind: 'discovery/event',
      event: {
        kind: 'verdict',
        perSecond: 50,
        phase: 'bisect',
        verdict: 'meets',
        badRatio: 0.01,
        requests: 9,
        reason: 'x',
      },
    });
    recorder.sink({ atMs: 1400, kind: 'discovery/event', event: { kind: 'phase', phase: 'done', reason: 'x' } });
    recorder.sink({ atMs: 1500, kind: 'result', result: monitorResult });
    recorder.close();
    const file = recorder.file!;
    assert.deepEqual(
      rows(file, 'SELECT at_ms, phase, due, sent, ok, unsent, response_count, in_flight FROM load_interval'),
      [{ at_ms: 1000, phase: 'measure', due: 20, sent: 19, ok: 18, unsent: 1, response_count: 18, in_flight: 1 }],
    );
    assert.deepEqual(rows(file, 'SELECT server, cpu_percent, memory_used_bytes FROM server_sample'), [
      { server: 'here', cpu_percent: 12.5, memory_used_bytes: null },
    ]);
    assert.deepEqual(rows(file, 'SELECT step, per_second, verdict FROM discovery_probe'), [
      { step: 'verdict', per_second: 50, verdict: 'meets' },
    ]);
    assert.deepEqual(rows(file, 'SELECT result, json FROM result'), [
      { result: 'monitor', json: JSON.stringify(monitorResult) },
    ]);
    assert.deepEqual(rows(file, 'SELECT id, state, end_reason FROM session'), [
      { id: '1a2b3c4d', state: 'complete', end_reason: 'closed' },
    ]);
    assert.deepEqual(rows(file, 'PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
  }));

test('closing twice and events after the close are harmless', () =>
  withFolder((folder) => {
    const { recorder, clock, problems } = record(folder);
    recorder.sink(note(1));
    recorder.close();
    recorder.close();
    recorder.sink(note(2));
    clock.advance(5000);
    assert.equal(eventsOf(recorder.file!).length, 1);
    assert.deepEqual(problems, []);
  }));

test('a reader with the file open does not stop the writer, nor its end', () =>
  withFolder((folder) => {
    const { recorder, clock, problems } = record(folder);
    recorder.sink(note(1));
    clock.advance(1000);
    const reader = readSession(recorder.file!);
    assert.ok(reader.kind === 'ok');
    const events = reader.events();
    events.next();
    recorder.sink(note(2));
    recorder.close();
    reader.close();
    assert.equal(eventsOf(recorder.file!).length, 2);
    assert.deepEqual(problems, []);
  }));

test('while another client holds the file, events wait for the next batch', () =>
  withFolder((folder) => {
    const { recorder, clock, problems } = record(folder);
    const other = new DatabaseSync(recorder.file!);
    other.exec('BEGIN IMMEDIATE');
    recorder.sink(note(1));
    clock.advance(1000);
    assert.equal(rows(recorder.file!, 'SELECT count(*) AS n FROM event')[0]!.n, 0);
    other.exec('ROLLBACK');
    other.close();
    clock.advance(1000);
    assert.equal(rows(recorder.file!, 'SELECT count(*) AS n FROM event')[0]!.n, 1);
    recorder.close();
    assert.deepEqual(problems, []);
  }));

test('a file that another client keeps for more than a minute ends recording with one sentence', () =>
  withFolder((folder) => {
    const { recorder, clock, problems } = record(folder);
    const other = new DatabaseSync(recorder.file!);
    other.exec('BEGIN IMMEDIATE');
    recorder.sink(note(1));
    clock.advance(60_000);
    assert.deepEqual(problems, []);
    clock.advance(1000);
    assert.match(problems[0] ?? '', /another program keeps its file locked/);
    clock.advance(60_000);
    recorder.close();
    other.exec('ROLLBACK');
    other.close();
    assert.equal(problems.length, 1);
  }));

test('a folder that cannot be made ends recording with one sentence, and nothing is thrown', () =>
  withFolder((folder) => {
    writeFileSync(join(folder, 'file'), '');
    const { recorder, clock, problems } = record(join(folder, 'file', 'sessions'));
    assert.equal(recorder.file, null);
    recorder.sink(note(1));
    clock.advance(2000);
    recorder.close();
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /^The session is NOT recorded: .*ENOTDIR.*\.$/);
  }));

test('a session file that is there already is never written over', () =>
  withFolder((folder) => {
    const first = record(folder);
    first.recorder.sink(note(1));
    const second = record(folder);
    assert.match(second.problems[0] ?? '', /a file of this name is there already/);
    second.recorder.sink(note(2));
    second.recorder.close();
    first.recorder.close();
    assert.deepEqual(eventsOf(first.recorder.file!), [note(1)]);
  }));

for (const [what, remove] of [
  ['its file', (folder: string, file: string) => [folder, rmSync(file)]],
  ['its log', (folder: string, file: string) => [folder, rmSync(`${file}-wal`)]],
  ['its folder', (folder: string) => [folder, rmSync(folder, { recursive: true })]],
  ['its file, and another in its place', (_: string, file: string) => [rmSync(file), writeFileSync(file, 'x')]],
] as const) {
  test(`deleting ${what} while recording ends it with one sentence`, () =>
    withFolder((parent) => {
      const folder = join(parent, 'sessions');
      mkdirSync(folder);
      const { recorder, clock, problems } = record(folder);
      recorder.sink(note(1));
      clock.advance(1000);
      remove(folder, recorder.file!);
      for (let second = 0; second < 3; second++) {
        recorder.sink(note(2));
        clock.advance(1000);
      }
      recorder.close();
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, /deleted or replaced/);
    }));
}

test('a disk that is full ends recording with one sentence, and what was written stays readable', () =>
  withFolder((folder) => {
    // A limit on file size stands for the full disk: the write itself fails, in the file system.
    const child = join(import.meta.dirname, 'full-disk-child.js');
    const run = spawnSync('sh', ['-c', 'ulimit -f 400; exec "$0" "$@"', process.execPath, child, folder], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.equal(run.status, 0, `${run.status} ${run.signal} ${run.stderr}`);
    const answer: { problems: string[]; file: string } = JSON.parse(run.stdout);
    assert.equal(answer.problems.length, 1, run.stdout);
    assert.match(answer.problems[0]!, /^The session is not recorded any further: .*\.$/);
    const kept = eventsOf(answer.file);
    assert.ok(kept.length > 0, 'nothing was kept');
    for (const [index, event] of kept.entries()) assert.equal(event.atMs, index);
  }));
