import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readHosts } from '../../source/config/hosts.js';
import { nearestName } from '../../source/config/nearest.js';
import { quoted } from '../../source/config/quote.js';
import { readHeaders, readMethod } from '../../source/config/request-parts.js';
import { readServerAddress } from '../../source/config/server-address.js';
import { readRamp, readSine, readSpike, readSteps } from '../../source/config/shapes.js';
import { readStreamUrl, readTargetUrl } from '../../source/config/urls.js';
import { hasUnprintable } from '../../source/model/plain-text.js';

const ok = (value: unknown) => ({ kind: 'ok', value });

test('a target URL is read into where it leads', () => {
  const rows: readonly (readonly [string, object])[] = [
    ['http://127.0.0.1:8080/a?b=c#d', { protocol: 'http', host: '127.0.0.1', port: 8080, path: '/a?b=c' }],
    ['HTTPS://Example.ORG', { protocol: 'https', host: 'example.org', port: 443, path: '/' }],
    ['http://[::1]:9/x', { protocol: 'http', host: '::1', port: 9, path: '/x' }],
    ['http://127.1/', { protocol: 'http', host: '127.0.0.1', port: 80, path: '/' }],
  ];
  for (const [raw, address] of rows) {
    const reading = readTargetUrl(raw);
    assert.deepEqual(reading.kind === 'ok' && reading.value.address, address, raw);
  }
});

test('a URL that is not for load is refused', () => {
  const rows: readonly (readonly [unknown, RegExp])[] = [
    ['ftp://example.org/', /expected http:\/\/ or https:\/\//],
    ['ws://example.org/', /expected http/],
    ['file:///etc/passwd', /expected/],
    ['javascript:alert(1)', /expected a URL/],
    ['example.org/path', /begin it with http:\/\//],
    ['http://', /expected a URL/],
    ['http://a b/', /spaces or control/],
    ['http://a\r\nHost: b/', /spaces or control/],
    ['http://example.org:0/', /port from 1/],
    ['http://example.org:99999/', /expected a URL/],
    [`http://example.org/${'a'.repeat(3000)}`, /at most 2048/],
    ['', /an empty text/],
    [null, /got null/],
    [7, /got 7/],
  ];
  for (const [raw, expected] of rows)
    assert.match(JSON.stringify(readTargetUrl(raw)), expected, String(raw).slice(0, 40));
});

test('credentials in a URL are refused, and no message repeats them', () => {
  for (const raw of [
    'http://user:hunter2@example.org/',
    'http://:hunter2@h/',
    'user:hunter2@example.org',
    'http://u:hunter2@',
  ]) {
    const shown = JSON.stringify(readTargetUrl(raw));
    assert.match(shown, /faulty/, raw);
    assert.doesNotMatch(shown, /hunter2/, raw);
  }
});

test('a stream URL is ws or wss', () => {
  assert.deepEqual(readStreamUrl('ws://127.0.0.1:9001/metrics'), ok('ws://127.0.0.1:9001/metrics'));
  assert.deepEqual(readStreamUrl('wss://example.org'), ok('wss://example.org/'));
  assert.match(JSON.stringify(readStreamUrl('http://example.org/')), /expected ws:\/\/ or wss:\/\//);
  assert.match(JSON.stringify(readStreamUrl('wss://u:hunter2@h/')), /credentials/);
});

test('a server is this machine, a place over SSH, or one in a Prometheus', () => {
  const ssh = (host: string, port: number | null = null, user: string | null = null) =>
    ok({ kind: 'ssh', host, port, user });
  assert.deepEqual(readServerAddress('local'), ok({ kind: 'local' }));
  assert.deepEqual(readServerAddress('ssh://deploy@api-1.example.org:2222'), ssh('api-1.example.org', 2222, 'deploy'));
  assert.deepEqual(readServerAddress('ssh://host'), ssh('host'));
  assert.deepEqual(readServerAddress('user@host'), ssh('host', null, 'user'));
  assert.deepEqual(readServerAddress('host-alias'), ssh('host-alias'));
  assert.deepEqual(readServerAddress('ssh://u@[::1]:22/'), ssh('::1', 22, 'u'));
  assert.deepEqual(
    readServerAddress('prometheus+https://metrics.example.org/prom/'),
    ok({ kind: 'prometheus', url: 'https://metrics.example.org/prom' }),
  );
});

test('an address that is none is refused, and one that would be an option of ssh above all', () => {
  for (const raw of [
    '',
    'a b',
    '-oProxyCommand=x',
    'ssh://-oProxyCommand=x',
    'u@-x',
    'host\u001b',
    '$(x)',
    'a;b',
    null,
    7,
  ]) {
    assert.match(JSON.stringify(readServerAddress(raw)), /expected \\"local\\", ssh:/, String(raw));
  }
  assert.match(JSON.stringify(readServerAddress('http://host/')), /write prometheus\+http/);
  assert.match(JSON.stringify(readServerAddress('ssh://host:0')), /port from 1 to 65535/);
  for (const raw of ['ssh://u:hunter2@host', 'prometheus+http://u:hunter2@host']) {
    assert.match(JSON.stringify(readServerAddress(raw)), /faulty/);
    assert.doesNotMatch(JSON.stringify(readServerAddress(raw)), /hunter2/);
  }
});

test('headers come as an object, a list or one text, and keep their order', () => {
  const headers = [
    ['Accept', 'text/html'],
    ['x-a', 'b: c'],
  ];
  assert.deepEqual(readHeaders({ Accept: 'text/html', 'x-a': 'b: c' }), ok(headers));
  assert.deepEqual(readHeaders(['Accept: text/html', 'x-a:b: c']), ok(headers));
  assert.deepEqual(readHeaders('Accept: text/html'), ok([headers[0]]));
});

test('a header that could change the message is refused, and no message repeats a value', () => {
  const rows: readonly (readonly [unknown, RegExp])[] = [
    [{ a: 'secret\r\nb: c' }, /one line/],
    [{ a: 'secret\u0000' }, /one line/],
    [{ a: 'secret\u{1f600}' }, /one line/],
    [{ 'a b': 'secret' }, /header name/],
    [{ 'a\r\nb': 'secret' }, /header name/],
    [{ '': 'secret' }, /header name/],
    [{ Host: 'secret' }, /sets it itself/],
    [{ 'Content-Length': 'secret' }, /sets it itself/],
    [{ 'transfer-encoding': 'secret' }, /sets it itself/],
    [{ A: 'secret', a: 'secret' }, /twice/],
    [['no colon, only a secret'], /Name: value/],
    [[':secret'], /Name: value/],
    [{ a: 7 }, /expected text/],
    [7, /expected headers/],
    [null, /expected headers/],
  ];
  for (const [raw, expected] of rows) {
    const shown = JSON.stringify(readHeaders(raw));
    assert.match(shown, expected, JSON.stringify(raw));
    assert.doesNotMatch(shown, /secret/, JSON.stringify(raw));
  }
});

test('a method is read in any case, and an unknown one refused with the nearest', () => {
  assert.deepEqual(readMethod('post'), ok('POST'));
  assert.match(JSON.stringify(readMethod('PSOT')), /did you mean POST/);
  for (const raw of ['CONNECT', 'TRACE', 'GET / HTTP/1.1\r\n', '', 1]) {
    assert.equal(readMethod(raw).kind, 'faulty', String(raw));
  }
});

test('an allowed host is a name or an address, and comes out as URLs have it', () => {
  assert.deepEqual(
    readHosts(['API.Example.org', '10.0.0.1', '::1', '[2001:DB8::1]', 'example.org.', 'bücher.example']),
    ok(['api.example.org', '10.0.0.1', '::1', '2001:db8::1', 'example.org', 'xn--bcher-kva.example']),
  );
});

test('an allowed host that is a pattern, a URL or has a port is refused', () => {
  const rows: readonly (readonly [string, RegExp])[] = [
    ['*.example.org', /pattern/],
    ['*', /pattern/],
    ['http://example.org/', /got a URL/],
    ['example.org:8080', /write example\.org/],
    ['[::1]:80', /without a port/],
    ['a/b', /host name/],
    ['a b', /host name/],
    ['u@h', /host name/],
    ['', /empty/],
    ['a'.repeat(300), /host name/],
  ];
  for (const [raw, expected] of rows) assert.match(JSON.stringify(readHosts([raw])), expected, raw.slice(0, 30));
  assert.equal(readHosts(7).kind, 'faulty');
});

test('a ramp and steps come as text or as JSON', () => {
  const ramp = { fromPerSecond: 20, toPerSecond: 400 };
  assert.deepEqual(readRamp('1200/min..400'), ok(ramp));
  assert.deepEqual(readRamp({ from: '1200/min', to: 400 }), ok(ramp));
  assert.deepEqual(readSteps('100, 200/s,24000/min'), ok([100, 200, 400]));
  assert.deepEqual(readSteps([100, '200', 400]), ok([100, 200, 400]));
});

test('a spike and a sine come as text or as JSON', () => {
  const spike = { basePerSecond: 100, peakPerSecond: 1000, beginMs: 10_000, endMs: 15_000 };
  assert.deepEqual(readSpike('100..1000@10s+5s'), ok(spike));
  assert.deepEqual(readSpike(' 6000/min .. 1000/s @ 10000ms + 5s '), ok(spike));
  assert.deepEqual(readSpike({ base: 100, peak: '1000/s', at: '10s', length: '5s' }), ok(spike));
  assert.equal(readSpike('1.5..2@0s+1ms').kind, 'ok');
  const sine = { meanPerSecond: 200, amplitudePerSecond: 100, periodMs: 60_000 };
  assert.deepEqual(readSine('200~100/60s'), ok(sine));
  assert.deepEqual(readSine('200/s~6000/min/1m'), ok(sine));
  assert.deepEqual(readSine({ mean: 200, amplitude: '100/s', period: '60s' }), ok(sine));
  assert.equal(readSine('200~200/1s').kind, 'ok');
});

test('every wrong part of a spike or a sine is told under its key', () => {
  const pathsOf = (reading: ReturnType<typeof readSpike> | ReturnType<typeof readSine>) =>
    reading.kind === 'faulty' ? reading.faults.map(({ path }) => path.join('.')) : assert.fail('it was accepted');
  assert.deepEqual(pathsOf(readSpike('x..0@5+0s')), ['base', 'peak', 'at', 'length']);
  assert.deepEqual(pathsOf(readSpike({ base: 1 })), ['peak', 'at', 'length']);
  assert.deepEqual(pathsOf(readSine('0~x/0s')), ['mean', 'amplitude', 'period']);
  assert.deepEqual(pathsOf(readSine('100~101/60s')), ['amplitude']);
  assert.match(
    JSON.stringify(readSpike({ base: 1, peak: 2, at: '1s', length: '1s', for: 1 })),
    /only base, peak, at and length, got/,
  );
  for (const raw of ['', '100..1000', '100@10s+5s', '100..1000+5s@10s', '1'.repeat(5000), null, 7, []]) {
    assert.equal(readSpike(raw).kind, 'faulty', String(raw));
  }
  for (const raw of ['', '200', '200~100', '200/60s', null, 7, []])
    assert.equal(readSine(raw).kind, 'faulty', String(raw));
});

test('both ends of a wrong ramp are told, each under its key', () => {
  const reading = readRamp({ from: 'slow', to: 'fast' });
  assert.deepEqual(reading.kind === 'faulty' && reading.faults.map(({ path }) => path), [['from'], ['to']]);
  assert.match(JSON.stringify(readRamp({ from: 1, to: 2, over: 3 })), /only from and to, got \\"over\\"/);
  for (const raw of ['100', '1..2..3', '..', '', 7, null, [], [1, 2]])
    assert.equal(readRamp(raw).kind, 'faulty', String(raw));
  for (const raw of ['', '1,,2', [], 7, null, {}, Array.from({ length: 1001 }, () => 1)]) {
    assert.equal(readSteps(raw).kind, 'faulty');
  }
});

test('the nearest name is the one with the fewest slips, and none when all are far', () => {
  const known = ['rate', 'ramp', 'duration', 'max-rate', 'headless'];
  assert.equal(nearestName('ratee', known), 'rate');
  assert.equal(nearestName('hedless', known), 'headless');
  assert.equal(nearestName('druation', known), 'duration');
  assert.equal(nearestName('MAX-RATE', known), 'max-rate');
  assert.equal(nearestName('elephants', known), null);
  assert.equal(nearestName('x'.repeat(1_000_000), known), null);
});

test('a value from outside is named without a character that could act on a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      assert.equal(hasUnprintable(quoted(text)), false);
    }),
  );
});
