import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readInvocation } from '../../source/commands/invocation.js';
import type { PublishConfig } from '../../source/config/publish-config.js';
import { nowhere } from '../publish/helpers/nowhere.js';

const noFile = (): string => assert.fail('no file was named');

function published(flags: readonly string[], file: object | null = null): PublishConfig | readonly string[] {
  const text = JSON.stringify({ target: { url: 'http://127.0.0.1/' }, ...file });
  const place = file === null ? 'http://127.0.0.1/' : 'conf/load.json';
  const invocation = readInvocation(['run', place, ...flags], file === null ? noFile : () => text);
  if (invocation.kind === 'problems') return invocation.problems.map(({ path, message }) => `${path}: ${message}`);
  return invocation.kind === 'ok' && 'config' in invocation ? invocation.config.publish : assert.fail('no config');
}

function configOf(flags: readonly string[], file: object | null = null): PublishConfig {
  const config = published(flags, file);
  return 'listen' in config ? config : assert.fail(JSON.stringify(config));
}

test('nothing is published that nobody asked for', () => {
  assert.deepEqual(configOf([]), nowhere);
});

const addresses: readonly (readonly [text: string, host: string, port: number])[] = [
  ['9464', '127.0.0.1', 9464],
  [':9464', '127.0.0.1', 9464],
  ['0', '127.0.0.1', 0],
  ['10.0.0.5:80', '10.0.0.5', 80],
  ['[::1]:9464', '::1', 9464],
  ['localhost:9464', 'localhost', 9464],
];

for (const [text, host, port] of addresses) {
  test(`scrapers find ${text} at ${host}, port ${port}`, () => {
    assert.deepEqual(configOf(['--metrics-listen', text]).listen, { host, port });
  });
}

test('a receiver is a URL, or says with which header fields and how often', () => {
  const { influx, otlp, remoteWrite } = configOf([], {
    publish: {
      otlp: 'http://127.0.0.1:4318',
      'remote-write': { url: 'http://127.0.0.1:9090/', headers: { 'x-scope-orgid': 'a' }, every: '5s' },
      influx: { url: 'http://127.0.0.1:8086/write?db=load' },
    },
  });
  assert.deepEqual(otlp, { url: 'http://127.0.0.1:4318/v1/metrics', headers: [], everyMs: null });
  assert.deepEqual(remoteWrite, {
    url: 'http://127.0.0.1:9090/api/v1/write',
    headers: [['x-scope-orgid', 'a']],
    everyMs: 5000,
  });
  assert.equal(influx?.url, 'http://127.0.0.1:8086/write?db=load');
});

test('StatsD is a host and port, with tags where they are wanted', () => {
  assert.deepEqual(configOf(['--statsd', 'metrics.example.org:8125']).statsd, {
    host: 'metrics.example.org',
    port: 8125,
    tags: false,
    everyMs: null,
  });
  const statsd = { address: '127.0.0.1:8125', tags: true, every: '10s' };
  assert.deepEqual(configOf([], { publish: { statsd } }).statsd, {
    host: '127.0.0.1',
    port: 8125,
    tags: true,
    everyMs: 10_000,
  });
});

test('a log and the file of a token lie beside the config file that names them', () => {
  const { log, token } = configOf([], {
    publish: { 'metrics-token': 'file:token' },
    log: { 'log-file': 'plimsoll.log', 'log-level': 'debug', 'log-size': '1MB', 'log-keep': 2 },
  });
  assert.deepEqual(log, { file: 'conf/plimsoll.log', level: 'debug', sizeBytes: 1_000_000, keep: 2 });
  assert.deepEqual(token, { kind: 'file', path: 'conf/token' });
});

const refusals: readonly (readonly [what: string, flags: readonly string[], file: object | null, problem: RegExp])[] = [
  [
    'no token beyond loopback',
    ['--metrics-listen', '0.0.0.0:9464', '--metrics-open'],
    null,
    /--metrics-open: expected a token/,
  ],
  ['a token and none', ['--metrics-open', '--metrics-token', 'file:t'], null, /expected a token or none, got both/],
  ['a token that is written out', ['--metrics-token', 'hush'], null, /--metrics-token: expected a reference/],
  ['an address without a port', ['--metrics-listen', 'localhost'], null, /expected a port such as 9464/],
  ['a port that there is not', ['--metrics-listen', '70000'], null, /expected a port such as 9464/],
  [
    'Influx lines without a place',
    ['--influx', 'http://127.0.0.1:8086'],
    null,
    /--influx: expected a URL with the path/,
  ],
  ['StatsD without a port', ['--statsd', '127.0.0.1'], null, /expected a host and port/],
  ['another protocol', ['--otlp', 'grpc://127.0.0.1:4317'], null, /--otlp: expected http:\/\/ or https:\/\//],
  [
    'a key that there is not',
    [],
    { publish: { otlp: { url: 'http://a/', tokn: 1 } } },
    /publish\.otlp\.tokn: expected a known key/,
  ],
  [
    'a secret in a header',
    [],
    { publish: { otlp: { url: 'http://a/', headers: { authorization: 'Bearer x' } } } },
    /publish\.otlp\.headers\.authorization: expected the value/,
  ],
  [
    'too often',
    [],
    { publish: { otlp: { url: 'http://a/', every: '10ms' } } },
    /publish\.otlp\.every: expected at least 200ms/,
  ],
  [
    'tags that are none',
    [],
    { publish: { statsd: { address: 'a:1', tags: 'yes' } } },
    /publish\.statsd\.tags: expected true or false/,
  ],
  ['a level that there is not', ['--log-level', 'loud'], null, /--log-level: expected debug, info, warn or error/],
];

for (const [what, flags, file, problem] of refusals) {
  test(`${what} is refused`, () => {
    const problems = published(flags, file);
    assert.ok(Array.isArray(problems), 'it was taken');
    assert.match(problems.join('\n'), problem);
  });
}
