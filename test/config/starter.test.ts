import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readJsonText } from '../../source/config/json-text.js';
import { parseContent } from '../../source/config/parse.js';
import { type StarterParts, starterText } from '../../source/config/starter.js';

const nothing: StarterParts = { target: null, allow: null, servers: [], streams: [], objectives: [], maxRate: null };

test('no value of a first config gets out of its quotes', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('*/', '//', '"}', '\n"servers": [', '\\"', '\u2028'),
  );
  const parts = fc.record({
    target: text,
    allow: text,
    servers: fc.array(text, { maxLength: 3 }),
    streams: fc.array(text, { maxLength: 3 }),
    objectives: fc.array(text, { maxLength: 3 }),
    maxRate: text,
  });
  fc.assert(
    fc.property(parts, (given) => {
      const json = readJsonText(starterText(given));
      if (json.kind === 'problems') assert.fail(JSON.stringify(json));
      const { target, servers, streams, objectives, discovery, ...rest } = JSON.parse(JSON.stringify(json.value));
      assert.deepEqual(target, { url: given.target, allow: [given.allow] });
      assert.deepEqual(
        servers.map(({ address }: { readonly address: string }) => address),
        given.servers,
      );
      assert.deepEqual(
        streams.map(({ url }: { readonly url: string }) => url),
        given.streams,
      );
      assert.deepEqual(objectives, given.objectives);
      assert.deepEqual(discovery, { 'max-rate': given.maxRate });
      assert.deepEqual(Object.keys(rest), ['load', 'environments']);
    }),
  );
});

test('a first config of nothing at all is a config', () => {
  assert.equal(parseContent(starterText(nothing)).kind, 'ok');
});
