import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createResponseParser, headerLimitBytes } from '../../../source/engine/load/response-parser.js';

type Answer = { readonly status: number; readonly reusable: boolean };
type Read = { readonly answers: readonly Answer[]; readonly failed: string | null };

/** Reads a stream given in pieces, to its end, as one connection would that sends its requests ahead. */
function read(pieces: readonly string[], toHead = false, ends = true): Read {
  const parser = createResponseParser();
  const answers: Answer[] = [];
  let isMidway = false;
  parser.expect(toHead);
  const take = (): boolean => {
    if (parser.state() !== 'done') return false;
    answers.push({ status: parser.head().status, reusable: parser.isReusable() });
    parser.expect(toHead);
    isMidway = false;
    return true;
  };
  for (const piece of pieces) {
    let rest = Buffer.from(piece, 'latin1');
    while (rest.length > 0 && parser.state() === 'reading') {
      const taken = parser.feed(rest);
      isMidway = true;
      rest = rest.subarray(taken);
      if (!take()) assert.ok(taken > 0 || parser.state() === 'failed', 'takes bytes, or says why not');
    }
  }
  if (ends && isMidway) {
    parser.end();
    take();
  }
  return { answers, failed: parser.state() === 'failed' ? parser.reason() : null };
}

const rows: readonly (readonly [name: string, stream: string, answers: readonly (readonly [number, boolean])[]])[] = [
  ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', [[200, true]]],
  ['no body by length', 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n', [[404, true]]],
  ['a status line without words', 'HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n', [[200, true]]],
  ['bare line feeds', 'HTTP/1.1 200 OK\ncontent-length: 1\n\nx', [[200, true]]],
  ['the same length twice', 'HTTP/1.1 200 OK\r\ncontent-length: 1, 1\r\ncontent-length: 1\r\n\r\nx', [[200, true]]],
  ['chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n', [[200, true]]],
  [
    'chunks with extensions and trailers',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n1;a="b"\r\nx\r\n00A ;c\r\n0123456789\r\n0\r\nx-sum: 1\r\n\r\n',
    [[200, true]],
  ],
  [
    'chunks before a length',
    'HTTP/1.1 200 OK\r\ncontent-length: 99\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    [[200, true]],
  ],
  [
    'no body by status',
    'HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n',
    [
      [204, true],
      [304, true],
    ],
  ],
  [
    'early hints before the answer',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
    [[200, true]],
  ],
  ['a body until the end', 'HTTP/1.1 200 OK\r\n\r\nany\r\n\r\nthing', [[200, false]]],
  ['a farewell', 'HTTP/1.1 200 OK\r\nConnection: foo, Close\r\ncontent-length: 1\r\n\r\nx', [[200, false]]],
  ['version 1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\nx', [[200, false]]],
  ['version 1.0 that stays', 'HTTP/1.0 200 OK\r\nconnection: Keep-Alive\r\ncontent-length: 1\r\n\r\nx', [[200, true]]],
  [
    'two in a row',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n',
    [
      [200, true],
      [503, true],
    ],
  ],
];

for (const [name, stream, expected] of rows) {
  test(`reads an answer with ${name}`, () => {
    const answers = expected.map(([status, reusable]) => ({ status, reusable }));
    assert.deepEqual(read([stream]), { answers, failed: null });
  });
}

const wrong: readonly (readonly [name: string, stream: string, reason: RegExp])[] = [
  ['another protocol', 'SSH-2.0-OpenSSH_10.0\r\n', /status line/],
  ['HTTP/2', 'HTTP/2 200 OK\r\n\r\n', /status line/],
  ['a status out of range', 'HTTP/1.1 099 Odd\r\n\r\n', /status line/],
  ['a header without a name', 'HTTP/1.1 200 OK\r\nno name here\r\n\r\n', /had no name/],
  ['a folded header', 'HTTP/1.1 200 OK\r\na: b\r\n c: d\r\n\r\n', /folded/],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', /two different lengths/],
  ['a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n', /no number/],
  ['a length beyond reason', `HTTP/1.1 200 OK\r\ncontent-length: ${'9'.repeat(30)}\r\n\r\n`, /no number/],
  ['an unknown coding', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n', /other than chunked/],
  ['an unreadable chunk size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n', /readable size/],
  [
    'a chunk longer than its size',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n',
    /longer than its size/,
  ],
  ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', /switched protocols/],
  ['an end in the middle', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc', /middle of the answer/],
  ['an end in the header', 'HTTP/1.1 200 OK\r\ncontent-', /middle of the answer/],
];

for (const [name, stream, reason] of wrong) {
  test(`fails on ${name}`, () => {
    const { answers, failed } = read([stream]);
    assert.deepEqual(answers, []);
    assert.match(failed ?? 'did not fail', reason);
  });
}

test('an answer to HEAD has no body, whatever its length says', () => {
  const { answers } = read(['HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'], true);
  assert.deepEqual(answers, [
    { status: 200, reusable: true },
    { status: 200, reusable: true },
  ]);
});

test('a header beyond the limit is refused, in one line or many, whole or in pieces', () => {
  const long = `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(headerLimitBytes)}\r\n\r\n`;
  const many = `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(headerLimitBytes / 6)}\r\n`;
  const hints = 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(headerLimitBytes / 20);
  for (const stream of [long, many, hints]) {
    assert.match(read([stream]).failed ?? '', /longer than 64 KiB/);
    assert.match(read(stream.match(/[\s\S]{1,1000}/g)!).failed ?? '', /longer than 64 KiB/);
  }
});

test('a long answer in small chunks is no long header', () => {
  const stream = `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(30_000)}0\r\n\r\n`;
  assert.deepEqual(read([stream]), { answers: [{ status: 200, reusable: true }], failed: null });
});

const streams = fc.array(
  fc.constantFrom(...rows.filter(([name]) => !/until the end/.test(name)).map((row) => row[1])),
  {
    minLength: 1,
    maxLength: 5,
  },
);
const cuts = fc.array(fc.nat({ max: 2_000 }), { maxLength: 12 });

function cut(stream: string, at: readonly number[]): string[] {
  const ends = [...new Set(at.map((place) => place % (stream.length + 1)))].sort((a, b) => a - b);
  return [...ends, stream.length].map((end, index) => stream.slice(ends[index - 1] ?? 0, end));
}

test('however a stream of answers is cut, the same answers come out', () => {
  fc.assert(
    fc.property(streams, cuts, (list, at) => {
      const stream = list.join('');
      const whole = read([stream]);
      assert.equal(whole.failed, null);
      assert.ok(whole.answers.length >= list.length);
      assert.deepEqual(read(cut(stream, at)), whole);
      assert.deepEqual(read([...stream]), whole);
    }),
  );
});

test('garbage neither throws nor hangs, and means the same however it is cut', () => {
  const token = fc.constantFrom(
    'HTTP/1.1 200 OK',
    '\r\n',
    '\n',
    ':',
    'content-length: 3',
    'transfer-encoding: chunked',
    '0',
    ' ',
    'a',
  );
  const garbage = fc.oneof(
    fc.array(token, { maxLength: 20 }).map((parts) => parts.join('')),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  fc.assert(
    fc.property(garbage, cuts, (stream, at) => {
      assert.deepEqual(read(cut(stream, at)), read([stream]));
    }),
    { numRuns: 500 },
  );
});
