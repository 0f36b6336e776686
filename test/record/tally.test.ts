import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openSpanReader } from '../../source/record/read-span.js';
import { createTallying, mostTallied, mostTurns, type Tally, type TallySpan } from '../../source/record/tally.js';
import { verifySession } from '../../source/record/verify-session.js';
import { reduce } from '../../source/store/reduce.js';
import { initialView } from '../../source/store/state.js';
import { longHead, longSession } from '../replay/helpers/long-session.js';
import { record } from '../replay/helpers/recorded.js';
import { interval, withFolder } from './helpers.js';

const of = { seconds: 700, servers: 2, streams: 1 };

test('a tally comes once a minute, and says what all events until then come to', () => {
  const tallying = createTallying();
  let view = initialView;
  let [seq, intervals, samples, before] = [0, 0, 0, 0];
  const found: (Tally & TallySpan)[] = [];
  for (const event of longSession(of)) {
    seq += 1;
    view = reduce(view, event);
    if (event.kind === 'load/interval') intervals += 1;
    if (event.kind === 'server/sample' && event.sample.server === 'api-2') samples += 1;
    const tally = tallying.add(seq, event);
    if (tally === null) continue;
    found.push(tally);
    const { points: _points, recent, ...sums } = view.load;
    assert.deepEqual(tally.sums, sums);
    assert.equal(tally.after, before);
    assert.equal(tally.intervals, intervals);
    assert.equal(Math.min(60, tally.started), recent.length);
    assert.equal(new Map(tally.servers).get('api-2'), samples);
    before = seq;
  }
  assert.equal(found.length, 11);
  assert.ok((found.at(-1)?.sums.due ?? 0) < 50_000 && found.some(({ sums }) => sums.due > 200_000));
});

test('an interval of another phase and a circuit in another state are turns, and what goes on is none', () => {
  const tallying = createTallying();
  const turns: number[] = [];
  const kinds: string[] = [];
  let seq = 0;
  for (const event of longSession({ ...of, seconds: 480 })) {
    seq += 1;
    for (const turn of tallying.add(seq, event)?.turns ?? []) turns.push(turn);
    kinds[seq] = event.kind;
  }
  const ofKind = (kind: string): number => turns.filter((turn) => kinds[turn] === kind).length;
  // Warm-up and measure; closed, open, closed.
  assert.deepEqual([ofKind('load/interval'), ofKind('stream/health'), turns.length], [2, 3, 5]);
});

test('many turns make a tally due before its minute', () => {
  const tallying = createTallying();
  const found: number[] = [];
  for (let seq = 1; seq <= 2 * mostTurns; seq++) {
    const event = interval(1000 + seq / 100);
    if (event.kind !== 'load/interval') continue;
    const told = { ...event, interval: { ...event.interval, phase: `phase ${seq}` } };
    if (tallying.add(seq, told) !== null) found.push(seq);
  }
  assert.deepEqual(found, [mostTurns, 2 * mostTurns]);
});

test('where more has a name than anybody watches, nothing is tallied', () => {
  const tallying = createTallying();
  const made = Array.from({ length: mostTallied + 2 }, (_, at) =>
    tallying.add(at + 1, {
      atMs: at * 100,
      kind: 'stream/sample',
      sample: { stream: `s${at}`, server: null, values: {}, rttMs: null },
    }),
  );
  assert.ok(made.some((tally) => tally !== null));
  assert.equal(made.at(-1), null);
});

function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

test('a tally is read as it was kept, and one that was changed is found', () =>
  withFolder((folder) => {
    const file = record(folder, longHead(of), longSession(of));
    const reader = openSpanReader(file);
    let count = 0;
    for (let span = reader.tallyAfter(0); span !== null; span = reader.tallyAfter(span.seq)) {
      const tally = reader.tallyAt(span.seq);
      assert.equal(tally?.intervals, reader.intervals(span.seq));
      assert.deepEqual(tally?.readings, reader.readings(0, span.seq));
      count += 1;
    }
    assert.equal(count, 11);
    assert.equal(reader.tallyAt(1), null);
    reader.close();
    assert.equal(verifySession(file).kind, 'whole');
    tamper(file, 'UPDATE tally SET after = after + 1');
    assert.equal(verifySession(file).kind, 'altered');
  }));

const lies = [
  "json_set(json, '$.intervals', -1)",
  "json_set(json, '$.sums.due', 1e999)",
  "json_set(json, '$.sums.due', 0.5)",
  "json_set(json, '$.sums.run.cells', json('[1,\"x\"]'))",
  "json_set(json, '$.sums.run.cells', json('[-1e15,1]'))",
  "json_remove(json, '$.sums.outcomes.ok')",
  "json_set(json, '$.servers', json('[[1,2]]'))",
  "json_set(json, '$.servers', json('{}'))",
  "'[[['",
  "'null'",
  "x'00'",
] as const;

for (const lie of lies) {
  test(`a tally is left out that is made ${lie}`, () =>
    withFolder((folder) => {
      const file = record(folder, longHead(of), longSession(of));
      tamper(file, `UPDATE tally SET json = ${lie}`);
      const reader = openSpanReader(file);
      const { seq } = reader.tallyAfter(0) ?? assert.fail();
      assert.equal(reader.tallyAt(seq), null);
      reader.close();
    }));
}

const spans = ["turns = '[5,3]'", "turns = '[90071992547409930]'", "turns = '[0]'", "turns = '[1.5]'", "turns = '{}'"];
for (const lie of [...spans, 'after = 1e300', 'at_ms = -1', "at_ms = 'soon'", 'seq = -seq', "turns = x'00'"]) {
  test(`a tally is none where ${lie}`, () =>
    withFolder((folder) => {
      const file = record(folder, longHead(of), longSession(of));
      tamper(file, `UPDATE tally SET ${lie}`);
      const reader = openSpanReader(file);
      assert.equal(reader.tallyAfter(0), null);
      reader.close();
    }));
}

test('names in a tally lose what a terminal obeys', () =>
  withFolder((folder) => {
    const file = record(folder, longHead(of), longSession(of));
    tamper(file, "UPDATE tally SET json = json_set(json, '$.servers[0][0]', 'a' || char(27) || '[31m')");
    const reader = openSpanReader(file);
    const { seq } = reader.tallyAfter(0) ?? assert.fail();
    const names = [...(reader.tallyAt(seq)?.readings.servers.keys() ?? [])];
    assert.equal(names.length, 2);
    assert.doesNotMatch(names.join(), /\p{Cc}/u);
    reader.close();
  }));
