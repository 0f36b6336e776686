import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSession } from '../../source/record/read-session.js';
import { startNodeServer } from '../helpers/http-servers.js';
import { runProgram } from '../helpers/program.js';
import { frame, opcodes, startRawServer } from '../helpers/raw-websocket-server.js';

const secrets = {
  chat: 'chat-7f3d9a-path',
  hook: 'hook-2c81e0-path',
  hmac: 'hmac-9be417-key',
  mail: 'mail-60fa23-password',
  prometheus: 'prom-d1470c-token',
  stream: 'strm-58ab6e-token',
  otlp: 'otlp-e2d508-token',
};

const inEnv = (name: string): string => `$\{${name}}`;

test('secrets of channels, servers and streams reach whom they are for, and nothing that is written', {
  timeout: 120_000,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-alert-secrets-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const posted: string[] = [];
  const receiver = await startNodeServer('http', (request, response) => {
    posted.push(`${request.url} ${JSON.stringify(request.headers)}`);
    request.resume();
    // A failure is told in the session: with its own words only.
    response.writeHead(request.url?.includes(secrets.chat) ? 500 : 204).end(`no ${request.url}`);
  });
  context.after(() => receiver.stop());
  const asked: string[] = [];
  const prometheus = await startNodeServer('http', (request, response) => {
    asked.push(request.headers.authorization ?? '');
    response.writeHead(403).end(`who is ${request.headers.authorization}?`);
  });
  context.after(() => prometheus.stop());
  const shaken: string[] = [];
  const streams = await startRawServer(() => (socket, accept, request) => {
    shaken.push(request);
    accept();
    socket.write(frame(opcodes.text, '{"a":1}'));
  });
  context.after(() => streams.close());

  const print = `process.stdout.write(require('node:fs').readFileSync(${JSON.stringify(join(folder, 'stream'))}))`;
  writeFileSync(join(folder, 'stream'), secrets.stream);
  writeFileSync(join(folder, 'hook'), `http://127.0.0.1:${receiver.port}/${secrets.hook}\n`);
  const config = join(folder, 'c.json');
  writeFileSync(
    config,
    JSON.stringify({
      servers: [
        { name: 'here', address: 'local' },
        {
          name: 'far',
          address: `prometheus+http://127.0.0.1:${prometheus.port}`,
          instance: 'far:9100',
          auth: { bearer: `$\{NONE:-${secrets.prometheus}}` },
        },
      ],
      streams: [
        {
          name: 'numbers',
          url: streams.url,
          headers: { 'x-key': { scheme: 'Key', command: [process.execPath, '-e', print] } },
        },
      ],
      publish: {
        otlp: {
          url: `http://127.0.0.1:${receiver.port}/`,
          headers: { authorization: `Bearer ${inEnv('TEST_OTLP')}` },
          every: '1s',
        },
      },
      log: { 'log-file': 'p.log', 'log-level': 'debug' },
      alerts: [{ alert: 'Any', expr: 'cpu.used >= 0' }],
      route: { group_wait: '0s', escalate: [{ after: '0s', to: ['chat', 'hook', 'mail'] }] },
      channels: {
        chat: { type: 'slack', url: inEnv('TEST_CHAT') },
        hook: { type: 'webhook', url: 'file:hook', hmac: inEnv('TEST_HMAC') },
        mail: {
          type: 'mail',
          host: '127.0.0.1',
          port: 1,
          tls: 'offered',
          user: 'me',
          password: inEnv('TEST_MAIL'),
          from: 'a@example.org',
          to: ['b@example.org'],
        },
      },
    }),
  );
  const env = {
    TEST_CHAT: `http://127.0.0.1:${receiver.port}/${secrets.chat}`,
    TEST_HMAC: secrets.hmac,
    TEST_MAIL: secrets.mail,
    TEST_OTLP: secrets.otlp,
    PLIMSOLL_DEBUG: '1',
  };
  const sessions = join(folder, 'sessions');
  const answer = join(folder, 'm.json');
  const args = ['monitor', config, '--duration', '5s', '--headless', '--sessions', sessions, '--output', answer];
  const ended = await runProgram(args, env);
  assert.equal(ended.code, 0, ended.stderr);

  assert.ok(
    posted.some((request) => request.startsWith(`/${secrets.chat} `)),
    posted.join('\n'),
  );
  assert.ok(posted.some((request) => request.startsWith(`/${secrets.hook} `) && /signature/.test(request)));
  assert.ok(posted.some((request) => request.includes(`Bearer ${secrets.otlp}`)));
  assert.ok(asked.includes(`Bearer ${secrets.prometheus}`));
  assert.match(shaken[0] ?? '', new RegExp(`\r\nx-key: Key ${secrets.stream}\r\n`));
  const file = join(sessions, readdirSync(sessions).find((name) => name.endsWith('.sqlite'))!);
  const session = readSession(file);
  assert.ok(session.kind === 'ok');
  const told = [...session.events()].flatMap((event) =>
    event.kind === 'alert/event' && event.event.kind === 'notified' ? [event.event] : [],
  );
  session.close();
  assert.deepEqual([...new Set(told.map(({ channel, isDelivered }) => `${channel} ${isDelivered}`))].sort(), [
    'chat false',
    'hook true',
    'mail false',
  ]);

  const written: (readonly [what: string, text: string])[] = [
    ['its output', `${ended.stdout}${ended.stderr}`],
    ['its answer', readFileSync(answer, 'latin1')],
    ['its log', readFileSync(join(folder, 'p.log'), 'latin1')],
    ...readdirSync(sessions).map((name) => [name, readFileSync(join(sessions, name), 'latin1')] as const),
  ];
  const also: readonly (readonly string[])[] = [
    ['config', 'show', config, '--origin'],
    ['check', config],
    ['alerts', 'check', config, file],
    ['alerts', 'test', 'chat', config],
    ['alerts', 'test', 'mail', config],
    ['sessions', 'show', file, '--json'],
    ['export', file, '--output', join(folder, 'e.ndjson')],
    ...['md', 'html', 'json'].map((format) => ['report', file, '--output', join(folder, `r.${format}`)]),
  ];
  for (const words of also) {
    const said = await runProgram(words, env);
    assert.doesNotMatch(said.stderr, /unknown/, words.join(' '));
    written.push([words.join(' '), `${said.stdout}${said.stderr}`]);
  }
  for (const name of ['e.ndjson', 'r.md', 'r.html', 'r.json'])
    written.push([name, readFileSync(join(folder, name), 'latin1')]);
  for (const [what, text] of written) {
    for (const [whose, secret] of Object.entries(secrets)) {
      for (const form of [secret, Buffer.from(`me:${secret}`).toString('base64'), encodeURIComponent(secret)]) {
        const at = text.indexOf(form);
        assert.equal(at, -1, `${whose} in ${what}: ${text.slice(Math.max(0, at - 80), at + 20)}`);
      }
    }
  }
  // What names the secrets is told, so that it can be done again.
  assert.match(written.find(([what]) => what === 'r.md')?.[1] ?? '', /TEST_CHAT/);
});
