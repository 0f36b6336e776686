import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeLayers, type RawLayer } from '../../source/config/merge.js';
import type { Origin } from '../../source/config/origin.js';

type Content = RawLayer['content'];

const layer = (name: string, content: Content, kind: Origin['kind'] = 'file'): RawLayer => ({
  origin: { kind, name, environment: null },
  content,
});

const merged = (...contents: readonly Content[]) =>
  mergeLayers(contents.map((content, index) => layer(`${index}`, content)));

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('objects merge, lists replace and null deletes', () => {
  const rows: readonly (readonly [readonly Content[], Content])[] = [
    [[{ load: { seed: 1, timeout: '1s' } }, { load: { seed: 2 } }], { load: { seed: 2, timeout: '1s' } }],
    [[{ objectives: ['a', 'b'] }, { objectives: ['c'] }], { objectives: ['c'] }],
    [[{ load: { seed: 1, timeout: '1s' } }, { load: { seed: null } }], { load: { timeout: '1s' } }],
    [[{ load: { seed: 1 } }, { load: null }], {}],
    [[{ feeder: 'a.csv' }, { feeder: { file: 'b.csv' } }], { feeder: { file: 'b.csv' } }],
    [
      [{ screen: { keys: { freeze: 'f' } } }, { screen: { keys: { stop: 'X' } } }],
      { screen: { keys: { freeze: 'f', stop: 'X' } } },
    ],
  ];
  for (const [contents, expected] of rows) assert.deepEqual(plain(merged(...contents).content), expected);
});

test('a shape of the load stands in place of any other below it', () => {
  const { content } = merged({ load: { rate: 5, seed: 1 } }, { load: { ramp: '1..2' } });
  assert.deepEqual(plain(content), { load: { seed: 1, ramp: '1..2' } });
  // Two in one source stay two: that is a slip to be told.
  assert.deepEqual(plain(merged({ load: { rate: 5, ramp: '1..2' } }).content), { load: { rate: 5, ramp: '1..2' } });
});

test('who sends is one choice, and header fields are the same in any case', () => {
  const auth = { basic: { user: 'me', password: 'file:p' } };
  const first = { target: { auth: { bearer: 'file:t' }, headers: { Accept: 'a', 'x-a': '1' } } };
  const { content } = merged(first, { target: { auth, headers: { accept: 'b' } } });
  assert.deepEqual(plain(content), { target: { auth, headers: { 'x-a': '1', accept: 'b' } } });
});

test('credentials stay behind where another source names another URL', () => {
  const given = {
    target: { url: 'http://a/', auth: { bearer: 'file:t' }, headers: { Authorization: 'x', accept: 'a' } },
  };
  const other = { target: { url: 'http://b/' } };
  const rest = { target: { headers: { accept: 'a' }, url: 'http://b/' } };
  assert.deepEqual(plain(merged(given, other).content), rest);
  const list = { target: { headers: ['cookie: x', 'accept: a'] } };
  assert.deepEqual(plain(merged(list, other).content), { target: { headers: ['accept: a'], url: 'http://b/' } });
  // An environment of the same file, and a variable, are of whoever gave the credentials, or sits at the keyboard.
  for (const kept of [layer('f', other), layer('PLIMSOLL_TARGET_URL', other, 'variable')]) {
    const { content } = mergeLayers([layer('f', given), kept]);
    assert.deepEqual(plain(content), { target: { ...given.target, url: 'http://b/' } });
  }
});

test('every value knows who said it', () => {
  const both = merged({ load: { seed: 1, timeout: '1s' }, objectives: ['a'] }, { load: { seed: 2 } });
  assert.deepEqual(
    both.leaves.map(({ path, origin }) => [path.join('.'), origin.name]),
    [
      ['load.seed', '1'],
      ['load.timeout', '0'],
      ['objectives', '0'],
    ],
  );
  assert.equal(both.originAt(['load', 'seed'])?.name, '1');
  assert.equal(both.originAt(['objectives', 'deeper'])?.name, '0');
  assert.equal(both.originAt(['nothing']), null);
});

test('no key of any layer reaches a prototype, and nothing given is changed', () => {
  const keys = fc.constantFrom('__proto__', 'constructor', 'prototype', 'load', 'target', 'headers', 'toString', 'a');
  const { content } = fc.letrec<{ content: Content }>((tie) => ({
    content: fc.dictionary(keys, fc.oneof({ depthSize: 'small' }, fc.constantFrom(null, 1, 'x'), tie('content'))),
  }));
  fc.assert(
    fc.property(fc.array(content, { maxLength: 4 }), (contents) => {
      const before = JSON.stringify(contents);
      const { content: all } = merged(...contents);
      assert.equal(JSON.stringify(contents), before);
      assert.equal(Object.getPrototypeOf(all), null);
      assert.deepEqual(Object.keys(Object.prototype), []);
      assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    }),
  );
  const attack: Content = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}');
  merged(attack, attack);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  assert.equal(Object.hasOwn(Object, 'polluted'), false);
});

test('to lay the same over itself changes nothing', () => {
  const value: fc.Arbitrary<Content> = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom('x', 'y'), fc.integer())),
  );
  fc.assert(
    fc.property(value, (content) => {
      assert.deepEqual(plain(merged(content, content).content), plain(merged(content).content));
    }),
  );
});

test('a channel and a receiver are one choice: no secret of one layer goes to the place of another', () => {
  const mine = {
    channels: { mail: { type: 'mail', host: 'mine', password: 'file:p' }, chat: { type: 'slack', url: 'file:c' } },
    publish: { otlp: { url: 'http://mine/', headers: { authorization: 'Bearer x' } }, 'native-histograms': true },
  };
  const theirs = {
    channels: { mail: { type: 'mail', host: 'theirs' } },
    publish: { otlp: { url: 'http://theirs/' } },
  };
  assert.deepEqual(plain(merged(mine, theirs).content), {
    channels: { mail: { type: 'mail', host: 'theirs' }, chat: { type: 'slack', url: 'file:c' } },
    publish: { otlp: { url: 'http://theirs/' }, 'native-histograms': true },
  });
});

test('what null deletes may stay as nulls, at any depth', () => {
  const contents: readonly Content[] = [
    { load: { seed: 1, timeout: '1s' }, objectives: ['a'] },
    { load: null, objectives: null, feeder: null },
    { load: { seed: 2 } },
  ];
  const layers = contents.map((content, index) => layer(`${index}`, content));
  assert.deepEqual(plain(mergeLayers(layers, 'null').content), {
    load: { seed: 2, timeout: null },
    objectives: null,
    feeder: null,
  });
});
