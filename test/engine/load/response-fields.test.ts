import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createResponseParser } from '../../../source/engine/load/response-parser.js';
import { serverTimingMs } from '../../../source/engine/load/server-timing.js';

test('of well-formed metrics the whole is read, else the longest', () => {
  const name = fc.constantFrom('app', 'total', 'db', 'cache', 'x-1');
  const metric = fc.record({ name, tenths: fc.nat(100_000), quoted: fc.boolean(), isLast: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(metric, { minLength: 1, maxLength: 5, selector: ({ name: key }) => key }), (metrics) => {
      const value = metrics
        .map(({ name: key, tenths, quoted, isLast }) => {
          const dur = `dur=${quoted ? `"${tenths / 10}"` : tenths / 10}`;
          const desc = 'desc="a, \\"b\\"; dur=1"';
          return [key, ...(isLast ? [desc, dur] : [dur, desc])].join(';');
        })
        .join(', ');
      const of = (key: string): number | undefined => metrics.find(({ name: other }) => other === key)?.tenths;
      const expected = of('total') ?? of('app') ?? Math.max(...metrics.map(({ tenths }) => tenths));
      assert.equal(serverTimingMs(value), expected / 10);
    }),
  );
});

test('a long and hostile value costs no more than its length', () => {
  // Linear work ends within the test's time; work that grows with the square of the length would not.
  for (const hostile of ['"\\', 'a;dur', ',', '";', '"a', ' ', 'dur=1;']) {
    assert.ok((serverTimingMs(hostile.repeat(64 * 1024)) ?? 0) >= 0);
  }
});

const fieldText = fc.string({ unit: fc.constantFrom(...'abcXYZ019=;,"\\ \t/.-_%éÿ'.split('')), maxLength: 40 });

test('every Set-Cookie of an answer is kept, in order, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fieldText, { maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.constantFrom('Set-Cookie', 'set-cookie', 'SET-COOKIE'),
      (cookies, cuts, name) => {
        const lines = cookies.map((cookie) => `${name}: ${cookie}\r\nX-Between: 1\r\n`);
        const bytes = Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join('')}content-length: 0\r\n\r\n`, 'latin1');
        const parser = createResponseParser();
        const places = [...new Set(cuts.map((cut) => cut % bytes.length)), bytes.length].sort((a, b) => a - b);
        let from = 0;
        for (const place of places) {
          if (place > from) parser.feed(bytes.subarray(from, place));
          from = place;
        }
        assert.equal(parser.state(), 'done');
        assert.deepEqual(
          parser.head().setCookies,
          cookies.map((cookie) => cookie.trim()),
        );
      },
    ),
  );
});

test('an answer to the same connection has its own cookies and place, not those of the one before', () => {
  const parser = createResponseParser();
  const answers = [
    ['set-cookie: a=1\r\nlocation: /one\r\n', ['a=1'], '/one'],
    ['', [], null],
    ['Location:  /two \r\n', [], '/two'],
  ] as const;
  for (const [lines, cookies, location] of answers) {
    parser.expect(false);
    parser.feed(Buffer.from(`HTTP/1.1 302 Found\r\n${lines}content-length: 0\r\n\r\n`));
    assert.deepEqual([parser.head().setCookies, parser.head().location], [cookies, location]);
  }
});
