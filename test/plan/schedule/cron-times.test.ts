import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CronTimes, readCron, readZone } from '../../../source/plan/schedule/cron-times.js';

function cron(text: string, zone: string): CronTimes {
  const reading = readCron(text, zone);
  return reading.kind === 'ok' ? reading.value : assert.fail(JSON.stringify(reading.faults));
}

/** The times of an expression from one moment to another, as UTC. */
function times(text: string, zone: string, from: string, to: string): readonly string[] {
  const { next } = cron(text, zone);
  const found: string[] = [];
  for (let at = next(Date.parse(from)); at !== null && at <= Date.parse(to); at = next(at)) {
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

for (const [what, text, zone, from, to, expected] of [
  [
    'a fixed time that the night of spring does not have is the first moment after the gap, once',
    ...['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T12:00Z'],
    ['2026-03-29T01:00', '2026-03-30T00:30'],
  ],
  [
    'a fixed time that comes twice in the night of autumn counts the first time',
    ...['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-26T12:00Z'],
    ['2026-10-25T00:30', '2026-10-26T01:30'],
  ],
  [
    'what goes by every half hour goes on through the hour that comes twice',
    ...['*/30 * * * *', 'Europe/Berlin', '2026-10-24T23:59Z', '2026-10-25T02:00Z'],
    ['2026-10-25T00:00', '2026-10-25T00:30', '2026-10-25T01:00', '2026-10-25T01:30', '2026-10-25T02:00'],
  ],
  [
    'a zone whose clocks move by half an hour is none the worse for it',
    ...['15 2 * * *', 'Australia/Lord_Howe', '2026-10-02T00:00Z', '2026-10-05T00:00Z'],
    ['2026-10-02T15:45', '2026-10-03T15:30', '2026-10-04T15:15'],
  ],
  [
    'the last day of a month is found',
    ...['0 6 L * *', 'UTC', '2026-01-31T07:00Z', '2026-04-01T00:00Z'],
    ['2026-02-28T06:00', '2026-03-31T06:00'],
  ],
] as const) {
  test(what, () => assert.deepEqual(times(text, zone, from, to), expected));
}

for (const text of [
  '',
  '* * * *',
  '* * * * * *',
  '61 * * * *',
  '0 25 * * *',
  'a b c d e',
  '0 0 31 2 *x',
  5,
  null,
  '* '.repeat(101),
]) {
  test(`refuses the cron expression ${String(text).slice(0, 12)}`, () => {
    const reading = readCron(text, 'UTC');
    assert.equal(reading.kind, 'faulty');
    assert.match(reading.kind === 'faulty' ? (reading.faults[0]?.message ?? '') : '', /^expected a cron expression/);
  });
}

test('an expression that never comes is refused, and one that comes every few years is not', () => {
  for (const text of ['0 0 31 2 *', '30 2 30 2 *', '0 0 31 4,6,9,11 *']) {
    const reading = readCron(text, 'Europe/Berlin');
    assert.match(reading.kind === 'faulty' ? (reading.faults[0]?.message ?? '') : '', /which never does$/, text);
  }
  assert.equal(cron('0 0 29 2 *', 'UTC').next(Date.parse('2097-01-01T00:00Z')), Date.parse('2104-02-29T00:00Z'));
});

test('a time zone is one that the machine knows', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York']) assert.equal(readZone(zone).kind, 'ok', zone);
  for (const zone of ['', 'Mars/Olympus', '../etc/passwd', 5, 'x'.repeat(65)])
    assert.equal(readZone(zone).kind, 'faulty');
});
