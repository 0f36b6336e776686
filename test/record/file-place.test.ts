import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { recordedText } from '../../source/commands/end-recording.js';
import { createRecorder, type Recorder } from '../../source/record/session-file.js';
import { verifySession } from '../../source/record/verify-session.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, note, withFolder } from './helpers.js';

/** Records twenty notes, does something to the file, and goes on until recording has stopped. */
function recordUntil(
  folder: string,
  meddle: (file: string) => void,
): { readonly recorder: Recorder; readonly file: string } {
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const problems: string[] = [];
  const recorder = createRecorder(folder, head, clock, (sentence) => problems.push(sentence));
  const file = recorder.file ?? assert.fail('nothing was recorded');
  for (let at = 1; at <= 20; at++) recorder.sink(note(at));
  clock.advance(1000);
  meddle(file);
  recorder.sink(note(21));
  clock.advance(1000);
  recorder.close();
  assert.equal(problems.length, 1, problems.join());
  assert.match(problems[0]!, /its file was deleted or replaced/);
  return { recorder, file };
}

/** Another session, whole. */
function another(folder: string): string {
  const mine = { ...head, id: 'another' };
  const recorder = createRecorder(folder, mine, createVirtualClock(Date.parse(head.startedAt)), assert.fail);
  recorder.sink(note(1, 'of another'));
  recorder.close();
  return recorder.file!;
}

test('a file that is moved while it is recorded takes what was recorded with it, and the one in its place stays what it is', () =>
  withFolder((folder) => {
    const other = another(folder);
    const moved = join(folder, 'moved.sqlite');
    const { recorder, file } = recordUntil(folder, (place) => {
      renameSync(place, moved);
      copyFileSync(other, place);
    });
    assert.deepEqual(readdirSync(folder).toSorted(), [other, file, moved].map((path) => basename(path)).toSorted());
    assert.ok(readFileSync(file).equals(readFileSync(other)));
    const kept = verifySession(moved);
    assert.ok(kept.kind === 'whole' && kept.events === 20, JSON.stringify(kept));
    assert.equal(recorder.place(), 'other');
    assert.match(recordedText(recorder, false), /^this session was NOT recorded: another file is where its own was, /);
  }));

test('a file that is written over while it is recorded stays what it has become', () =>
  withFolder((folder) => {
    const { recorder, file } = recordUntil(folder, (place) => writeFileSync(place, 'hello'));
    assert.equal(readFileSync(file, 'utf8'), 'hello');
    assert.deepEqual(readdirSync(folder), [basename(file)]);
    assert.match(recordedText(recorder, false), /^this session was NOT recorded: another file /);
  }));

test('of a file that is deleted while it is recorded nothing is left behind', () =>
  withFolder((folder) => {
    const { recorder } = recordUntil(folder, (place) => rmSync(place));
    assert.deepEqual(readdirSync(folder), []);
    assert.equal(recorder.place(), 'missing');
    assert.match(recordedText(recorder, false), /^this session was NOT recorded: its file is gone, /);
  }));

test('a file whose log is deleted has what was recorded until then', () =>
  withFolder((folder) => {
    const { recorder, file } = recordUntil(folder, (place) => rmSync(`${place}-wal`));
    const kept = verifySession(file);
    assert.ok(kept.kind === 'whole' && kept.events === 20, JSON.stringify(kept));
    assert.equal(recordedText(recorder, false), `session recorded up to then: ${file}`);
  }));

test("side files that were put there by others stay, when the session's own are gone", () =>
  withFolder((folder) => {
    const { file } = recordUntil(folder, (place) => {
      for (const end of ['', '-wal', '-shm']) renameSync(`${place}${end}`, join(folder, `moved${end}`));
      writeFileSync(`${place}-wal`, 'theirs');
    });
    assert.equal(readFileSync(`${file}-wal`, 'utf8'), 'theirs');
    assert.equal(existsSync(file), false);
    const kept = verifySession(join(folder, 'moved'));
    assert.ok(kept.kind === 'whole' && kept.events === 20, JSON.stringify(kept));
  }));
