import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TargetConfig } from '../../source/config/config.js';
import { guardTarget, isLoopbackHost, unnamedHosts } from '../../source/config/target-guard.js';
import { readTargetUrl } from '../../source/config/urls.js';

function target(url: string, allow: readonly string[] = []): TargetConfig {
  const reading = readTargetUrl(url);
  assert.ok(reading.kind === 'ok', url);
  const request = { method: 'GET', headers: [], body: null, okStatus: { from: 200, to: 399 } };
  return { ...reading.value, request, allow, auth: null, tls: { ca: null, verify: true }, health: null };
}

const run = { searched: false, maxPerSecond: null };
const search = { searched: true, maxPerSecond: null };

test('loopback in every spelling needs nothing', () => {
  for (const host of [
    'localhost',
    'LOCALHOST',
    'localhost.',
    '127.0.0.1',
    '127.8.9.10',
    '127.1',
    '0x7f.1',
    '2130706433',
    '[::1]',
  ]) {
    assert.deepEqual(guardTarget([target(`http://${host}:80/`)], search), [], host);
  }
  assert.deepEqual(guardTarget([target('http://[::ffff:127.0.0.1]/')], search), []);
  assert.deepEqual(guardTarget([target('http://[0:0:0:0:0:0:0:1]/')], search), []);
});

test('what only looks like loopback is refused', () => {
  for (const host of [
    '127.0.0.1.example.org',
    'localhost.example.org',
    'notlocalhost',
    '0.0.0.0',
    '10.0.0.1',
    '128.0.0.1',
    '[::2]',
    '[::]',
    '[::ffff:10.0.0.1]',
    '[fe80::1]',
    'xn--lcalhost-0ib',
  ]) {
    assert.deepEqual(
      guardTarget([target(`http://${host}/`)], run).map(({ path }) => path),
      ['target.allow'],
      host,
    );
  }
  assert.equal(isLoopbackHost('127.0.0.1.'), true);
  assert.equal(isLoopbackHost('1127.0.0.1'), false);
});

test('a host that the user named may be loaded, and no other', () => {
  assert.deepEqual(guardTarget([target('https://API.example.org/x', ['api.example.org'])], run), []);
  assert.equal(guardTarget([target('https://api.example.org/x', ['example.org'])], run).length, 1);
  assert.equal(guardTarget([target('https://example.org/x', ['api.example.org'])], run).length, 1);
  assert.deepEqual(guardTarget([target('http://[2001:db8::1]/', ['2001:db8::1'])], run), []);
});

test('a refusal names the host and the flag that would allow it', () => {
  const [problem] = guardTarget([target('http://example.org/')], run);
  assert.match(`${problem!.message} ${problem!.hint}`, /example\.org.*--allow example\.org/);
});

test('a search beyond loopback needs a highest rate', () => {
  const allowed = target('http://example.org/', ['example.org']);
  assert.deepEqual(
    guardTarget([allowed], search).map(({ path }) => path),
    ['--max-rate'],
  );
  assert.deepEqual(guardTarget([allowed], { searched: true, maxPerSecond: 100 }), []);
  assert.equal(guardTarget([target('http://example.org/')], search).length, 2);
});

test('every host beside the target passes the same guard, and is told once', () => {
  const here = target('http://127.0.0.1/');
  const there = target('http://a.example/');
  const allowed = target('http://b.example/', ['b.example']);
  const places = [here, there, there, allowed] as const;
  assert.deepEqual(
    guardTarget(places, search).map(({ path }) => path),
    ['hosts[0].allow', '--max-rate'],
  );
  assert.deepEqual(unnamedHosts(places), ['a.example']);
  assert.deepEqual(unnamedHosts([here, allowed]), []);
  assert.equal(guardTarget([here, here], search).length, 0);
});
