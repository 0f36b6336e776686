import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { foldLog } from '../../source/record/fold-log.js';
import { readSession } from '../../source/record/read-session.js';
import { openSpanReader } from '../../source/record/read-span.js';
import { createRecorder } from '../../source/record/session-file.js';
import { listSessions } from '../../source/record/sessions.js';
import { verifySession } from '../../source/record/verify-session.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { writeFirstVersion } from './first-version.js';
import { head, note, withFolder } from './helpers.js';

/** The file of a session whose writer was killed: all that it wrote is in its log. */
function killed(folder: string, notes = 40): string {
  const child = join(import.meta.dirname, 'dying-child.js');
  const { signal, stderr } = spawnSync(process.execPath, [child, folder, 'killed', String(notes)], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(signal, 'SIGKILL', stderr);
  return onlySession(folder);
}

function onlySession(folder: string): string {
  const [name, ...more] = readdirSync(folder).filter((entry) => entry.endsWith('.sqlite'));
  assert.deepEqual([typeof name, more], ['string', []]);
  return join(folder, name!);
}

/** What somebody finds who is sent the file alone. */
function sent(file: string): { readonly kind: string; readonly events: number; readonly state: string } {
  const alone = `${file}.sent`;
  copyFileSync(file, alone);
  const verification = verifySession(alone);
  assert.ok(verification.kind === 'whole', JSON.stringify(verification));
  return { kind: verification.kind, events: verification.events, state: verification.summary.state };
}

test('a session that is followed to its end is whole in its file alone, and the follower leaves no other', () =>
  withFolder((folder) => {
    const clock = createVirtualClock(Date.parse(head.startedAt));
    const recorder = createRecorder(folder, head, clock, assert.fail);
    recorder.sink(note(1));
    clock.advance(1000);
    const follower = openSpanReader(recorder.file!);
    assert.equal(follower.ends()?.last.seq, 1);
    for (let at = 2; at <= 50; at++) recorder.sink(note(at));
    recorder.close();
    assert.deepEqual(sent(recorder.file!), { kind: 'whole', events: 50, state: 'complete' });
    assert.equal([...follower.between(0, 50)].length, 50);
    follower.close();
    assert.deepEqual(
      readdirSync(folder).toSorted(),
      [recorder.file!, `${recorder.file!}.sent`].map((file) => file.slice(folder.length + 1)),
    );
  }));

test('a reader that lets go before the end leaves the log to the writer', () =>
  withFolder((folder) => {
    const clock = createVirtualClock(Date.parse(head.startedAt));
    const recorder = createRecorder(folder, head, clock, assert.fail);
    recorder.sink(note(1));
    clock.advance(1000);
    const session = readSession(recorder.file!);
    assert.ok(session.kind === 'ok');
    assert.equal([...session.events()].length, 1);
    session.close();
    recorder.sink(note(2));
    recorder.close();
    assert.deepEqual(sent(recorder.file!), { kind: 'whole', events: 2, state: 'complete' });
  }));

for (const [what, use] of [
  ['listed', (file: string) => listSessions(join(file, '..'))],
  ['verified', (file: string) => verifySession(file)],
  ['replayed', (file: string) => openSpanReader(file).close()],
  [
    'read',
    (file: string) => {
      const session = readSession(file);
      if (session.kind === 'ok') session.close();
    },
  ],
] as const) {
  test(`the log of a killed session is folded into its file when it is ${what}`, () =>
    withFolder((folder) => {
      const file = killed(folder);
      assert.ok(statSync(`${file}-wal`).size > 0);
      use(file);
      assert.deepEqual(readdirSync(folder), [file.slice(folder.length + 1)]);
      assert.deepEqual(sent(file), { kind: 'whole', events: 40, state: 'interrupted' });
    }));
}

test('the log of a session that is being recorded is left to its writer', () =>
  withFolder((folder) => {
    const clock = createVirtualClock(Date.parse(head.startedAt));
    const recorder = createRecorder(folder, head, clock, assert.fail);
    recorder.sink(note(1));
    clock.advance(1000);
    const size = statSync(`${recorder.file!}-wal`).size;
    verifySession(recorder.file!);
    assert.equal(statSync(`${recorder.file!}-wal`).size, size);
    assert.ok(size > 0);
    recorder.close();
  }));

test('a log that somebody else reads is folded in, and goes with the last of them', () =>
  withFolder((folder) => {
    const file = killed(folder);
    const [one, other] = [openSpanReader(file), openSpanReader(file)];
    one.close();
    assert.equal(existsSync(`${file}-wal`), true);
    assert.deepEqual(sent(file), { kind: 'whole', events: 40, state: 'interrupted' });
    other.close();
    assert.equal(existsSync(`${file}-wal`), false);
  }));

test('where nothing may be written, the log of a killed session stays, and nobody hears of it', (context) =>
  withFolder((folder) => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status !== 0) {
      return context.skip('only root may mount a disk');
    }
    try {
      const file = killed(disk);
      assert.equal(spawnSync('mount', ['-o', 'remount,ro', disk]).status, 0);
      const before = readdirSync(disk).map((name) => [name, readFileSync(join(disk, name)).toString('base64')]);
      const session = readSession(file);
      assert.ok(session.kind === 'ok', JSON.stringify(session));
      assert.equal([...session.events()].length, 40);
      session.close();
      foldLog(file);
      const after = readdirSync(disk).map((name) => [name, readFileSync(join(disk, name)).toString('base64')]);
      assert.deepEqual(after, before);
    } finally {
      spawnSync('umount', [disk]);
    }
  }));

test('a copy without its log is read without leaving anything beside it, where nothing may be written too', () =>
  withFolder((folder) => {
    const file = killed(folder);
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    const copy = join(elsewhere, 'a copy?x=1#2%41.sqlite');
    copyFileSync(file, copy);
    const bytes = readFileSync(copy);
    assert.equal(verifySession(copy).kind, 'whole');
    assert.equal(listSessions(elsewhere).sessions.length, 1);
    openSpanReader(copy).close();
    assert.deepEqual(readdirSync(elsewhere), ['a copy?x=1#2%41.sqlite']);
    assert.ok(readFileSync(copy).equals(bytes));
  }));

test('of a file of the first version only the log is folded in', () =>
  withFolder((folder) => {
    const file = join(folder, 'first.sqlite');
    writeFirstVersion(file, head, [note(1)]);
    const before = readFileSync(file);
    const session = readSession(file);
    assert.ok(session.kind === 'ok');
    session.close();
    assert.ok(readFileSync(file).equals(before));
    const writer = new DatabaseSync(file);
    writer.exec('PRAGMA journal_mode = WAL');
    const reader = new DatabaseSync(file, { readOnly: true });
    writer.prepare('INSERT INTO event (at_ms, kind, json) VALUES (2, ?, ?)').run('note', JSON.stringify(note(2)));
    reader.prepare('SELECT count(*) FROM event').get();
    writer.close();
    reader.close();
    foldLog(file);
    assert.deepEqual(readdirSync(folder), ['first.sqlite']);
    const again = readSession(file);
    assert.ok(again.kind === 'ok');
    assert.deepEqual([...again.events()], [note(1), note(2)]);
    again.close();
  }));

test('a journal that somebody left beside a session is not acted upon', () =>
  withFolder((folder) => {
    const file = killed(folder);
    writeFileSync(`${file}-journal`, 'x');
    const size = statSync(`${file}-wal`).size;
    foldLog(file);
    assert.deepEqual([statSync(`${file}-wal`).size, readFileSync(`${file}-journal`, 'utf8')], [size, 'x']);
  }));

test('a file that is no session is not written to, whatever lies beside it', () =>
  withFolder((folder) => {
    const file = join(folder, 'other.sqlite');
    const writer = new DatabaseSync(file);
    writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const size = statSync(`${file}-wal`).size;
    foldLog(file);
    listSessions(folder);
    assert.equal(statSync(`${file}-wal`).size, size);
    writer.close();
  }));
