import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStop, readStops } from '../../source/config/stops.js';

test('every kind of stop rule is read, and its text is what was written, tidied', () => {
  const rows: readonly (readonly [string, object])[] = [
    ['errors > 20% for 5s', { kind: 'errors', text: 'errors > 20% for 5s', limitRatio: 0.2, spanMs: 5000 }],
    ['Errors>=0.5 %', { kind: 'errors', text: 'errors > 0.5%', limitRatio: 0.005, spanMs: 1000 }],
    [
      'p99 > 2s for 10s',
      { kind: 'latency', text: 'p99 > 2s for 10s', statistic: 'p99', limitMs: 2000, spanMs: 10_000 },
    ],
    ['p99.9 > 500 ms', { kind: 'latency', text: 'p99.9 > 500ms', statistic: 'p999', limitMs: 500, spanMs: 1000 }],
    [
      'mean ≥ 1s  for  1m',
      { kind: 'latency', text: 'mean > 1s for 1m', statistic: 'mean', limitMs: 1000, spanMs: 60_000 },
    ],
    ['in-flight > 500', { kind: 'in-flight', text: 'in-flight > 500', limit: 500, spanMs: 0 }],
    ['in-flight >= 500 for 300ms', { kind: 'in-flight', text: 'in-flight >= 500 for 300ms', limit: 499, spanMs: 300 }],
    ['cpu > 95% for 10s', { kind: 'cpu', text: 'cpu > 95% for 10s', limitRatio: 0.95, spanMs: 10_000 }],
    ['count >= 100000', { kind: 'count', text: 'count >= 100000', count: 100_000 }],
    ['count > 99999', { kind: 'count', text: 'count > 99999', count: 100_000 }],
    ['duration >= 5m', { kind: 'duration', text: 'duration >= 5m', durationMs: 300_000 }],
  ];
  for (const [raw, value] of rows) assert.deepEqual(readStop(raw), { kind: 'ok', value }, raw);
});

test('what is no stop rule is refused with what was expected', () => {
  const rows: readonly (readonly [unknown, RegExp])[] = [
    ['p98 > 1s', /expected one of errors, mean.*got .*p98.*did you mean/],
    ['__proto__ > 1', /expected a stop rule/],
    ['constructor > 1', /expected one of errors/],
    ['errors < 20%', /use >/],
    ['errors > 20', /write 20%/],
    ['errors > 0%', /above 0% and below 100%/],
    ['errors > 20% for 500ms', /from 1s to 5m after/],
    ['errors > 20% for 10m', /from 1s to 5m after/],
    ['errors > 20% for ages', /expected a duration/],
    ['p99 > 2', /add a unit/],
    ['p99 > 5m', /at most 4m/],
    ['p99 > 0ms', /1ms or more/],
    ['in-flight > 0', /whole number from 1/],
    ['in-flight > many', /whole number/],
    ['count >= 10 for 5s', /no .*for.* after a count/],
    ['duration >= 0s', /1ms or more/],
    ['errors', /expected a stop rule/],
    ['', /expected a stop rule/],
    ['x'.repeat(5000), /expected a stop rule/],
    [7, /got 7/],
    [null, /got null/],
  ];
  for (const [raw, expected] of rows) assert.match(JSON.stringify(readStop(raw)), expected, String(raw).slice(0, 40));
});

test('both faults of one rule are told', () => {
  const reading = readStop('errors > 200% for ages');
  assert.equal(reading.kind === 'faulty' && reading.faults.length, 2);
});

test('rules come as a list or alone, each wrong one under its number', () => {
  assert.equal(readStops('count >= 1').kind, 'ok');
  const reading = readStops(['count >= 1', 'x', 'cpu > 1']);
  assert.deepEqual(reading.kind === 'faulty' && reading.faults.map(({ path }) => path), [[1], [2]]);
  assert.equal(readStops(Array.from({ length: 21 }, () => 'count >= 1')).kind, 'faulty');
  assert.equal(readStops({}).kind, 'faulty');
});
