import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../source/record/parse-json.js';

test('a long text of many brackets is read, as long as few of them are in one another', () => {
  const flat = Array.from({ length: 2000 }, (_, at) => [{ at }]);
  assert.deepEqual(parseJson(JSON.stringify(flat)), flat);
  const texts = ['['.repeat(3000), '"{'.repeat(3000), '\\['.repeat(1000)];
  assert.deepEqual(parseJson(JSON.stringify(texts)), texts);
});

test('what is nested deeper than anything of plimsoll is not read', () => {
  const nested = (depth: number): string => `${'[{"a":'.repeat(depth)}"${'x'.repeat(5000)}"${'}]'.repeat(depth)}`;
  assert.notEqual(parseJson(nested(32)), null);
  assert.equal(parseJson(nested(33)), null);
  assert.equal(parseJson(`${'['.repeat(65)}"${'x'.repeat(5000)}"${']'.repeat(65)}`), null);
});

test('what is no JSON is null', () => {
  for (const text of ['', '{', 'x'.repeat(5000), 7, null, new Uint8Array(3)]) assert.equal(parseJson(text), null);
});
