import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { findSession } from '../../source/commands/find-session.js';
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, withFolder } from '../record/helpers.js';

/** Records an empty session of that id, begun at that hour, and returns its file. */
function record(folder: string, id: string, hour: number): string {
  const startedAt = `2026-01-02T0${hour}:00:00.000Z`;
  const clock = createVirtualClock(Date.parse(startedAt));
  const recorder = createRecorder(folder, { ...head, id, startedAt }, clock, assert.fail);
  recorder.close();
  return recorder.file ?? assert.fail('nothing was recorded');
}

function fileOf(reference: string, folder: string): string {
  const finding = findSession(reference, folder);
  return finding.kind === 'found' ? finding.file : assert.fail(finding.problem.message);
}

function refusal(reference: string, folder: string): string {
  const finding = findSession(reference, folder);
  if (finding.kind === 'found') return assert.fail(finding.file);
  return `${finding.problem.message}; ${finding.problem.hint}`;
}

test('a session is found by its id, the beginning of it, its path, and by how long ago it was', () =>
  withFolder((folder) => {
    const [first, second, third] = [record(folder, 'aa11', 1), record(folder, 'ab22', 2), record(folder, 'aa', 3)];
    assert.equal(fileOf('ab22', folder), second);
    assert.equal(fileOf('ab', folder), second);
    assert.equal(fileOf('aa1', folder), first);
    assert.equal(fileOf('aa', folder), third, 'a whole id wins over the beginning of another');
    assert.equal(fileOf(second, '/nowhere'), second);
    assert.equal(fileOf('package.json', folder), 'package.json', 'a file of that name, where no session has it');
    assert.deepEqual(
      ['last', 'last~1', 'last~2'].map((back) => fileOf(back, folder)),
      [third, second, first],
    );
  }));

test('what names no session, or several, is refused with what there is', () =>
  withFolder((folder) => {
    assert.match(refusal('last', folder), /a session in .*, got none; record one/);
    record(folder, 'aa11', 1);
    record(folder, 'aa22', 2);
    assert.match(refusal('aa', folder), /aa22 \(2026-01-02T02:00:00\), aa11 \(2026-01-02T01:00:00\); give more/);
    assert.match(refusal('aa12', folder), /got "aa12"; did you mean aa/);
    assert.match(refusal('', folder), /got an empty text; known: aa22, aa11/);
    assert.match(refusal('last~2', folder), /at most last~1, got last~2/);
    assert.match(refusal(join(folder, 'none.sqlite'), folder), /where there is no file/);
    assert.match(refusal('\u001b[2J', folder), /\ufffd\[2J/);
  }));
