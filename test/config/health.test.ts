import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHealthPlace } from '../../source/config/health.js';

test('a health check is a path of the target, or a place of its own', () => {
  assert.deepEqual(readHealthPlace('/healthz?full=1'), {
    kind: 'ok',
    value: { kind: 'path', path: '/healthz?full=1' },
  });
  assert.deepEqual(readHealthPlace('https://Example.org/up'), {
    kind: 'ok',
    value: { kind: 'url', address: { protocol: 'https', host: 'example.org', port: 443, path: '/up' } },
  });
});

test('what could lead elsewhere or break a request is refused', () => {
  for (const raw of [
    '',
    'healthz',
    '//example.org/x',
    'ftp://h/',
    'http://u:p@h/',
    '/a b',
    '/a\r\nx: y',
    '/\u001b',
    7,
    null,
  ]) {
    assert.equal(readHealthPlace(raw).kind, 'faulty', String(raw));
  }
});
