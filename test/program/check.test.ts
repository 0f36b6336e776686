import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startScriptedServer } from '../helpers/http-servers.js';
import { runProgram } from '../helpers/program.js';
import { refusingUrl, startStreamServer } from '../helpers/websocket-servers.js';
import { startSinkServer } from '../publish/helpers/sink-server.js';

function configFile(context: TestContext, content: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-check-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

async function targetOf(context: TestContext, status: string) {
  const server = await startScriptedServer((_request, reply) => {
    reply.write(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
  });
  context.after(() => server.stop());
  return { server, url: `http://127.0.0.1:${server.port}/` };
}

test('everything that a config names is tried once, and nothing is loaded', async (context) => {
  const { server, url } = await targetOf(context, '204 No Content');
  const streams = await startStreamServer(() => {});
  context.after(() => streams.close());
  const config = configFile(context, {
    target: { url, method: 'POST', auth: { bearer: '$' + '{PLIMSOLL_TEST_TOKEN}' } },
    servers: [{ name: 'here', address: 'local' }],
    streams: [{ name: 'numbers', url: streams.url, headers: { authorization: 'Bearer $' + '{PLIMSOLL_TEST_TOKEN}' } }],
    channels: {
      chat: { type: 'slack', url: '$' + '{PLIMSOLL_TEST_CHAT}' },
      own: { type: 'command', run: [process.execPath, '-e', 'process.exit(1)'] },
    },
    load: { rate: 1000 },
  });
  const ended = await runProgram(['check', config], {
    PLIMSOLL_TEST_TOKEN: 'hunter2',
    PLIMSOLL_TEST_CHAT: `${url}hunter2`,
  });
  assert.equal(ended.code, 0, ended.stdout);
  assert.deepEqual(
    ended.stdout.split('\n').map((line) => line.split(': ')[0]),
    [
      'ok      secret target.auth',
      `ok      target ${url}`,
      'ok      channel chat',
      'ok      channel own',
      'ok      server here',
      'ok      stream numbers',
      '',
    ],
  );
  assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /hunter2/);
  // A request that may change something is not sent to try it.
  assert.deepEqual(
    server.requests.map(({ head }) => head.split(' ')[0]),
    ['GET'],
  );
});

test('each failure says what came and what to do, as lines and as JSON', async (context) => {
  const { url } = await targetOf(context, '401 Unauthorized');
  const config = configFile(context, {
    target: { url, ca: 'none.pem' },
    hosts: [
      { name: 'b', url: 'http://127.0.0.1:1/' },
      { name: 'c', url: 'http://192.0.2.1/' },
      { name: 'd', url, auth: { bearer: 'file:none' } },
    ],
    requests: [{ path: '/b', host: 'b' }, { path: '/c', host: 'c' }, { path: '/d', host: 'd' }, { path: '/' }],
    servers: [{ name: 'gone', address: 'prometheus+http://127.0.0.1:1', instance: 'a:9100' }],
    streams: [{ name: 'shut', url: refusingUrl }],
    channels: {
      none: { type: 'webhook', url: 'file:none' },
      shut: { type: 'webhook', url: 'file:shut' },
      gone: { type: 'command', run: ['./gone'] },
    },
  });
  writeFileSync(join(dirname(config), 'shut'), 'http://127.0.0.1:1/hunter2\n');
  const ended = await runProgram(['check', config, '--json']);
  assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /hunter2/);
  assert.equal(ended.code, 3, ended.stderr);
  const { ok, checks } = JSON.parse(ended.stdout) as {
    readonly ok: boolean;
    readonly checks: readonly {
      readonly kind: string;
      readonly ok: boolean;
      readonly message: string;
      readonly hint: string;
    }[];
  };
  assert.equal(ok, false);
  assert.deepEqual(
    checks.map(({ kind, ok: isOk }) => `${kind} ${isOk}`),
    [
      'file false',
      'target true',
      'host false',
      'host false',
      'secret false',
      'channel false',
      'channel false',
      'channel false',
      'server false',
      'stream false',
    ],
  );
  const expected = [
    /expected a file of certificates, got a path where there is none/,
    /it answers: status 401/,
    /Expected an HTTP answer from .*127\.0\.0\.1:1/,
    /192\.0\.2\.1 among the hosts.*was not asked.*--allow 192\.0\.2\.1/,
    /expected a secret at file:.*, got a path where there is no file/,
    /expected a secret at file:.*none, got a path where there is no file/,
    /its host could not be reached: the connection was refused \(ECONNREFUSED\) \(plimsoll alerts test shut /,
    /gone could not be run: there is no such file/,
    /./,
    /./,
  ];
  for (const [index, pattern] of expected.entries()) {
    const { message, hint } = checks[index]!;
    assert.match(`${message} (${hint})`, pattern);
  }
});

test('a target that refuses what load would ask is told with what it said', async (context) => {
  const { url } = await targetOf(context, '401 Unauthorized');
  const ended = await runProgram(['check', url]);
  assert.equal(ended.code, 3);
  assert.match(ended.stdout, /^failed {2}target .*: expected a status from 200 to 399, got 401 \(.*target\.auth\)/);
});

test('a config that is wrong is refused before anything is tried', async (context) => {
  const ended = await runProgram(['check', configFile(context, { servers: [{ name: 'a' }] })]);
  assert.equal(ended.code, 2);
});

test('a config with nothing in it to try is well', async (context) => {
  const ended = await runProgram(['check', configFile(context, {})]);
  assert.equal(ended.code, 0);
  assert.match(ended.stderr, /names no target, server, stream or channel/);
});

test('receivers of metrics are tried with a metric that says so', async (context) => {
  const sink = await startSinkServer((index) => (index === 0 ? 204 : 404));
  context.after(() => sink.close());
  const config = configFile(context, {
    publish: { otlp: sink.url, influx: `${sink.url}/nowhere`, statsd: '127.0.0.1:8125' },
  });
  const ended = await runProgram(['check', config]);
  const said = ended.stdout.trimEnd().split('\n').sort();
  assert.equal(said.length, 2);
  assert.match(
    said[0]!,
    /^failed {2}receiver (otlp|influx): the receiver answered 404: said so \(docs\/publish\.md says/,
  );
  assert.match(said[1]!, /^ok {6}receiver (otlp|influx): it takes metrics$/);
  assert.equal(ended.code, 3);
  for (const { body } of sink.got) assert.match(body.toString(), /plimsoll_check_info/);
});

test('the token of scrapers is read, where the config names one', async (context) => {
  const config = configFile(context, {
    publish: { 'metrics-listen': '127.0.0.1:0', 'metrics-token': 'file:/no/token' },
  });
  const ended = await runProgram(['check', config]);
  assert.match(
    ended.stdout,
    /^failed {2}secret publish\.metrics-token: expected a secret at file:\/no\/token, got a path where/,
  );
  assert.equal(ended.code, 3);
});

test('a target whose header fields lack a secret is not asked, and never hears what names it', async (context) => {
  const { server, url } = await targetOf(context, '200 OK');
  const target = { url, headers: { 'x-api-key': '$' + '{NO_SUCH_KEY_HERE}' } };
  const ended = await runProgram(['check', configFile(context, { target })]);
  assert.equal(ended.code, 3, ended.stderr);
  assert.match(
    ended.stdout,
    /^failed {2}secret target\.headers: header x-api-key: expected a secret at \$\{NO_SUCH_KEY_HERE\}/,
  );
  assert.deepEqual(server.requests, []);
});
