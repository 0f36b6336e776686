import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { runProgram } from '../helpers/program.js';
import { damagePageOf } from '../record/damaged-page.js';
import { head, interval, note, withFolder } from '../record/helpers.js';
import { record } from '../replay/helpers/recorded.js';

test('of a damaged record all that can be read is told, with a warning and an exit code of its own', () =>
  withFolder(async (folder) => {
    const events = Array.from({ length: 600 }, (_, at) => [
      interval(at * 100),
      note(at * 100, `note-${at}-of-many`),
    ]).flat();
    const file = record(folder, head, [{ atMs: 0, kind: 'session/started', head }, ...events]);
    damagePageOf(file, 'note-400-of-many');
    const warning = /is damaged: only what comes before 00:\d\d can be read \(plimsoll verify says where\)/;
    const exported = await runProgram(['export', file, '--format', 'ndjson']);
    assert.equal(exported.code, 3, exported.stderr);
    assert.match(exported.stderr, warning);
    assert.match(exported.stdout, /note-300-of-many/);
    const shown = await runProgram(['sessions', 'show', file]);
    assert.equal(shown.code, 3, shown.stderr);
    assert.match(shown.stdout, /1a2b3c4d, run, damaged/);
    const told = await runProgram(['report', file, '--format', 'md']);
    assert.equal(told.code, 3, told.stderr);
    assert.match(told.stderr, warning);
    assert.match(told.stdout, /00:\d\d long, damaged/);
    assert.match(told.stdout, /The record is damaged: nothing after 00:\d\d can be read/);
    const page = await runProgram(['report', file, '--output', join(folder, 'pages/')]);
    assert.equal(page.code, 3, page.stderr);
    assert.deepEqual(readdirSync(join(folder, 'pages')), ['plimsoll-1a2b3c4d-damaged.html']);
    const replayed = await runProgram(['replay', file, '--headless']);
    assert.equal(replayed.code, 3, replayed.stderr);
    assert.match(replayed.stderr, /note-300-of-many/);
    assert.match(replayed.stderr, /the record is damaged: nothing after 00:\d\d can be read/);
  }));

test('of a record with rows that cannot be read the rest is told, with how many they are and the same exit code', () =>
  withFolder(async (folder) => {
    const events = Array.from({ length: 20 }, (_, at) => [interval(at * 1000), note(at * 1000)]).flat();
    const file = record(folder, head, [{ atMs: 0, kind: 'session/started', head }, ...events]);
    const database = new DatabaseSync(file);
    database.exec(`UPDATE event SET json = '{' WHERE kind = 'load/interval' AND seq < 8;
      UPDATE event SET json = printf('%.20000000c', ' ') WHERE seq = 9`);
    database.close();
    const warning =
      'plimsoll: session 1a2b3c4d is damaged: 3 rows are no events that this plimsoll knows, and left out, and 1 row is missing, or larger than any (plimsoll verify says which)\n';
    const exported = await runProgram(['export', file, '--format', 'ndjson']);
    assert.deepEqual([exported.code, exported.stderr], [3, warning]);
    const shown = await runProgram(['sessions', 'show', file]);
    assert.deepEqual([shown.code, shown.stderr], [3, warning]);
    assert.match(shown.stdout, /1a2b3c4d, run, damaged/);
    assert.match(shown.stdout, /, 37 events, /);
    const told = await runProgram(['report', file, '--format', 'md']);
    assert.deepEqual([told.code, told.stderr], [3, warning]);
    assert.match(told.stdout, /The record is damaged: 3 rows are no events/);
    const replayed = await runProgram(['replay', file, '--headless']);
    assert.match(replayed.stderr, /plimsoll: the record is damaged: 3 rows are no events that this plimsoll knows/);
    const verified = await runProgram(['verify', file]);
    assert.equal(verified.code, 1, verified.stderr);
    assert.deepEqual(
      verified.stdout.match(/rows? .* changed/g),
      [2, 4, 6, 9].map((row) => `row ${row} was changed`),
    );
  }));
