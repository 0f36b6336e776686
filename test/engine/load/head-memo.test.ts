import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHeadMemo } from '../../../source/engine/load/head-memo.js';
import { parseStatusLine } from '../../../source/engine/load/response-head.js';
import { createResponseParser } from '../../../source/engine/load/response-parser.js';

const head = parseStatusLine('HTTP/1.1 200 OK')!;

test('a head is known again where the same bytes begin a chunk, and nowhere else', () => {
  const memo = createHeadMemo();
  const bytes = Buffer.from('abcdefgh');
  assert.equal(memo.match(bytes, bytes.length), 0);
  memo.learn(bytes, 4, head);
  assert.equal(memo.match(Buffer.from('abcdxyz'), 7), 4);
  assert.equal(memo.head(), head);
  assert.equal(memo.match(Buffer.from('abcd'), 4), 4);
  assert.equal(memo.match(Buffer.from('abcX'), 4), 0);
  assert.equal(memo.match(Buffer.from('xabcd'), 5), 0);
  // What lies in the buffer beyond the length read belongs to another answer.
  assert.equal(memo.match(Buffer.from('abcdefgh'), 3), 0);
});

test('a head too long to keep leaves the one before', () => {
  const memo = createHeadMemo();
  memo.learn(Buffer.from('abcd'), 4, head);
  memo.learn(Buffer.alloc(5_000, 97), 5_000, head);
  assert.equal(memo.match(Buffer.from('abcd'), 4), 4);
});

/** Answers on one shared memo as [status, reusable], each fed in one piece to the connection named. */
const answers: readonly (readonly [connection: number, text: string, status: number, reusable: boolean])[] = [
  [0, 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok', 200, true],
  [1, 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nno', 200, true],
  [0, 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes', 200, true],
  [1, 'HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n', 503, true],
  [0, 'HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n', 503, true],
  [0, 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx', 200, true],
  [1, 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\ny', 200, true],
  [0, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n', 200, true],
  [1, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nxy\r\n0\r\n\r\n', 200, true],
  [0, 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', 200, false],
  [1, 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', 200, false],
];

test('connections that share a memo read the same as those that have their own', () => {
  const memo = createHeadMemo();
  const parsers = [createResponseParser(memo), createResponseParser(memo)];
  for (const [connection, text, status, reusable] of answers) {
    const parser = parsers[connection]!;
    assert.equal(parser.feed(Buffer.from(`${text}left from another read`), text.length), text.length);
    assert.deepEqual([parser.state(), parser.head().status, parser.isReusable()], ['done', status, reusable], text);
    parser.expect(false);
  }
});

test('a broken answer is not remembered, and one that begins as another breaks where it differs', () => {
  const memo = createHeadMemo();
  const parser = createResponseParser(memo);
  const bytes = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n');
  parser.feed(bytes);
  assert.equal(parser.state(), 'failed');
  assert.equal(memo.match(bytes, bytes.length), 0);
  parser.expect(false);
  const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
  parser.feed(Buffer.from(`${chunked}0\r\n\r\n`));
  assert.equal(parser.state(), 'done');
  parser.expect(false);
  parser.feed(Buffer.from(`${chunked}nonsense\r\n`));
  assert.equal(parser.state(), 'failed');
});
