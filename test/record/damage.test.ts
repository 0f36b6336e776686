import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { Damage } from '../../source/record/damage.js';
import { readSession } from '../../source/record/read-session.js';
import { createRecorder } from '../../source/record/session-file.js';
import { type Alteration, verifySession } from '../../source/record/verify-session.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, interval, note, withFolder } from './helpers.js';

/** A whole session of forty notes and intervals, of which `sql` has then made something else. */
function altered(folder: string, sql: string): string {
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const recorder = createRecorder(folder, head, clock, assert.fail);
  for (let at = 1; at <= 40; at++) recorder.sink(at % 2 === 0 ? interval(at * 1000) : note(at * 1000));
  recorder.close();
  const database = new DatabaseSync(recorder.file!);
  database.exec(sql);
  database.close();
  return recorder.file!;
}

/** What a reader finds, what it says last, and what `verify` says. */
function look(file: string): {
  readonly events: number;
  readonly damage: Damage | null;
  readonly last: string;
  readonly alterations: readonly Pick<Alteration, 'what' | 'rows'>[];
} {
  const session = readSession(file);
  assert.ok(session.kind === 'ok', JSON.stringify(session));
  const events = [...session.events()];
  const damage = session.damage();
  session.close();
  const verification = verifySession(file);
  assert.ok(verification.kind === 'whole' || verification.kind === 'altered', JSON.stringify(verification));
  const last = events.at(-1);
  return {
    events: events.length,
    damage,
    last: last?.kind === 'note' ? last.text : '',
    alterations: verification.alterations.map(({ what, rows }) => ({ what, rows })),
  };
}

test('a whole record has no damage', () =>
  withFolder((folder) => {
    const { alterations, damage, events } = look(altered(folder, ''));
    assert.deepEqual({ alterations, damage, events }, { alterations: [], damage: null, events: 40 });
  }));

test('rows that are no events are damage, counted, and verify names the same', () =>
  withFolder((folder) => {
    const sql = "UPDATE event SET json = 'no json' WHERE kind = 'load/interval' AND seq <= 6";
    const { alterations, damage, events, last } = look(altered(folder, sql));
    const reason = '3 rows are no events that this plimsoll knows, and left out';
    assert.deepEqual(damage, { atMs: null, reason, leftOut: 3, missing: 0 });
    assert.equal(events, 37 + 1);
    assert.equal(last, `the record is damaged: ${reason}`);
    assert.deepEqual(alterations, [{ what: 'rows-changed', rows: [2, 4, 6] }]);
  }));

test('a row that is larger than any is left out and counted, and verify names it and goes on', () =>
  withFolder((folder) => {
    const sql = "UPDATE event SET json = json || printf('%.20000000c', ' ') WHERE seq = 8";
    const { alterations, damage, events } = look(altered(folder, sql));
    assert.deepEqual(damage, { atMs: null, reason: '1 row is missing, or larger than any', leftOut: 0, missing: 1 });
    assert.equal(events, 39 + 1);
    assert.deepEqual(alterations, [{ what: 'rows-changed', rows: [8] }]);
  }));

test('rows that are gone, in the middle and at the end, are counted', () =>
  withFolder((folder) => {
    const { alterations, damage } = look(altered(folder, 'DELETE FROM event WHERE seq IN (3, 4, 39, 40)'));
    const reason = '4 rows are missing, or larger than any';
    assert.deepEqual(damage, { atMs: null, reason, leftOut: 0, missing: 4 });
    assert.deepEqual(alterations, [{ what: 'rows-missing', rows: [3, 4, 39, 40] }]);
  }));

test('a row whose number is beyond all others is no reason to miss all between', () =>
  withFolder((folder) => {
    const sql = `INSERT INTO event VALUES (9007199254740000, 50000, 'note', '${JSON.stringify(note(50_000))}');
      UPDATE batch SET last_seq = 9007199254740000 WHERE n = 1`;
    assert.equal(look(altered(folder, sql)).damage, null);
  }));

test('of a session that is being recorded no row is said to be missing', () =>
  withFolder((folder) => {
    const clock = createVirtualClock(Date.parse(head.startedAt));
    const recorder = createRecorder(folder, head, clock, assert.fail);
    for (let at = 1; at <= 600; at++) recorder.sink(note(at));
    clock.advance(1000);
    const session = readSession(recorder.file!);
    assert.ok(session.kind === 'ok');
    const events = session.events();
    events.next();
    for (let at = 601; at <= 700; at++) recorder.sink(note(at));
    clock.advance(1000);
    for (const event of events) assert.equal(event.kind === 'note' && event.severity, 'info');
    assert.equal(session.damage(), null);
    session.close();
    recorder.close();
  }));
