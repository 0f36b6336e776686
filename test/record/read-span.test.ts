import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SessionEvent, SessionEventKind } from '../../source/model/events.js';
import { emptyHistogram } from '../../source/model/histogram.js';
import { openSpanReader, type SpanReader } from '../../source/record/read-span.js';
import { longHead, longSession } from '../replay/helpers/long-session.js';
import { asToldBefore, record } from '../replay/helpers/recorded.js';
import { writeFirstVersion } from './first-version.js';
import { withFolder } from './helpers.js';

const of = { seconds: 40, servers: 3, streams: 2 };
/** One of the servers tells its rates, the others count. */
const events = [...longSession(of)].map((event) =>
  event.kind === 'server/sample' && event.sample.server === 'api-2' ? [...asToldBefore([event])][0]! : event,
);
const kindSets: readonly (readonly SessionEventKind[] | undefined)[] = [
  undefined,
  ['note', 'run/state', 'load/interval'],
  ['server/sample'],
  ['stream/sample'],
  ['stream/health', 'session/started'],
  ['server/sample', 'stream/health', 'load/interval'],
];

function slim(event: SessionEvent): SessionEvent {
  if (event.kind !== 'load/interval') return event;
  const { timings: _timings, ...interval } = event.interval;
  return { ...event, interval: { ...interval, serviceTime: interval.responseTime } };
}

/** What is read of an event as a turn: nothing of readings, and of an interval no times. */
function turnOf(event: SessionEvent, isFirst = false): SessionEvent | null {
  if (event.kind === 'server/sample' && !isFirst) return null;
  if (event.kind !== 'load/interval') return event;
  const { timings: _timings, ...interval } = event.interval;
  const [responseTime, serviceTime, sendLag] = [emptyHistogram, emptyHistogram, emptyHistogram];
  return { ...event, interval: { ...interval, responseTime, serviceTime, sendLag } };
}

function assertSpans(reader: SpanReader, isFirst = false): void {
  const last = events.length;
  assert.deepEqual(reader.ends(), {
    first: { seq: 1, atMs: events[0]?.atMs },
    last: { seq: last, atMs: events.at(-1)?.atMs },
  });
  const seq = fc.integer({ min: 0, max: last + 3 });
  fc.assert(
    fc.property(seq, seq, fc.constantFrom(...kindSets), (after, until, kinds) => {
      const expected = events
        .map((event, index) => ({ seq: index + 1, event: slim(event) }))
        .filter((entry) => entry.seq > after && entry.seq <= until && kinds?.includes(entry.event.kind) !== false);
      assert.deepEqual([...reader.between(after, until, kinds)], expected);
      for (const kind of ['server/sample', 'stream/health', 'load/interval'] as const) {
        const back = events
          .slice(0, until)
          .filter((event) => event.kind === kind)
          .map(slim)
          .reverse();
        assert.deepEqual([...reader.backwards(kind, until)], back);
      }
      const span = events.slice(after, Math.max(after, until));
      const samples = span.flatMap((event) => (event.kind === 'server/sample' ? [event.sample.server] : []));
      const messages = span.flatMap((event) => (event.kind === 'stream/sample' ? [event.sample.stream] : []));
      const { servers, streams } = reader.readings(after, until);
      assert.equal(servers.get('api-1') ?? 0, samples.filter((name) => name === 'api-1').length);
      assert.equal(servers.get('api-2') ?? 0, samples.filter((name) => name === 'api-2').length);
      assert.equal(streams.get('stream-2') ?? 0, messages.filter((name) => name === 'stream-2').length);
      assert.equal(
        reader.intervals(until),
        events.slice(0, until).filter(({ kind }) => kind === 'load/interval').length,
      );
    }),
    { numRuns: 25 },
  );
  fc.assert(
    fc.property(fc.double({ min: -10, max: 50_000, noNaN: true }), (atMs) => {
      assert.equal(reader.seqUntil(atMs), events.filter((event) => event.atMs <= atMs).length);
    }),
    { numRuns: 50 },
  );
  for (const event of events.slice(0, 40)) {
    assert.equal(reader.seqUntil(event.atMs), events.filter(({ atMs }) => atMs <= event.atMs).length);
  }
  for (const [index, event] of events.entries()) assert.deepEqual(reader.turnAt(index + 1), turnOf(event, isFirst));
  assert.equal(reader.turnAt(last + 1), null);
  const first = events.findIndex(({ kind }) => kind === 'load/interval');
  assert.deepEqual(reader.nextInterval(0), { seq: first + 1, atMs: events[first]?.atMs });
  assert.equal(reader.nextInterval(last), null);
}

test('any stretch of a session is read, of all kinds or of some, forwards and backwards', () =>
  withFolder((folder) => {
    const reader = openSpanReader(record(folder, longHead(of), events));
    assertSpans(reader);
    reader.close();
    reader.close();
    assert.throws(() => reader.ends(), /cannot be read any further/);
  }));

test('so it is in the first version of the tables', () =>
  withFolder((folder) => {
    const file = join(folder, 'old.sqlite');
    writeFirstVersion(file, longHead(of), events);
    const reader = openSpanReader(file);
    assertSpans(reader, true);
    reader.close();
  }));

test('an empty session has no ends', () =>
  withFolder((folder) => {
    const reader = openSpanReader(record(folder, longHead(of), []));
    assert.equal(reader.ends(), null);
    assert.equal(reader.seqUntil(1000), 0);
    assert.deepEqual([...reader.between(0, 10)], []);
    reader.close();
  }));
