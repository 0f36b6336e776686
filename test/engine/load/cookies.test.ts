import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCookieJars } from '../../../source/engine/load/cookie-jars.js';
import { withCookies } from '../../../source/engine/load/with-cookies.js';
import { plainWorkItem as request } from '../../helpers/plain-load.js';
import { onTheWay, ways } from './ways.js';

for (const way of ways) {
  const seen: (string | undefined)[] = [];
  const handle: Parameters<typeof onTheWay>[1] = (asked, response) => {
    seen.push(asked.headers.cookie);
    if (asked.url.startsWith('/login')) {
      response.setHeader('set-cookie', [`user=${asked.url.slice('/login/'.length)}; Path=/`, 'deep=1; Path=/deep']);
    }
    if (asked.url === '/logout') response.setHeader('set-cookie', 'user=; Path=/; Max-Age=0');
    if (asked.url === '/on') response.writeHead(302, { location: '/login/on' });
    response.end();
  };

  test(`${way}: each client keeps the cookies that it was given, and sends them where they belong`, async () => {
    seen.length = 0;
    await onTheWay(way, handle, { wire: { clients: 2 } }, async ({ send }) => {
      const plain = request();
      for (const [path, client] of [
        ['/login/a', 0],
        ['/login/b', 1],
        ['/', 0],
        ['/', 1],
        ['/deep/er', 0],
      ] as const) {
        await send(path === '/' ? plain : request({ path }), client);
      }
      await send(request({ path: '/logout' }), 0);
      await send(plain, 0);
      assert.deepEqual(seen, [undefined, undefined, 'user=a', 'user=b', 'deep=1; user=a', 'user=a', undefined]);
    });
  });

  test(`${way}: without clients no cookie is kept`, async () => {
    seen.length = 0;
    await onTheWay(way, handle, {}, async ({ send }) => {
      await send(request({ path: '/login/a' }));
      await send(request());
      assert.deepEqual(seen, [undefined, undefined]);
    });
  });

  test(`${way}: cookies that come on the way are sent on with it, after those of the request itself`, async () => {
    seen.length = 0;
    const own = request({ path: '/on', headers: [['Cookie', 'own=1']] });
    await onTheWay(way, handle, { wire: { clients: 1 }, host: { redirects: 2 } }, async ({ send }) => {
      await send(own);
      await send(own);
      assert.deepEqual(seen, ['own=1', 'own=1', 'own=1; user=on', 'own=1; user=on']);
    });
  });
}

const places: readonly (readonly [from: string, cookie: string, to: string, sent: string])[] = [
  ['http://api.test/', 'a=1; Secure', 'http://api.test/', ''],
  ['https://api.test/', 'a=1; Secure', 'http://api.test/', ''],
  ['https://api.test/', 'a=1; Secure', 'https://api.test/', 'a=1'],
  ['http://127.0.0.1:8080/', 'a=1; Secure', 'http://127.0.0.1:8080/', 'a=1'],
  ['http://localhost:8080/', 'a=1; Secure', 'http://localhost:8080/', 'a=1'],
  ['http://[::1]:8080/', 'a=1; Secure', 'http://[::1]:8080/', 'a=1'],
  ['http://192.168.1.9/', 'a=1; Secure', 'http://192.168.1.9/', ''],
  ['http://api.test/', 'a=1; Domain=evil.test', 'http://evil.test/', ''],
  ['http://api.example.com/', 'a=1; Domain=com', 'http://other.com/', ''],
  ['http://api.example.com/', 'a=1; Domain=example.com', 'http://www.example.com/', 'a=1'],
  ['http://api.test/', 'a=1', 'http://www.api.test/', ''],
  ['http://api.test/x/y', 'a=1', 'http://api.test/x/z', 'a=1'],
  ['http://api.test/x/y', 'a=1', 'http://api.test/', ''],
  ['http://api.test/', 'no cookie at all', 'http://api.test/', ''],
  ['http://api.test/', `a=${'x'.repeat(5_000)}`, 'http://api.test/', ''],
];

for (const [from, cookie, to, sent] of places) {
  test(`${cookie.slice(0, 30)} from ${from} ${sent === '' ? 'is not sent' : 'is sent'} to ${to}`, async () => {
    const jars = await createCookieJars();
    jars.keep(0, from, [cookie]);
    assert.equal(jars.cookiesFor(0, to), sent);
  });
}

test('a jar holds fifty cookies, and lets go what was not used for longest', async () => {
  const jars = await createCookieJars();
  for (let number = 0; number < 200; number++) jars.keep(7, 'http://api.test/', [`c${number}=1`]);
  const kept = jars.cookiesFor(7, 'http://api.test/').split('; ');
  assert.equal(kept.length, 50);
  assert.ok(kept.includes('c199=1'));
  assert.equal(jars.cookiesFor(8, 'http://api.test/'), '');
});

test('the field of cookies is one, whatever the request has', () => {
  const own = request({
    headers: [
      ['Cookie', 'a=1'],
      ['x', 'y'],
      ['cookie', 'b=2'],
    ],
  });
  assert.deepEqual(withCookies(own, 'c=3').headers, [
    ['x', 'y'],
    ['cookie', 'a=1; b=2; c=3'],
  ]);
  assert.deepEqual(withCookies(request(), 'c=3').headers, [['cookie', 'c=3']]);
});
