import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { readSession } from '../../source/record/read-session.js';
import { createRecorder, type Recorder } from '../../source/record/session-file.js';
import { createVirtualClock, type VirtualClock } from '../../source/time/virtual-clock.js';
import { head, note, withFolder } from './helpers.js';

type Locked = {
  readonly recorder: Recorder;
  readonly clock: VirtualClock;
  readonly problems: string[];
  readonly waits: string[];
  readonly unlock: () => void;
};

/** A session with one event written, and another that is not since somebody has locked its file. */
function locked(folder: string): Locked {
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const problems: string[] = [];
  const recorder = createRecorder(folder, head, clock, (sentence) => problems.push(sentence));
  recorder.sink(note(1));
  clock.advance(1000);
  const other = new DatabaseSync(recorder.file!);
  other.exec('BEGIN IMMEDIATE');
  recorder.sink(note(2));
  clock.advance(1000);
  const unlock = (): void => {
    other.exec('ROLLBACK');
    other.close();
  };
  return { recorder, clock, problems, waits: [], unlock };
}

/** Lets so many tenths of a second pass, and all that waits for them happen. */
async function pass(clock: VirtualClock, tenths: number): Promise<void> {
  for (let tenth = 0; tenth < tenths; tenth++) {
    clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('an end that comes while somebody locks the file is recorded when they let go, and they are waited for aloud', () =>
  withFolder(async (folder) => {
    const { recorder, clock, problems, waits, unlock } = locked(folder);
    const closed = recorder.closeWhenFree(new AbortController().signal, (sentence) => waits.push(sentence));
    await pass(clock, 15);
    assert.deepEqual(waits, []);
    await pass(clock, 200);
    assert.equal(waits.length, 1);
    assert.match(
      waits[0]!,
      /^the end of the session waits to be recorded: another program keeps its file locked \(.*sqlite\)$/,
    );
    unlock();
    await pass(clock, 5);
    await closed;
    const session = readSession(recorder.file!);
    assert.ok(session.kind === 'ok');
    assert.deepEqual([...session.events()], [note(1), note(2)]);
    assert.equal(session.summary.state, 'complete');
    // When it was over, not when that could be written.
    assert.equal(session.summary.endedAt, '2026-01-02T03:04:07.678Z');
    session.close();
    assert.deepEqual([problems, recorder.place()], [[], 'own']);
  }));

test('whoever gives up waiting for the lock ends the record where it is, with one sentence', () =>
  withFolder(async (folder) => {
    const { recorder, clock, problems, unlock } = locked(folder);
    const giveUp = new AbortController();
    const closed = recorder.closeWhenFree(giveUp.signal, () => {});
    await pass(clock, 50);
    assert.deepEqual(problems, []);
    giveUp.abort();
    await closed;
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /^The session is not recorded any further: another program keeps its file locked/);
    unlock();
  }));

test('a lock is waited for no longer than a minute at the end, counted from its beginning', () =>
  withFolder(async (folder) => {
    const { recorder, clock, problems, unlock } = locked(folder);
    const closed = recorder.closeWhenFree(new AbortController().signal, () => {});
    await pass(clock, 580);
    assert.deepEqual(problems, []);
    await pass(clock, 20);
    await closed;
    assert.equal(problems.length, 1);
    unlock();
  }));

test('an end that nobody stands in the way of is recorded at once', () =>
  withFolder(async (folder) => {
    const clock = createVirtualClock();
    const recorder = createRecorder(folder, head, clock, assert.fail);
    recorder.sink(note(1));
    await recorder.closeWhenFree(new AbortController().signal, assert.fail);
    await recorder.closeWhenFree(new AbortController().signal, assert.fail);
    const session = readSession(recorder.file!);
    assert.ok(session.kind === 'ok' && session.summary.state === 'complete');
    session.close();
  }));
