import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SessionEvent } from '../../source/model/events.js';
import { safeEvent } from '../../source/record/safe-event.js';
import { createStore } from '../../source/store/store.js';
import { scriptedAnswer, scriptedRun, searchEvents } from '../store/helpers/scripted-session.js';
import { interval } from './helpers.js';

const events: readonly SessionEvent[] = [
  ...searchEvents(),
  { atMs: 1, kind: 'result', result: scriptedAnswer },
  { atMs: 2, kind: 'result', result: scriptedRun },
  {
    atMs: 3,
    kind: 'result',
    result: {
      kind: 'monitor',
      durationSeconds: 1,
      servers: [
        {
          name: 's',
          source: 'ssh',
          state: 'live',
          samples: 1,
          missed: 0,
          cpuPercent: null,
          memoryUsedBytes: { last: 1 },
          memoryTotalBytes: 2,
          rttMs: { p50: 1, p99: 2 },
          reason: null,
        },
      ],
      streams: [],
    },
  },
  { atMs: 4, kind: 'server/state', server: 's', state: { kind: 'down', reason: 'x', retryAtMs: 5 } },
  { atMs: 5, kind: 'bench/event', event: { kind: 'line', level: 25, result: scriptedAnswer } },
  { atMs: 6, kind: 'session/ended', reason: 'quit' },
];

test('an event as plimsoll makes it is read as it is', () => {
  for (const event of events) assert.deepEqual(safeEvent(JSON.parse(JSON.stringify(event))), event);
});

test('what a newer plimsoll adds to an event is left out, and what an older one lacked in an answer is filled in', () => {
  assert.deepEqual(safeEvent({ atMs: 1, kind: 'note', severity: 'info', text: 'x', colour: 'red' }), {
    atMs: 1,
    kind: 'note',
    severity: 'info',
    text: 'x',
  });
  const { pacing: _pacing, timingsMs: _timings, requests: _requests, resent: _resent, ...older } = scriptedRun;
  const read = safeEvent({ atMs: 1, kind: 'result', result: older });
  assert.ok(read?.kind === 'result' && read.result.kind === 'run', JSON.stringify(read));
  assert.deepEqual([read.result.pacing, read.result.requests, read.result.resent], ['auto', [], 0]);
});

test('an interval whose buckets are none is no event', () => {
  const withBuckets = (buckets: unknown) => {
    const event = interval(1000);
    if (event.kind !== 'load/interval') assert.fail(event.kind);
    const responseTime = { count: 1, sumUs: 1, minUs: 1, maxUs: 1, buckets };
    return safeEvent({ ...event, interval: { ...event.interval, responseTime } });
  };
  for (const buckets of [[], [0, 1], [3, 1, 4, 0, 65_535, Number.MAX_SAFE_INTEGER]]) {
    const read = withBuckets(buckets);
    assert.deepEqual(read?.kind === 'load/interval' && read.interval.responseTime.buckets, buckets);
  }
  const wrong = [
    [1],
    [4, 1, 3, 1],
    [3, 1, 3, 1],
    [-1, 1],
    [0, -1],
    [0.5, 1],
    [1, 0.5],
    [65_536, 1],
    [1, 2 ** 53],
    ['1', 1],
  ];
  for (const buckets of [...wrong, [1, null], '12', { length: 0 }, null, undefined]) {
    assert.equal(withBuckets(buckets), null, JSON.stringify(buckets));
  }
});

/** The same value with something else at one of its places, chosen by `pick` (0 to 1). */
function changed(value: unknown, pick: () => number, junk: unknown): unknown {
  if (typeof value !== 'object' || value === null || pick() < 0.1) return junk;
  const keys = Object.keys(value);
  const key = keys[Math.floor(pick() * keys.length)];
  if (key === undefined) return junk;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  if (pick() < 0.1) delete copy[key];
  else copy[key] = changed(copy[key], pick, junk);
  return copy;
}

const junk = fc.constantFrom<unknown>(
  null,
  true,
  '',
  'NaN',
  -1,
  0.5,
  1e308,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  {},
  [],
  [[]],
  [1],
  [2, 1, 1, 1],
  { kind: 'note' },
  '\u001b[2J\u009b',
  'x'.repeat(70_000),
);
const picks = fc.array(fc.double({ min: 0, max: 0.999_999, noNaN: true }), { minLength: 40, maxLength: 40 });

test('an event with anything else at any place is refused, or can be shown and holds nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.constantFrom(...events), junk, picks, (event, given, chosen) => {
      let at = 0;
      const read = safeEvent(changed(event, () => chosen[at++ % chosen.length] ?? 0, given));
      if (read === null) return;
      assert.doesNotMatch(JSON.stringify(read), /\\u00[0189]|\u009b/);
      const store = createStore();
      for (const one of events.slice(0, 20)) store.apply(one);
      store.apply(read);
    }),
    { numRuns: 3000 },
  );
});
