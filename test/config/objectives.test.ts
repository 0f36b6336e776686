import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readObjective, readObjectives } from '../../source/config/objectives.js';

test('an objective is read from how a person writes it, and its text is made one form', () => {
  const rows: readonly (readonly [string, object])[] = [
    ['p99 < 75ms', { kind: 'latency', text: 'p99 < 75ms', statistic: 'p99', limitMs: 75 }],
    ['p99<75ms', { kind: 'latency', text: 'p99 < 75ms', statistic: 'p99', limitMs: 75 }],
    ['  P99  <=  75 ms ', { kind: 'latency', text: 'p99 < 75ms', statistic: 'p99', limitMs: 75 }],
    ['p999<=1s', { kind: 'latency', text: 'p999 < 1s', statistic: 'p999', limitMs: 1000 }],
    ['p99.9 ≤ 1s', { kind: 'latency', text: 'p999 < 1s', statistic: 'p999', limitMs: 1000 }],
    ['mean < 20ms', { kind: 'latency', text: 'mean < 20ms', statistic: 'mean', limitMs: 20 }],
    ['p50 < 2.5ms', { kind: 'latency', text: 'p50 < 2.5ms', statistic: 'p50', limitMs: 2.5 }],
    ['p50 < 0.01ms', { kind: 'latency', text: 'p50 < 0.01ms', statistic: 'p50', limitMs: 0.01 }],
    ['p90 < 4m', { kind: 'latency', text: 'p90 < 4m', statistic: 'p90', limitMs: 240_000 }],
    ['errors < 1%', { kind: 'errors', text: 'errors < 1%', limitRatio: 0.01 }],
    ['cpu < 80 %', { kind: 'cpu', text: 'cpu < 80%', limitRatio: 0.8 }],
  ];
  for (const [raw, value] of rows) assert.deepEqual(readObjective(raw), { kind: 'ok', value }, raw);
});

test('what is no objective is refused with what to write instead', () => {
  const rows: readonly (readonly [unknown, RegExp])[] = [
    ['p98 < 75ms', /expected one of mean, p50.*did you mean p9/],
    ['error < 1%', /did you mean errors/],
    ['p99 > 75ms', /use </],
    ['p99 = 75ms', /use </],
    ['p99 < 75', /write 75ms/],
    ['p99 < 5%', /expected a duration/],
    ['errors < 75ms', /expected a percentage/],
    ['errors < 0.01', /write 0\.01%/],
    ['errors < 0%', /above 0% and below 100%/],
    ['p99 < 0ms', /above zero/],
    ['p99 < 5m', /at most 4m/],
    ['p99', /such as/],
    ['< 75ms', /such as/],
    ['', /such as/],
    ['constructor < 1ms', /expected one of/],
    ['__proto__ < 1ms', /such as|expected one of/],
    [99, /such as/],
    [null, /such as/],
    [`p99 < ${'7'.repeat(10_000)}ms`, /such as/],
  ];
  for (const [raw, expected] of rows)
    assert.match(JSON.stringify(readObjective(raw)), expected, String(raw).slice(0, 40));
});

test('a message shows no control character of what was given', () => {
  const shown = JSON.stringify(readObjective('p99\u001b[31m < \u202e75ms'));
  assert.doesNotMatch(shown, /\\u001b|\u001b|\u202e/);
});

test('several objectives come from a list or from one text', () => {
  assert.equal(readObjectives(['p99 < 75ms', 'errors < 1%']).kind, 'ok');
  assert.equal(readObjectives('p99 < 75ms').kind, 'ok');
  assert.deepEqual(readObjectives([]), { kind: 'ok', value: [] });
});

test('every wrong objective of a list is told, each by its index', () => {
  const reading = readObjectives(['p98 < 1s', 'p99 < 75ms', 7]);
  assert.deepEqual(reading.kind === 'faulty' && reading.faults.map(({ path }) => path), [[0], [2]]);
});

test('two objectives on the same quantity are refused', () => {
  const reading = readObjectives(['p99 < 75ms', 'errors < 1%', 'p99 < 50ms']);
  assert.deepEqual(reading.kind === 'faulty' && reading.faults.map(({ path }) => path), [[2]]);
});

test('an objective may name one request, and keeps the name as it was written', () => {
  assert.deepEqual(readObjective('P99 ( Buy now ) < 75 ms'), {
    kind: 'ok',
    value: { kind: 'latency', text: 'p99(Buy now) < 75ms', statistic: 'p99', limitMs: 75, request: 'Buy now' },
  });
  assert.deepEqual(readObjective('errors(buy) < 1%'), {
    kind: 'ok',
    value: { kind: 'errors', text: 'errors(buy) < 1%', limitRatio: 0.01, request: 'buy' },
  });
  assert.match(JSON.stringify(readObjective('cpu(buy) < 1%')), /belongs to no single request/);
  assert.equal(readObjective('p99() < 1ms').kind, 'faulty');
  assert.equal(readObjectives(['p99(a) < 1ms', 'p99(b) < 1ms', 'p99 < 1ms']).kind, 'ok');
  assert.match(JSON.stringify(readObjectives(['p99(a) < 1ms', 'p99(a) < 2ms'])), /one objective for p99\(a\)/);
});
