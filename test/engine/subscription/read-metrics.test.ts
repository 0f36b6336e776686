import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMetricReader, maxMetricNames } from '../../../source/engine/subscription/read-metrics.js';

const rows: readonly [text: string, values: object | null][] = [
  ['{"a":1,"b":2.5}', { a: 1, b: 2.5 }],
  ['{"os":{"load":[0.5,0.25]}}', { 'os.load.0': 0.5, 'os.load.1': 0.25 }],
  ['{"name":"x","up":true,"a":1}', { a: 1 }],
  ['{"a":1e999}', {}],
  ['{}', {}],
  ['{"__proto__":{"a":1},"b":1}', { b: 1 }],
  ['[1]', null],
  ['1', null],
  ['null', null],
  ['{"a":1', null],
  ['', null],
];

for (const [text, values] of rows) {
  test(`reads ${text === '' ? 'an empty text' : text}`, () => {
    assert.deepEqual(createMetricReader()(text), values);
  });
}

test('a metric seen before that comes without a number is a gap', () => {
  const read = createMetricReader();
  read('{"a":1,"b":1}');
  assert.deepEqual(read('{"a":null,"b":2,"c":null}'), { a: null, b: 2 });
});

test('a sender that makes up names is held to the limit over all its messages', () => {
  const read = createMetricReader();
  const names = new Set<string>();
  for (let message = 0; message < 50; message++) {
    const text = JSON.stringify(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`m${message}-${i}`, i])));
    for (const name of Object.keys(read(text)!)) names.add(name);
  }
  assert.equal(names.size, maxMetricNames);
  assert.deepEqual(read('{"m0-0":7}'), { 'm0-0': 7 });
});

test('nesting deeper than the bound is ignored, not followed', () => {
  const depth = 5_000;
  assert.deepEqual(createMetricReader()(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`), {});
});

test('control characters in a name cannot reach a terminal', () => {
  const text = JSON.stringify({ 'cpu\u001b[31m': 1, 'a\u009b': 2, 'b\u202e': 3 });
  assert.deepEqual(createMetricReader()(text), { 'cpu\ufffd[31m': 1, 'a\ufffd': 2, 'b\ufffd': 3 });
});

test('whatever comes, the answer is null or finite numbers and gaps within the limits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.object().map(JSON.stringify)), (text) => {
      const values = createMetricReader()(text);
      if (values === null) return;
      assert.ok(Object.keys(values).length <= maxMetricNames);
      for (const value of Object.values(values)) assert.ok(value === null || Number.isFinite(value));
    }),
  );
});
