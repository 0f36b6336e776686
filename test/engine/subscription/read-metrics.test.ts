import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  createDeclaredReader,
  createMetricReader,
  maxMetricNames,
  parseObject,
} from '../../../source/engine/subscription/read-metrics.js';
import type { MetricValues } from '../../../source/model/stream.js';

/** A stream's way from text to numbers. */
function createTextReader(reader = createMetricReader()): (text: string) => MetricValues | null {
  return (text) => {
    const message = parseObject(text);
    return message === null ? null : reader.read(message);
  };
}

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
    assert.deepEqual(createTextReader()(text), values);
  });
}

test('a metric seen before that comes without a number is a gap', () => {
  const read = createTextReader();
  read('{"a":1,"b":1}');
  assert.deepEqual(read('{"a":null,"b":2,"c":null}'), { a: null, b: 2 });
});

test('a sender that makes up names is held to the limit over all its messages, and what is refused is counted', () => {
  const reader = createMetricReader();
  const read = createTextReader(reader);
  const names = new Set<string>();
  for (let message = 0; message < 50; message++) {
    const text = JSON.stringify(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`m${message}-${i}`, i])));
    for (const name of Object.keys(read(text)!)) names.add(name);
  }
  assert.equal(names.size, maxMetricNames);
  assert.deepEqual(read('{"m0-0":7}'), { 'm0-0': 7 });
  assert.deepEqual(reader.series(), { kept: maxMetricNames, refused: 50 * 30 - maxMetricNames });
});

test('nesting deeper than the bound is ignored, not followed', () => {
  const depth = 5_000;
  assert.deepEqual(createTextReader()(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`), {});
});

test('control characters in a name cannot reach a terminal', () => {
  const text = JSON.stringify({ 'cpu\u001b[31m': 1, 'a\u009b': 2, 'b\u202e': 3 });
  assert.deepEqual(createTextReader()(text), { 'cpu\ufffd[31m': 1, 'a\ufffd': 2, 'b\ufffd': 3 });
});

test('whatever comes, the answer is null or finite numbers and gaps within the limits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.object().map(JSON.stringify)), (text) => {
      const values = createTextReader()(text);
      if (values === null) return;
      assert.ok(Object.keys(values).length <= maxMetricNames);
      for (const value of Object.values(values)) assert.ok(value === null || Number.isFinite(value));
    }),
  );
});

test('declared metrics are found by their paths, and one that is missing is a gap', () => {
  const gauge = { kind: 'gauge', unit: null } as const;
  const read = createTextReader(
    createDeclaredReader([
      { name: 'load', path: 'os.load.0', ...gauge },
      { name: 'depth', path: 'queue.depth', ...gauge },
    ]),
  );
  assert.deepEqual(read('{"os":{"load":[0.5,1]},"queue":{"depth":3},"other":9}'), { load: 0.5, depth: 3 });
  assert.deepEqual(read('{"os":{"load":[]},"queue":{"depth":"3"}}'), {});
  assert.deepEqual(read('{"os":{"load":[2]}}'), { load: 2, depth: null });
});

test('a declared path finds own keys only, never what every object has', () => {
  const read = createTextReader(
    createDeclaredReader([{ name: 'length', path: 'constructor.length', kind: 'gauge', unit: null }]),
  );
  assert.deepEqual(read('{"a":1}'), {});
});
