import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keptToken } from '../../../source/publish/exposition/kept-token.js';
import { startMetricsServer } from '../../../source/publish/exposition/metrics-server.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import { searchEvents } from '../../store/helpers/scripted-session.js';
import { momentOf } from '../helpers/moment-of.js';

async function served(context: TestContext, token: string | null) {
  const clock = createVirtualClock();
  let reads = 0;
  const read = () => {
    reads += 1;
    return momentOf(searchEvents());
  };
  const server = await startMetricsServer({ host: '127.0.0.1', port: 0, token, read, clock });
  context.after(() => server.close());
  return { ...server, clock, reads: () => reads };
}

test('metrics are served in the format that is asked for', async (context) => {
  const { url } = await served(context, null);
  const text = await fetch(url);
  assert.equal(text.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  assert.match(await text.text(), /^plimsoll_session_info\{/m);
  const open = await fetch(url, { headers: { accept: 'application/openmetrics-text;version=1.0.0' } });
  assert.match(open.headers.get('content-type') ?? '', /^application\/openmetrics-text; version=1\.0\.0/);
  assert.match(await open.text(), /# EOF\n$/);
});

test('whoever has no token, or another, is not let in', async (context) => {
  const { url } = await served(context, 'right-token');
  for (const authorization of ['', 'Bearer wrong', 'Bearer right-token2', 'right-token']) {
    const refused = await fetch(url, authorization === '' ? {} : { headers: { authorization } });
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer/);
    assert.doesNotMatch(await refused.text(), /plimsoll_/);
  }
  const allowed = await fetch(url, { headers: { authorization: 'Bearer right-token' } });
  assert.equal(allowed.status, 200);
  await allowed.body?.cancel();
});

test('without a token only names of this machine are answered, so that no page of a browser can ask', async (context) => {
  const { url } = await served(context, null);
  const status = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(url, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  assert.equal(await status('localhost:9464'), 200);
  assert.equal(await status('[::1]:9464'), 200);
  assert.equal(await status('evil.example.org'), 403);
});

test('there is nothing else, and nothing can be changed', async (context) => {
  const { url } = await served(context, null);
  const status = async (path: string, method = 'GET'): Promise<number> => {
    const answer = await fetch(new URL(path, url), { method });
    await answer.body?.cancel();
    return answer.status;
  };
  assert.equal(await status('/'), 404);
  assert.equal(await status('/metrics?x=1'), 200);
  assert.equal(await status('/metrics', 'POST'), 405);
  assert.equal(await status('/metrics', 'HEAD'), 200);
});

test('scrapes that come together are made of one reading', async (context) => {
  const { clock, reads, url } = await served(context, null);
  await (await fetch(url)).text();
  await (await fetch(url)).text();
  assert.equal(reads(), 1);
  clock.advance(1000);
  await (await fetch(url)).text();
  assert.equal(reads(), 2);
});

test('a token is made once, for its owner alone, and kept', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'plimsoll-token-')), 'state');
  const first = keptToken(folder);
  assert.match(first.token, /^[\w-]{32}$/);
  assert.deepEqual(keptToken(folder), first);
  assert.equal(statSync(first.file).mode & 0o777, 0o600);
  writeFileSync(first.file, 'no\ntoken');
  assert.throws(() => keptToken(folder), { code: 'no-token' });
  rmSync(folder, { recursive: true });
});
