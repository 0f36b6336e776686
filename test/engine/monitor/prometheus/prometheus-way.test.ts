import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { askPrometheus } from '../../../../source/engine/monitor/prometheus/ask-prometheus.js';
import { openPrometheusWay } from '../../../../source/engine/monitor/prometheus/prometheus-way.js';
import { createSystemClock } from '../../../../source/time/clock.js';
import { startNodeServer } from '../../../helpers/http-servers.js';
import { secretsFrom } from '../../../helpers/secrets-from.js';
import { certificate } from '../../load/loopback-certificate.js';

const empty = '{"status":"success","data":{"resultType":"vector","result":[]}}';

/** A server that lets in whoever has the token, and a folder; both go with the test. */
async function guarded(context: TestContext, speaks: 'http' | 'https', token = 'good') {
  const seen: (string | undefined)[] = [];
  const server = await startNodeServer(speaks, (request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(request.headers.authorization === `Bearer ${token}` ? 200 : 401).end(empty);
  });
  context.after(() => server.stop());
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-way-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return { url: `${speaks}://localhost:${server.port}`, seen, write, folder };
}

function ask(context: TestContext, ...given: Parameters<typeof openPrometheusWay>) {
  const way = openPrometheusWay(...given);
  context.after(() => way.close());
  return askPrometheus(way, 'up', createSystemClock(), new AbortController().signal);
}

test('a token of the environment lets in, and none is sent where none is named', async (context) => {
  const { url, seen } = await guarded(context, 'http');
  const auth = { kind: 'bearer', secret: { kind: 'env', name: 'TOKEN' } } as const;
  assert.equal((await ask(context, { url, auth }, secretsFrom({ TOKEN: 'good' }))).kind, 'vector');
  assert.equal((await ask(context, { url })).kind, 'refused');
  assert.deepEqual(seen, ['Bearer good', undefined]);
});

test('a token in a file is read anew for each question', async (context) => {
  const { url, seen, write } = await guarded(context, 'http', 'second');
  const path = write('token', 'first\n');
  const way = openPrometheusWay({ url, auth: { kind: 'bearer', secret: { kind: 'file', path } } }, secretsFrom());
  context.after(() => way.close());
  const again = () => askPrometheus(way, 'up', createSystemClock(), new AbortController().signal);
  assert.equal((await again()).kind, 'refused');
  write('token', 'second\n');
  assert.equal((await again()).kind, 'vector');
  assert.deepEqual(seen, ['Bearer first', 'Bearer second']);
});

test('a secret that is not there is refused by its name, and nobody is asked', async (context) => {
  const { url, seen, folder } = await guarded(context, 'http');
  for (const [secret, said] of [
    [{ kind: 'env', name: 'TOKEN' }, /\$\{TOKEN\}, got a variable that is not set/],
    [{ kind: 'file', path: join(folder, 'none') }, /none, got a path where there is no file/],
    [{ kind: 'file', path: folder }, /got a file that cannot be read/],
  ] as const) {
    const end = await ask(context, { url, auth: { kind: 'bearer', secret } }, secretsFrom());
    assert.equal(end.kind, 'refused');
    assert.match(end.kind === 'refused' ? end.reason : '', said);
  }
  assert.deepEqual(seen, []);
});

test('who cannot prove who it is waits for a person, before any token is sent', async (context) => {
  const { url, seen, write, folder } = await guarded(context, 'https');
  const auth = { kind: 'bearer', secret: { kind: 'env', name: 'TOKEN' } } as const;
  const read = secretsFrom({ TOKEN: 'good' });
  const end = await ask(context, { url, auth }, read);
  assert.match(end.kind === 'refused' ? end.reason : '', /did not prove who it is \(\w+\): name its authority by "ca"/);
  assert.deepEqual(seen, []);
  assert.equal((await ask(context, { url, auth, ca: write('ca.pem', certificate) }, read)).kind, 'vector');
  assert.equal((await ask(context, { url, auth, insecure: true }, read)).kind, 'vector');
  const missing = await ask(context, { url, auth, ca: join(folder, 'no.pem') }, read);
  assert.match(missing.kind === 'refused' ? missing.reason : '', /expected a file at .*no\.pem, found none to read/);
});

test('a redirect is not followed: the token would go elsewhere', async (context) => {
  const elsewhere = await guarded(context, 'http');
  const server = await startNodeServer('http', (_request, response) => {
    response.writeHead(302, { location: `${elsewhere.url}/api/v1/query` }).end();
  });
  context.after(() => server.stop());
  const auth = { kind: 'bearer', secret: { kind: 'env', name: 'TOKEN' } } as const;
  const end = await ask(context, { url: `http://127.0.0.1:${server.port}`, auth }, secretsFrom({ TOKEN: 'good' }));
  assert.match(end.kind === 'refused' ? end.reason : '', /answered 302, which leads elsewhere/);
  assert.deepEqual(elsewhere.seen, []);
});
