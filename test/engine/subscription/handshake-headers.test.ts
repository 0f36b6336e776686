import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readHandshakeHeaders } from '../../../source/engine/subscription/handshake-headers.js';
import { frame, opcodes, startRawServer } from '../../helpers/raw-websocket-server.js';
import { secretsFrom } from '../../helpers/secrets-from.js';
import { start } from './started-subscription.js';

const inEnv = (name: string): string => `$\{${name}}`;

test('a secret named in a header comes from the environment or a file, and the rest of the value stays', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'token');
  writeFileSync(file, 'from file\n');
  const headers = [
    ['authorization', `Bearer ${inEnv('TOKEN')}`],
    ['x-key', `file:${file}`],
    ['x-other', `Key file:${file}`],
    ['x-plain', 'as it is'],
    ['x-two', `${inEnv('TOKEN')}.${inEnv('NONE:-instead')}!`],
    ['x-print', { scheme: 'Key', command: [process.execPath, '-e', 'console.log("printed")'] }],
    ['x-held', 'Key credential:token'],
  ] as const;
  assert.deepEqual(await readHandshakeHeaders(headers, secretsFrom({ TOKEN: 't0p', CREDENTIALS_DIRECTORY: folder })), {
    kind: 'ok',
    headers: Object.assign(Object.create(null), {
      authorization: 'Bearer t0p',
      'x-key': 'from file',
      'x-other': 'Key from file',
      'x-plain': 'as it is',
      'x-two': 't0p.instead!',
      'x-print': 'Key printed',
      'x-held': 'Key from file',
    }),
  });
});

const missing: readonly [value: string, reason: RegExp][] = [
  [
    `Bearer ${inEnv('NOT_SET')}`,
    /header authorization: expected a secret at \$\{NOT_SET\}, got a variable that is not set/,
  ],
  [
    'file:/nowhere/at/all',
    /header authorization: expected a secret at file:\/nowhere\/at\/all, got a path where there is no file/,
  ],
  ['file:/dev/null', /got a file that cannot be read/],
  ['credential:none', /credential:none, got no \$CREDENTIALS_DIRECTORY/],
  [inEnv('TWO_LINES'), /header authorization: expected a secret of one line/],
];
for (const [value, reason] of missing) {
  test(`says what ${value} needs and nothing of any secret`, async () => {
    const reading = await readHandshakeHeaders(
      [['authorization', value]],
      secretsFrom({ TWO_LINES: 'first\r\nx-injected: second' }),
    );
    assert.ok(reading.kind === 'missing');
    assert.match(reading.reason, reason);
    assert.doesNotMatch(reading.reason, /injected/);
  });
}

test('a token goes with the handshake and nowhere else, and a missing one is a failure like any other', async (context) => {
  const requests: string[] = [];
  const server = await startRawServer(() => (socket, accept, request) => {
    requests.push(request);
    accept();
    socket.write(frame(opcodes.text, '{"a":1}'));
  });
  context.after(() => server.close());
  const env: Record<string, string> = {};
  const spec = { headers: [['Authorization', `Bearer ${inEnv('TOKEN')}`]] } as const;
  const { clock, log, subscription } = start(context, server.url, spec, { readSecret: secretsFrom(env) });
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.match(state.kind === 'waiting' ? state.reason : '', /TOKEN/);
  assert.deepEqual(requests, []);
  env.TOKEN = 's3cret';
  clock.advance(3_000);
  await log.next('stream/sample');
  assert.match(requests[0] ?? '', /^GET \/metrics HTTP\/1\.1\r\n/);
  assert.match(requests[0] ?? '', /\r\nAuthorization: Bearer s3cret\r\n/);
  assert.doesNotMatch(JSON.stringify([log.all('stream/state'), log.all('stream/health')]), /s3cret/);
  assert.equal(subscription.counts().reconnects, 0);
});
