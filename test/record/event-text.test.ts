import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SessionEvent } from '../../source/model/events.js';
import { eventOfText } from '../../source/record/event-text.js';
import { withBuckets, withCells } from '../../source/record/histogram-cells.js';
import { parseJson } from '../../source/record/parse-json.js';
import { plainInterval } from '../../source/record/plain-interval.js';
import { safeEvent } from '../../source/record/safe-event.js';
import { createRandom } from '../../source/time/random.js';
import { latencies } from '../store/helpers/scripted-session.js';
import { interval, note } from './helpers.js';

const random = createRandom(3);
const some = () => latencies(200, 20, 0.5, random);
const plain = interval(5000);

/** An interval with all that one may have. */
function fullInterval(): Extract<SessionEvent, { readonly kind: 'load/interval' }> {
  if (plain.kind !== 'load/interval') return assert.fail();
  const { outcomes } = plain.interval;
  return {
    ...plain,
    interval: {
      ...plain.interval,
      responseTime: some(),
      serviceTime: some(),
      sendLag: some(),
      timings: { connect: some(), firstByte: some(), body: some(), server: some() },
      resent: 2,
      redirected: 1,
      requests: [
        { name: 'buy', outcomes, responseTime: some(), serviceTime: some() },
        { name: 'look', outcomes, responseTime: some(), serviceTime: some() },
      ],
    },
  };
}

const full = fullInterval();
const keptText = (event: SessionEvent): string => JSON.stringify(withCells(event));

test('an interval as it is written is read without its schema, and as with it', () => {
  for (const event of [plain, full]) {
    const value = parseJson(keptText(event)) as Readonly<Record<string, unknown>>;
    assert.deepEqual(plainInterval(value), event);
    assert.deepEqual(plainInterval(value), safeEvent(withBuckets(value)));
  }
});

/** Values that no interval has, or only here and there. */
const oddities = [
  null,
  -1,
  0.5,
  Number.POSITIVE_INFINITY,
  '5',
  '\u001b[31m',
  'ab\u00e9',
  [],
  {},
  [1, -2],
  [0.5],
  [-70_000, 1],
  true,
  2 ** 53,
  2 ** 60,
];

/** Every place in a value, as the keys that lead to it. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[key], ...placesIn(part).map((rest) => [key, ...rest])]);
}

function withOddity(value: unknown, [key, ...rest]: readonly string[], oddity: unknown): unknown {
  if (key === undefined) return oddity;
  if (Array.isArray(value))
    return value.map((part, at) => (String(at) === key ? withOddity(part, rest, oddity) : part));
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: withOddity(fields[key], rest, oddity) };
}

test('whatever is put into an interval, reading it without its schema says nothing or the same', () => {
  const value = parseJson(keptText(full));
  const places = placesIn(value);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.constantFrom(...oddities), (place, oddity) => {
      const odd = withOddity(value, place, oddity) as Readonly<Record<string, unknown>>;
      const short = plainInterval(odd);
      if (short !== null) assert.deepEqual(short, safeEvent(withBuckets(odd)));
    }),
    { numRuns: 2000 },
  );
});

test('parts of an interval that nobody wants are left out, and all else is as it was', () => {
  for (const event of [plain, full]) {
    const { timings: _timings, ...interval } = event.kind === 'load/interval' ? event.interval : assert.fail();
    assert.deepEqual(eventOfText(keptText(event), ['timings']), { ...event, interval });
    assert.deepEqual(eventOfText(keptText(event), ['serviceTime', 'timings']), {
      ...event,
      interval: { ...interval, serviceTime: interval.responseTime },
    });
  }
});

test('an interval is read in whatever order its parts are written', () => {
  const { interval, ...rest } = full;
  const turned = Object.fromEntries(Object.entries(interval).reverse());
  for (const event of [
    { ...rest, interval: turned },
    { interval: turned, ...rest },
  ]) {
    const text = JSON.stringify(withCells(event));
    assert.deepEqual(eventOfText(text, []), full);
    assert.deepEqual(
      eventOfText(text, ['serviceTime', 'timings']),
      eventOfText(keptText(full), ['serviceTime', 'timings']),
    );
  }
});

test('a phase that is named like a part is no part', () => {
  const phase = 'a,"timings":{"connect":{}},"serviceTime":{}';
  const named = { ...full, interval: { ...full.interval, phase } };
  const read = eventOfText(keptText(named), ['serviceTime', 'timings']);
  assert.equal(read?.kind === 'load/interval' ? read.interval.phase : null, phase);
});

test('other events are read as they are', () => {
  assert.deepEqual(eventOfText(JSON.stringify(note(5)), ['timings']), note(5));
  assert.equal(eventOfText('{"atMs":1,"kind":"load/interval","timings":{}', ['timings']), null);
  assert.equal(eventOfText(null, []), null);
});
