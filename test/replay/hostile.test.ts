import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import fc from 'fast-check';
import { messageOf } from '../../source/model/error.js';
import { openSpanReader, type SpanReader } from '../../source/record/read-span.js';
import { startReplay } from '../../source/replay/player.js';
import { createStore } from '../../source/store/store.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { initialScreen } from '../../source/ui/keys/screen-state.js';
import { composeScreen } from '../../source/ui/screen.js';
import { lookOf } from '../../source/ui/viewer.js';
import { withFolder } from '../record/helpers.js';
import { longHead, longSession } from './helpers/long-session.js';
import { record } from './helpers/recorded.js';

const of = { seconds: 90, servers: 2, streams: 1 };
const look = lookOf({ colourDepth: 1, isUnicode: true });

/** Everything that one does with a recording: it must end, with frames or a sentence, and never throw. */
function playThrough(file: string): string {
  let reader: SpanReader;
  try {
    reader = openSpanReader(file);
  } catch (error) {
    return messageOf(error);
  }
  const store = createStore();
  const clock = createVirtualClock();
  const replay = startReplay(reader, store, clock, { speed: 64, fromMs: null, follow: false });
  const frame = (): void => {
    const { view, nowMs } = replay.overview();
    const tiles = composeScreen({
      view: store.getState(),
      nowMs: replay.clock.nowMs(),
      screen: initialScreen,
      size: { columns: 140, rows: 50 },
      look,
      isRecording: false,
      kind: 'replay',
      newest: { view, nowMs },
      replay: replay.status(),
    });
    const text = tiles.flatMap(({ lines }) => lines).join('\n');
    assert.doesNotMatch(text, /NaN|undefined|Infinity/);
    assert.doesNotMatch(text.replace(/\n|\u001b\[[\d;]*m/g, ''), /\p{Cc}/u);
  };
  frame();
  for (const atMs of [50_000, 10_000, 1e12, -5, 70_000.5]) {
    replay.command({ kind: 'seek', atMs });
    frame();
    replay.command({ kind: 'step', by: 1 });
    replay.command({ kind: 'step', by: -1 });
    replay.command({ kind: 'toggle' });
    clock.advance(300);
  }
  replay.command({ kind: 'follow' });
  clock.advance(5000);
  frame();
  const { fault, fromMs, toMs, step, steps, readRatio } = replay.status();
  for (const number of [fromMs, toMs, step, steps, readRatio]) assert.ok(Number.isFinite(number));
  replay.close();
  reader.close();
  return fault ?? 'played';
}

const lies = [
  "UPDATE event SET at_ms = 1e300, json = json_set(json, '$.atMs', 1e300) WHERE seq % 3 = 0",
  "UPDATE event SET at_ms = -at_ms, json = json_set(json, '$.atMs', -1)",
  "UPDATE event SET at_ms = 'soon'",
  "UPDATE event SET at_ms = 90000 - at_ms, json = json_set(json, '$.atMs', 90000 - at_ms)",
  'UPDATE server_count SET at_ms = 90000 - at_ms',
  'UPDATE server_count SET user_ticks = 9e18, machine = 77',
  'UPDATE server_count SET user_ticks = -user_ticks, elapsed_us = 0, network_in_bytes = 9007199254740991',
  `INSERT INTO server_reading (seq, at_ms, machine, cpu_percent_x1000) SELECT seq, at_ms, machine, 'x' FROM server_count`,
  'DROP TABLE server_count',
  "UPDATE server_machine SET server = 'a' || char(27) || '[31m' || char(0)",
  "UPDATE event SET json = 'no json' WHERE kind = 'load/interval'",
  "UPDATE event SET json = '[' WHERE seq % 2 = 0",
  "UPDATE event SET json = replace(json, 'cells', 'sells')",
  "UPDATE event SET json = json_set(json, '$.interval.durationMs', 0, '$.interval.phase', char(7) || 'x')",
  "UPDATE event SET json = json_set(json, '$.interval.responseTime.cells', json('[65535,9007199254740991,1]'))",
  'UPDATE event SET seq = 9007199254740000 + seq',
  'UPDATE event SET seq = seq * 1000000',
  "UPDATE shape SET json = '{}'",
  "UPDATE shaped SET numbers = '[1e999]'",
  "DELETE FROM event WHERE kind = 'session/started'",
  'DELETE FROM event',
  'DROP TABLE shaped',
  'DROP TABLE event; CREATE VIEW event AS WITH RECURSIVE n(seq) AS (VALUES(1) UNION ALL SELECT seq + 1 FROM n) SELECT seq, 1 AS at_ms, 1 AS kind, 1 AS json FROM n',
  'DROP INDEX event_kind',
  'DROP TABLE tally',
  'UPDATE tally SET seq = 9007199254740000 + seq',
  'UPDATE tally SET seq = -seq, at_ms = 1e300',
  "UPDATE tally SET json = json_set(json, '$.intervals', 9007199254740991, '$.started', 9007199254740991)",
  "UPDATE tally SET json = json_set(json, '$.sums.due', 9007199254740991, '$.sums.sendLagMaxMs', -1e308)",
  "UPDATE tally SET json = json_set(json, '$.sums.run.count', 0, '$.sums.run.minUs', 1e308)",
  "UPDATE tally SET json = json_set(json, '$.sums.run.cells', json('[65535,9007199254740991,1]'))",
  "UPDATE tally SET json = json_set(json, '$.intendedPerSecond', 1e308), turns = '[1,2,3,4,5,6,7,8,9]'",
  "UPDATE tally SET json = json_set(json, '$.servers', json('[[\"api-1\", 9007199254740991]]'))",
  "UPDATE tally SET json = '{}'",
  "UPDATE tally SET turns = '[]', after = 0",
] as const;

for (const lie of lies) {
  test(`a file is played or refused in a sentence after ${lie.slice(0, 70)}`, () =>
    withFolder((folder) => {
      const file = record(folder, longHead(of), longSession(of));
      const database = new DatabaseSync(file);
      database.exec(lie);
      database.close();
      assert.notEqual(playThrough(file), '');
    }));
}

test('ten thousand events of one time are played, and do not hold up the screen', () =>
  withFolder((folder) => {
    const head = longHead({ seconds: 1, servers: 0, streams: 0 });
    const notes = Array.from({ length: 10_000 }, (_, index) => {
      return { atMs: 500, kind: 'note', severity: 'warning', text: `note ${index}` } as const;
    });
    const file = record(folder, head, [{ atMs: 0, kind: 'session/started', head }, ...notes]);
    assert.equal(playThrough(file), 'played');
  }));

test('a damaged file is played as far as it can be read, whichever of its bytes are lost', () =>
  withFolder((folder) => {
    const whole = readFileSync(record(folder, longHead(of), longSession(of)));
    const file = join(folder, 'damaged.sqlite');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.boolean(),
        (from, length, isCut) => {
          const bytes = Buffer.from(isCut ? whole.subarray(0, from) : whole);
          if (!isCut) bytes.fill(0xa5, from, Math.min(bytes.length, from + length));
          writeFileSync(file, bytes);
          assert.notEqual(playThrough(file), '');
        },
      ),
      { numRuns: 15 },
    );
  }));
