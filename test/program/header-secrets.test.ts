import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startNodeServer } from '../helpers/http-servers.js';
import { runProgram } from '../helpers/program.js';

const env = { TARGET_KEY: 'key-of-target-{{level}}', REQUEST_KEY: 'key-of-request' };

test('header fields of load have the secrets that they name, and nothing that is written has them', {
  timeout: 120_000,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-header-secrets-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const heard = new Set<string>();
  const server = await startNodeServer('http', (request, response) => {
    heard.add(`${request.headers['x-api-key']} ${request.headers['x-other']}`);
    request.resume();
    response.end('ok');
  });
  context.after(() => server.stop());
  const config = {
    target: { url: `http://127.0.0.1:${server.port}/`, headers: { 'x-api-key': '$' + '{TARGET_KEY}' } },
    requests: [{ name: 'a', path: '/a', headers: { 'x-other': 'Key $' + '{REQUEST_KEY}' } }],
    load: { rate: 20, duration: '1s' },
  };
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  const sessions = join(folder, 'sessions');
  const ran = await runProgram(['run', file, '--headless', '--sessions', sessions], env);
  assert.ok(ran.code === 0 || ran.code === 3, ran.stderr);
  assert.deepEqual(
    [...heard].filter((line) => line.includes('Key')),
    [`${env.TARGET_KEY} Key ${env.REQUEST_KEY}`],
  );
  const [name] = readdirSync(sessions);
  const record = join(sessions, name!);
  const report = await runProgram(['report', record, '--format', 'md']);
  for (const text of [readFileSync(record, 'latin1'), report.stdout, ran.stdout, ran.stderr]) {
    for (const secret of Object.values(env)) assert.ok(!text.includes(secret), secret);
  }
  assert.match(report.stdout, /\$\{TARGET_KEY\}/);
  const missing = await runProgram(['run', file, '--headless', '--sessions', sessions], { TARGET_KEY: 'x' });
  assert.equal(missing.code, 2, missing.stderr);
  assert.match(
    missing.stderr,
    /requests\[0\]\.headers: header x-other: expected a secret at \$\{REQUEST_KEY\}, got a variable/,
  );
});

test('what a record left out is not sent for a value', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-not-kept-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'session.json');
  const config = { target: { url: 'http://127.0.0.1:9/', headers: { cookie: '(not kept)' } } };
  writeFileSync(file, JSON.stringify(config));
  const ran = await runProgram(['run', file, '--headless']);
  assert.equal(ran.code, 2, ran.stderr);
  assert.match(ran.stderr, /target\.headers\.cookie: expected a value, got \(not kept\)/);
});
