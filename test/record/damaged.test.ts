import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent } from '../../source/model/events.js';
import { readSession } from '../../source/record/read-session.js';
import { openSpanReader } from '../../source/record/read-span.js';
import { record } from '../replay/helpers/recorded.js';
import { damagePageOf } from './damaged-page.js';
import { head, interval, note, withFolder } from './helpers.js';

const notes = 1500;

function* session(): Generator<SessionEvent> {
  yield { atMs: 0, kind: 'session/started', head };
  for (let index = 1; index <= notes; index++) {
    yield note(index * 10, `note-${index}-of-many`);
    if (index % 100 === 0) yield interval(index * 10);
  }
}

function textOf(event: SessionEvent | undefined): string {
  return event?.kind === 'note' ? event.text : String(event?.kind);
}

test('what comes before the damage of a file is read, all of it, and it is said where it ends', () =>
  withFolder((folder) => {
    const file = record(folder, head, session());
    damagePageOf(file, 'note-1000-of-many');
    const reading = readSession(file);
    assert.ok(reading.kind === 'ok');
    const events = [...reading.events()];
    const told = events.filter((event) => event.kind === 'note' && event.severity === 'info').map(textOf);
    assert.ok(told.length > 900 && told.length < 1000, `${told.length} notes`);
    assert.deepEqual(
      told,
      Array.from(told, (_, index) => `note-${index + 1}-of-many`),
    );
    assert.match(textOf(events.at(-1)), /^the record is damaged: nothing after \d\d:\d\d can be read \(/);
    assert.equal(reading.damage()?.atMs, told.length * 10);
    reading.close();
  }));

test('a damaged file ends where its damage begins, from wherever it is read', () =>
  withFolder((folder) => {
    const file = record(folder, head, session());
    const whole = openSpanReader(file);
    const { last } = whole.ends()!;
    assert.equal([...whole.between(0, last.seq)].length, last.seq);
    assert.equal(whole.damage(), null);
    whole.close();
    damagePageOf(file, 'note-1000-of-many');
    const reader = openSpanReader(file);
    const read = [...reader.between(0, last.seq)];
    assert.ok(read.length > 900 && read.length < last.seq);
    const end = { seq: read.at(-1)!.seq, atMs: read.at(-1)!.event.atMs };
    assert.deepEqual(reader.ends()?.last, end);
    assert.match(reader.damage() ?? '', /^the record is damaged: nothing after 00:09 can be read/);
    // From the middle, backwards, of one kind, and beyond the damage.
    assert.equal([...reader.between(500, last.seq)].length, end.seq - 500);
    assert.equal([...reader.backwards('load/interval', end.seq)].length, Math.floor((end.seq - 1) / 101));
    assert.deepEqual([...reader.between(last.seq - 10, last.seq)], []);
    assert.equal(reader.seqUntil(5000), read.findLast(({ event }) => event.atMs <= 5000)?.seq);
    assert.equal(reader.seqUntil(1e6), end.seq);
    reader.close();
  }));

test('a file whose beginning is damaged has nothing to be read, and says so', () =>
  withFolder((folder) => {
    const file = record(folder, head, session());
    damagePageOf(file, 'note-1-of-many');
    const reader = openSpanReader(file);
    assert.equal(reader.ends(), null);
    assert.match(reader.damage() ?? '', /nothing after 00:00 can be read/);
    reader.close();
    const reading = readSession(file);
    assert.ok(reading.kind === 'ok');
    assert.equal([...reading.events()].length, 1);
    assert.equal(reading.damage()?.atMs, 0);
    reading.close();
  }));
