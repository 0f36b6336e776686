import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redirectOf } from '../../../source/engine/load/redirect.js';
import { plainWorkItem as request } from '../../helpers/plain-load.js';
import { onTheWay, ways } from './ways.js';

const here = { protocol: 'http', host: 'api.test', port: 8080, path: '/' } as const;
const post = request({
  method: 'POST',
  path: '/a/b?c',
  body: 'x',
  headers: [
    ['Content-Type', 'text/plain'],
    ['x', 'y'],
  ],
});

const places: readonly (readonly [location: string | null, leadsTo: string | null])[] = [
  ['/other?q=1', '/other?q=1'],
  ['other', '/a/other'],
  ['?d', '/a/b?d'],
  ['#part', '/a/b?c'],
  ['http://api.test:8080/x', '/x'],
  ['//api.test:8080/x', '/x'],
  ['HTTP://API.TEST:8080/x', '/x'],
  ['http://api.test/x', 'elsewhere'],
  ['https://api.test:8080/x', 'elsewhere'],
  ['http://api.test.evil:8080/x', 'elsewhere'],
  ['http://user@api.test:8080/x', 'elsewhere'],
  ['//evil.test/x', 'elsewhere'],
  ['\\\\evil.test/x', 'elsewhere'],
  ['javascript:alert(1)', 'elsewhere'],
  ['http://', 'elsewhere'],
  [null, null],
];

for (const [location, leadsTo] of places) {
  test(`an answer that names ${location ?? 'no place'} leads to ${leadsTo ?? 'none'}`, () => {
    const onward = redirectOf(post, here, 307, location);
    assert.equal(onward === null || onward === 'elsewhere' ? onward : onward.path, leadsTo);
  });
}

const methods: readonly (readonly [status: number, method: string, becomes: string | null])[] = [
  [301, 'POST', 'GET'],
  [302, 'POST', 'GET'],
  [303, 'POST', 'GET'],
  [303, 'PUT', 'GET'],
  [303, 'HEAD', 'HEAD'],
  [301, 'PUT', 'PUT'],
  [302, 'DELETE', 'DELETE'],
  [307, 'POST', 'POST'],
  [308, 'PUT', 'PUT'],
  [200, 'GET', null],
  [300, 'GET', null],
  [304, 'GET', null],
];

for (const [status, method, becomes] of methods) {
  test(`${status} sends a ${method} on ${becomes === null ? 'nowhere' : `as ${becomes}`}`, () => {
    const onward = redirectOf({ ...post, method }, here, status, '/x');
    assert.ok(onward !== 'elsewhere');
    assert.equal(onward?.method ?? null, becomes);
    if (onward === null) return;
    const keepsBody = becomes === method;
    assert.equal(onward.body, keepsBody ? 'x' : null);
    assert.deepEqual(onward.headers, keepsBody ? post.headers : [['x', 'y']]);
  });
}

for (const way of ways) {
  const seen: string[] = [];
  const handle: Parameters<typeof onTheWay>[1] = (asked, response) => {
    seen.push(`${asked.method} ${asked.url}`);
    const [, kind, number] = asked.url.split('/');
    if (kind === 'hops' && number !== '0') response.writeHead(302, { location: `/hops/${Number(number) - 1}` });
    else if (kind === 'away') response.writeHead(302, { location: 'http://127.0.0.1:1/' });
    else if (kind === 'loop') response.writeHead(308, { location: '/loop' });
    else if (kind === 'bad') response.writeHead(302, { location: '/missing' });
    else if (kind === 'missing') response.writeHead(404);
    asked.resume().on('end', () => response.end());
  };

  test(`${way}: an arrival is sent on within its host, and counts once`, async () => {
    seen.length = 0;
    await onTheWay(way, handle, { host: { redirects: 5 } }, async ({ send, wire, server }) => {
      const { outcome, arrival, endedMs } = await send(request({ method: 'POST', path: '/hops/3', body: 'x' }));
      assert.equal(outcome, 'ok');
      assert.deepEqual(seen, ['POST /hops/3', 'GET /hops/2', 'GET /hops/1', 'GET /hops/0']);
      assert.deepEqual(wire.counts, { sent: 1, resent: 0, redirected: 3, blamed: 0 });
      assert.ok(arrival.sentMs! < endedMs);
      assert.equal(server.connections(), 1);
      assert.deepEqual(wire.gauges().slice(0, 2), [0, 0]);
    });
  });

  const rows: readonly (readonly [what: string, path: string, redirects: number, outcome: string, requests: number])[] =
    [
      ['is not sent on when that was not asked for', '/hops/3', 0, 'ok', 1],
      ['that leads elsewhere has a good status when following was not asked for', '/away', 0, 'ok', 1],
      ['that leads elsewhere is never followed, and bad', '/away', 5, 'badStatus', 1],
      ['sent on once too often is bad', '/loop', 2, 'badStatus', 3],
      ['follows no more than ten times, whatever is asked', '/loop', 99, 'badStatus', 11],
      ['is judged by the last answer', '/bad', 5, 'badStatus', 2],
    ];
  for (const [what, path, redirects, outcome, requests] of rows) {
    test(`${way}: an arrival ${what}`, async () => {
      seen.length = 0;
      await onTheWay(way, handle, { host: { redirects } }, async ({ send, wire }) => {
        assert.equal((await send(request({ path }))).outcome, outcome);
        assert.deepEqual([seen.length, wire.counts.redirected], [requests, requests - 1]);
      });
    });
  }

  test(`${way}: without keep-alive each request of an arrival has a connection of its own`, async () => {
    seen.length = 0;
    await onTheWay(
      way,
      handle,
      { host: { redirects: 5, keepAlive: false, connections: 1 } },
      async ({ send, server }) => {
        const ends = await Promise.all([send(request({ path: '/hops/2' })), send(request({ path: '/hops/0' }))]);
        assert.ok(ends.every(({ outcome }) => outcome === 'ok'));
        // Sent on, an arrival goes before those that have not begun.
        assert.deepEqual(seen, ['GET /hops/2', 'GET /hops/1', 'GET /hops/0', 'GET /hops/0']);
        assert.equal(server.connections(), 4);
      },
    );
  });
}
