import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { main } from '../../source/commands/main.js';
import type { SessionHead } from '../../source/model/events.js';
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { type FakeIo, fakeIo } from '../helpers/fake-io.js';
import { writeFirstVersion } from '../record/first-version.js';
import { head, interval, note, withFolder } from '../record/helpers.js';

const day = 86_400_000;

/** Records a session that began so many days ago, and returns its file. */
function record(folder: string, id: string, daysAgo: number, changed: Partial<SessionHead> = {}): string {
  const startedAt = new Date(Date.now() - daysAgo * day).toISOString();
  const clock = createVirtualClock(Date.parse(startedAt));
  const recorder = createRecorder(folder, { ...head, id, startedAt, ...changed }, clock, assert.fail);
  recorder.sink(note(1));
  recorder.sink(interval(1000));
  recorder.close();
  return recorder.file ?? assert.fail('nothing was recorded');
}

type Ran = FakeIo & { readonly code: number };

/** Carries out a command line without a terminal. */
async function run(...argv: string[]): Promise<Ran> {
  const fake = fakeIo(false);
  const code = await main(argv, fake.io);
  return { ...fake, code };
}

async function idsOf(folder: string, ...flags: string[]): Promise<readonly string[]> {
  const { code, printed, said } = await run('sessions', '--sessions', folder, '--json', ...flags);
  assert.equal(code, 0, said());
  const list: readonly { readonly id: string }[] = JSON.parse(printed());
  return list.map(({ id }) => id);
}

test('sessions are listed by kind, name, target, state and age', () =>
  withFolder(async (folder) => {
    record(folder, 'old', 100);
    record(folder, 'named', 10, { name: 'nightly', kind: 'discovery' });
    record(folder, 'watch', 1, { kind: 'monitor', target: null });
    assert.deepEqual(await idsOf(folder), ['watch', 'named', 'old']);
    assert.deepEqual(await idsOf(folder, '--kind', 'monitor'), ['watch']);
    assert.deepEqual(await idsOf(folder, '--name', 'nightly'), ['named']);
    assert.deepEqual(await idsOf(folder, '--target', '127.0.0.1:8080'), ['named', 'old']);
    assert.deepEqual(await idsOf(folder, '--older-than', '5d'), ['named', 'old']);
    assert.deepEqual(await idsOf(folder, '--newer-than', '2w', '--older-than', '36h'), ['named']);
    assert.deepEqual(await idsOf(folder, '--state', 'interrupted'), []);
    const { printed } = await run('sessions', 'list', '--sessions', folder);
    assert.match(printed(), /^id {2,}started \(UTC\) {2,}kind {2,}state {2,}name/);
  }));

test('what a session is, and what was noted, is shown', () =>
  withFolder(async (folder) => {
    const file = record(folder, 'aa11', 1, { name: 'nightly' });
    const noted = await run('sessions', 'note', 'last', 'with the', 'new cache\u001b[2J', '--sessions', folder);
    assert.deepEqual([noted.code, noted.said()], [0, '']);
    const shown = await run('sessions', 'show', 'aa', '--sessions', folder);
    assert.equal(shown.code, 0, shown.said());
    assert.match(shown.printed(), /^session {3}aa11, run, complete\nname {6}nightly\n/);
    assert.match(shown.printed(), /recorded {2}00:01, 2 events, \d/);
    assert.match(shown.printed(), /note {6}\d{4}-\d\d-\d\d with the new cache\ufffd\[2J\n$/);
    const json: unknown = JSON.parse((await run('sessions', 'show', file, '--json')).printed());
    assert.ok(typeof json === 'object' && json !== null && 'remarks' in json && 'plan' in json && 'results' in json);
    assert.equal((await run('verify', file)).code, 0, 'a note is no part of the record');
  }));

test('a note needs a session that takes one', () =>
  withFolder(async (folder) => {
    const first = join(folder, 'first.sqlite');
    writeFirstVersion(first, { ...head, id: 'first' }, []);
    assert.match(
      (await run('sessions', 'note', first, 'x')).said(),
      /older plimsoll, and such files are not written to/,
    );
    const file = record(folder, 'tricky', 1);
    const database = new DatabaseSync(file);
    database.exec('CREATE TRIGGER t AFTER INSERT ON remark BEGIN DELETE FROM event; END');
    database.close();
    assert.match((await run('sessions', 'note', file, 'x')).said(), /changed by another program/);
    for (const argv of [['note'], ['note', 'last'], ['note', 'last', ' '], ['note', 'last', 'x'.repeat(2001)]]) {
      const { code, said } = await run('sessions', ...argv, '--sessions', folder);
      assert.equal(code, 2, argv.join(' '));
      assert.match(said(), /expected a session and a text of at most 2000 characters/);
    }
  }));

test('nothing is deleted without --yes where nobody can be asked', () =>
  withFolder(async (folder) => {
    const files = [record(folder, 'one', 1), record(folder, 'two', 2)];
    for (const argv of [
      ['delete', 'one', 'two'],
      ['prune', '--older-than', '1h'],
      ['prune', '--max-size', '1kB'],
    ]) {
      const { code, said } = await run('sessions', ...argv, '--sessions', folder);
      assert.equal(code, 2);
      assert.match(said(), /expected --yes to delete 2 sessions, .*; nothing was deleted|nothing was deleted/);
    }
    assert.ok(files.every((file) => existsSync(file)));
    assert.equal((await run('sessions', 'delete', 'one', 'two', '--yes', '--sessions', folder)).code, 0);
    assert.deepEqual(readdirSync(folder), []);
  }));

for (const [typed, isDeleted] of [
  ['yes\n', true],
  ['YES \n', true],
  ['y\n', false],
  ['\n', false],
] as const) {
  test(`asked whether to delete, ${JSON.stringify(typed)} ${isDeleted ? 'does' : 'does not'}`, () =>
    withFolder(async (folder) => {
      const file = record(folder, 'one', 1);
      const { io, type, said } = fakeIo();
      const ended = main(['sessions', 'delete', 'one', '--sessions', folder], io);
      type(typed);
      assert.equal(await ended, isDeleted ? 0 : 2);
      assert.match(said(), /one {2}.*\nDelete 1 session, .*\? Type yes: /);
      assert.equal(existsSync(file), !isDeleted);
    }));
}

test('pruning by age deletes what is older, by size the oldest until the rest fits, and only what the filters name', () =>
  withFolder(async (folder) => {
    for (const [id, daysAgo] of [
      ['a', 1],
      ['b', 10],
      ['c', 20],
      ['d', 30],
    ] as const) {
      record(folder, id, daysAgo, { name: id === 'b' ? 'keep' : 'drop' });
    }
    const prune = (...flags: string[]) => run('sessions', 'prune', '--yes', '--sessions', folder, ...flags);
    assert.match((await prune('--older-than', '25d')).printed(), /^deleted 1 session, /);
    assert.deepEqual(await idsOf(folder), ['a', 'b', 'c']);
    assert.match((await prune('--max-size', '1GB')).printed(), /^nothing to delete/);
    assert.equal((await prune('--max-size', '1kB', '--name', 'drop')).code, 0);
    assert.deepEqual(await idsOf(folder), ['b']);
    assert.match((await prune()).said(), /expected --older-than or --max-size/);
  }));

test('a session that is being recorded is not deleted, nor is a file that is none', () =>
  withFolder(async (folder) => {
    const recorder = createRecorder(folder, { ...head, id: 'live' }, createVirtualClock(), assert.fail);
    const deleted = await run('sessions', 'delete', 'live', '--yes', '--sessions', folder);
    assert.deepEqual([deleted.code, existsSync(recorder.file!)], [2, true]);
    assert.match(deleted.said(), /a session that has ended, got live, which is being recorded/);
    assert.equal((await run('sessions', 'prune', '--max-size', '0B', '--yes', '--sessions', folder)).code, 0);
    assert.equal(existsSync(recorder.file!), true);
    recorder.close();
    const other = join(folder, 'notes.sqlite');
    writeFileSync(other, 'no session');
    assert.match(
      (await run('sessions', 'delete', other, '--yes')).said(),
      /expected a session to delete, but .*notes\.sqlite/,
    );
    assert.equal(existsSync(other), true);
  }));

test('a file among the sessions that cannot be read as one is listed with why, and deleted by its name', () =>
  withFolder(async (folder) => {
    record(folder, 'whole', 1);
    writeFileSync(join(folder, 'half.sqlite'), 'no session');
    writeFileSync(join(folder, 'half.sqlite-wal'), '');
    const listed = await run('sessions', '--sessions', folder);
    assert.equal(listed.code, 0);
    assert.match(
      listed.said(),
      /1 more in .* could not be read as sessions; .*:\n {2}half\.sqlite: file is not a database\n$/,
    );
    const asked = await run('sessions', 'delete', 'half.sqlite', '--sessions', folder);
    assert.match(asked.said(), /half\.sqlite {2}no session that can be read {2}10 B\n.*nothing was deleted/s);
    assert.equal(existsSync(join(folder, 'half.sqlite')), true);
    const deleted = await run('sessions', 'delete', 'half.sqlite', '--yes', '--sessions', folder);
    assert.equal(deleted.code, 0, deleted.said());
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('half')),
      [],
    );
    assert.deepEqual(await idsOf(folder), ['whole']);
  }));

test('a session that another program keeps locked is not deleted as if it were none', () =>
  withFolder(async (folder) => {
    const file = record(folder, 'kept', 1);
    const database = new DatabaseSync(file);
    database.exec('BEGIN EXCLUSIVE');
    const deleted = await run('sessions', 'delete', file, '--yes', '--sessions', folder);
    assert.equal(deleted.code, 2);
    assert.match(deleted.said(), /expected a session to delete, but .*locked/);
    database.close();
    assert.equal(existsSync(file), true);
  }));

test('notes that are taken into one session at once are all taken', () =>
  withFolder(async (folder) => {
    const file = record(folder, 'noted', 1);
    const cli = join(import.meta.dirname, '..', '..', 'source', 'cli.js');
    const children = Array.from({ length: 6 }, (_, at) =>
      spawn(process.execPath, [cli, 'sessions', 'note', file, `note ${at}`], { stdio: 'ignore' }),
    );
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0]));
    assert.deepEqual(codes, [0, 0, 0, 0, 0, 0]);
    const { remarks } = JSON.parse((await run('sessions', 'show', file, '--json')).printed());
    assert.deepEqual(
      remarks.map(({ text }: { text: string }) => text).toSorted(),
      [0, 1, 2, 3, 4, 5].map((at) => `note ${at}`),
    );
    assert.deepEqual(readdirSync(folder), [basename(file)]);
  }));

test("a copy that a killed process left while it took a note is in nobody's way", () =>
  withFolder(async (folder) => {
    const file = record(folder, 'noted', 1);
    const part = `${file}.part`;
    writeFileSync(part, 'half');
    const longAgo = new Date(Date.now() - day);
    utimesSync(part, longAgo, longAgo);
    const noted = await run('sessions', 'note', file, 'x');
    assert.equal(noted.code, 0, noted.said());
    assert.deepEqual(readdirSync(folder), [basename(file)]);
  }));

test('an unknown verb is refused with the ones there are', async () => {
  const { code, said } = await run('sessions', 'shwo');
  assert.equal(code, 2);
  assert.match(said(), /expected list, show, note, delete, prune after sessions, got "shwo" \(did you mean show\?\)/);
});

test('a session in place of a verb is shown how to be shown', () =>
  withFolder(async (folder) => {
    record(folder, 'one', 1);
    const { code, said } = await run('sessions', 'last', '--sessions', folder);
    assert.equal(code, 2);
    assert.match(said(), /got "last" \(plimsoll sessions show last\)/);
  }));

test('a list that a filter leaves empty says how many there are, and takes no size', () =>
  withFolder(async (folder) => {
    assert.match((await run('sessions', '--sessions', folder)).printed(), /^no sessions in /);
    record(folder, 'one', 1);
    record(folder, 'two', 2);
    const { printed } = await run('sessions', '--kind', 'bench', '--sessions', folder);
    assert.match(printed(), /^none of the 2 sessions in .* is such$/m);
    const sized = await run('sessions', '--max-size', '300KB', '--sessions', folder);
    assert.deepEqual([sized.code, sized.printed()], [2, '']);
    assert.match(sized.said(), /--max-size: expected --max-size after sessions prune/);
  }));

test('what is done to sessions is told as JSON where that is asked for', () =>
  withFolder(async (folder) => {
    const file = record(folder, 'one', 1);
    const toldBy = async (...argv: string[]) =>
      JSON.parse((await run('sessions', ...argv, '--json', '--sessions', folder)).printed());
    const { writtenAt, ...noted } = await toldBy('note', 'one', 'with', 'the', 'cache');
    assert.deepEqual(noted, { file, text: 'with the cache' });
    assert.ok(Number.isFinite(Date.parse(writtenAt)));
    assert.deepEqual(await toldBy('prune', '--older-than', '9d', '--yes'), { deleted: [], bytes: 0 });
    const { bytes, deleted } = await toldBy('delete', 'one', '--yes');
    assert.ok(bytes > 0);
    assert.deepEqual(deleted, [{ id: 'one', file, bytes }]);
  }));

test('a record whose end has another hash than was noted down is not called whole', () =>
  withFolder(async (folder) => {
    const file = record(folder, 'one', 1);
    const text = await run('verify', file, '--hash', '0'.repeat(64));
    assert.match(text.printed(), /: not what was noted down: 2 events/);
    assert.doesNotMatch(text.printed(), /whole and unaltered/);
    const [told] = JSON.parse((await run('verify', file, '--hash', '0'.repeat(64), '--json')).printed());
    assert.deepEqual([told.verdict, told.alterations.length, told.alterations[0].what], ['altered', 1, 'other-hash']);
  }));

test('verifying tells each record, and ends with the code of the worst', () =>
  withFolder(async (folder) => {
    const [whole, altered] = [record(folder, 'whole', 1), record(folder, 'altered', 2)];
    const first = join(folder, 'first.sqlite');
    writeFirstVersion(first, { ...head, id: 'first' }, [note(1)]);
    const database = new DatabaseSync(altered);
    database.exec(
      "UPDATE event SET at_ms = 2 WHERE seq = 1; DELETE FROM event WHERE seq = 2; UPDATE seal SET end_reason = ''",
    );
    database.close();
    const ok = await run('verify', 'whole', '--sessions', folder);
    assert.equal(ok.code, 0);
    assert.match(
      ok.printed(),
      /whole and unaltered: 2 events in 1 batch over 00:01, recorded to its end\n {2}hash [0-9a-f]{64}\n$/,
    );
    const bad = await run('verify', whole, altered, first, '/nowhere.sqlite');
    assert.equal(bad.code, 1);
    assert.match(bad.printed(), /altered: 2 events/);
    assert.match(bad.printed(), /\n {2}batch 1, 0\.001 s to 1\.000 s: row 2 is missing\n/);
    assert.match(bad.printed(), /\n {2}batch 1, 0\.001 s to 1\.000 s: row 1 was changed\n/);
    assert.match(bad.printed(), /\n {2}the end: what it says of the session was changed\n/);
    assert.match(bad.printed(), /first\.sqlite: cannot be verified: /);
    assert.match(bad.printed(), /nowhere\.sqlite: not readable: /);
    assert.equal((await run('verify', whole, '/nowhere.sqlite')).code, 2);
    assert.equal((await run('verify', whole, first)).code, 3);
    assert.equal((await run('verify')).code, 2);
    const listed: readonly Readonly<Record<string, unknown>>[] = JSON.parse(
      (await run('verify', whole, altered, '--json')).printed(),
    );
    assert.deepEqual(
      listed.map(({ id, verdict, state }) => [id, verdict, state]),
      [
        ['whole', 'whole', 'complete'],
        ['altered', 'altered', 'complete'],
      ],
    );
    const { hash } = listed[0]!;
    assert.equal((await run('verify', whole, '--hash', String(hash))).code, 0);
    const other = await run('verify', whole, '--hash', 'f'.repeat(64));
    assert.equal(other.code, 1);
    assert.match(other.printed(), /another hash than the one given/);
  }));
