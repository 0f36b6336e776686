import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notKept, withoutSecrets } from '../../source/config/without-secrets.js';

const variable = `$${'{TOKEN}'}`;

const rows: readonly (readonly [name: string, given: object, kept: object, secrets: readonly string[]])[] = [
  [
    'header fields but the plainest',
    {
      headers: [
        ['Authorization', 'Bearer abc.def'],
        ['X-Whatever', 'v1'],
        ['Accept', 'text/html'],
      ],
    },
    {
      headers: [
        ['Authorization', notKept],
        ['X-Whatever', notKept],
        ['Accept', 'text/html'],
      ],
    },
    ['Bearer', 'Bearer abc.def', 'abc.def', 'v1'],
  ],
  [
    'parameters of URLs and paths, by their names',
    { url: 'http://x/a?page=2&api_key=k%20ey&session=s#f', path: '/b?access_token=t&q=1' },
    { url: `http://x/a?page=2&api_key=${notKept}&session=${notKept}#f`, path: `/b?access_token=${notKept}&q=1` },
    ['k%20ey', 'k ey', 's', 't'],
  ],
  [
    'logins of URLs, whatever is in them',
    {
      a: 'http://bob:hunter2@x.test/?page=2',
      b: 'see redis://:p@ss@x.test:6379, or https://ghp_123@x.test',
      c: 'ssh://deploy@x.test:22',
      d: 'ssh://deploy:hunter3@x.test',
      e: 'http://x.test/@me?to=a@x.test',
    },
    {
      a: `http://${notKept}@x.test/?page=2`,
      b: `see redis://${notKept}@x.test:6379, or https://${notKept}@x.test`,
      c: 'ssh://deploy@x.test:22',
      d: `ssh://deploy:${notKept}@x.test`,
      e: 'http://x.test/@me?to=a@x.test',
    },
    ['bob', 'hunter2', 'p@ss', 'ghp_123', 'hunter3'],
  ],
  [
    'the password of InfluxDB, and not a page',
    { url: 'http://x/write?db=d&u=me&p=hush', path: '/list?p=2' },
    { url: `http://x/write?db=d&u=me&p=${notKept}`, path: '/list?p=2' },
    ['hush'],
  ],
  [
    'fields of a JSON body, at any depth',
    { body: '{"user":"me","login":{"password":"hunter2","pw":"hunter3","pin":1234},"tokens":["a","b"]}' },
    {
      body: `{"user":"me","login":{"password":"${notKept}","pw":"${notKept}","pin":"${notKept}"},"tokens":["${notKept}","${notKept}"]}`,
    },
    ['hunter2', 'hunter3', '1234', 'a', 'b'],
  ],
  ['fields of a form', { body: 'user=me&pwd=hunter2' }, { body: `user=me&pwd=${notKept}` }, ['hunter2']],
  [
    'a body of another kind',
    { body: '<login pass="x"/>' },
    { body: notKept },
    ['<login pass="x"/>', '<login', 'pass="x"/>', '"x"/>'],
  ],
];

for (const [name, given, kept, secrets] of rows) {
  test(`what may hold a secret is not kept: ${name}`, () => {
    const before = structuredClone(given);
    const cleaned = withoutSecrets({ deep: [given] });
    assert.deepEqual(cleaned.value, { deep: [kept] });
    assert.deepEqual([...cleaned.secrets].sort(), [...secrets].sort());
    assert.deepEqual(given, before);
  });
}

test('what names a secret is kept', () => {
  const given = {
    auth: { kind: 'bearer', secret: { kind: 'env', name: 'TOKEN' } },
    headers: [
      ['authorization', `Bearer ${variable}`],
      ['x-token', 'file:/run/secrets/token'],
      ['cookie', '{{session}}'],
    ],
    url: `http://x/?token={{token}}&secret=`,
    feed: `redis://${variable}:${variable}@x.test`,
    body: '{"password":"{{password}}","passenger":"me"}',
    shape: { kind: 'constant', perSecond: 5 },
    none: null,
  };
  assert.deepEqual(withoutSecrets(given), { value: given, secrets: [] });
});
