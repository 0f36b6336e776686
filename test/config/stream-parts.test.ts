import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../source/config/parse-config.js';

const url = 'ws://127.0.0.1:1/metrics';
const inEnv = (name: string): string => `$\{${name}}`;

test('a stream may say what to read, as whom, and what makes two messages the same', () => {
  const reading = parseConfig(
    JSON.stringify({
      streams: [
        {
          name: 'api',
          url,
          metrics: [
            { name: 'load', path: 'os.load.0' },
            { name: 'requests', path: 'total', kind: 'counter', unit: 'requests' },
          ],
          headers: {
            Authorization: `Bearer ${inEnv('TOKEN')}`,
            'x-key': 'file:/run/secrets/key',
            'x-client': 'plimsoll',
            'x-held': 'Key credential:held',
            'x-token': { scheme: 'Token', command: ['pass', 'token'] },
          },
          deduplicate: 'id:seq',
          maxSeries: 50,
        },
        { name: 'plain', url },
      ],
    }),
  );
  assert.ok(reading.kind === 'ok');
  assert.deepEqual(reading.config.streams, [
    {
      name: 'api',
      url,
      server: null,
      metrics: [
        { name: 'load', path: 'os.load.0', kind: 'gauge', unit: null },
        { name: 'requests', path: 'total', kind: 'counter', unit: 'requests' },
      ],
      headers: [
        ['Authorization', `Bearer ${inEnv('TOKEN')}`],
        ['x-key', 'file:/run/secrets/key'],
        ['x-client', 'plimsoll'],
        ['x-held', 'Key credential:held'],
        ['x-token', { scheme: 'Token', command: ['pass', 'token'] }],
      ],
      deduplicate: { kind: 'id', path: 'seq' },
      maxSeries: 50,
    },
    { name: 'plain', url, server: null },
  ]);
});

const wrong: readonly [what: string, stream: object, path: string, message: RegExp][] = [
  [
    'a secret that is written out',
    { headers: { Authorization: 'Bearer s3cret' } },
    'streams[0].headers.Authorization',
    /expected the value of Authorization to name its secret/,
  ],
  [
    'a secret behind a name that is none',
    { headers: { Authorization: 'Bearer encrypted:v1:s3cret' } },
    'streams[0].headers.Authorization',
    /expected an encrypted text as plimsoll secret set writes it/,
  ],
  [
    "a program in a shell's words",
    { headers: { Authorization: { command: 'pass s3cret' } } },
    'streams[0].headers.Authorization.command',
    /expected a program and its arguments as a list/,
  ],
  [
    'a scheme of several words',
    { headers: { Authorization: { scheme: 'Bearer s3cret', command: ['pass'] } } },
    'streams[0].headers.Authorization.scheme',
    /expected scheme to be one word/,
  ],
  [
    'a path with an empty part',
    { metrics: [{ name: 'a', path: 'a..b' }] },
    'streams[0].metrics[0].path',
    /dotted path/,
  ],
  [
    'a path to a prototype',
    { metrics: [{ name: 'a', path: '__proto__.a' }] },
    'streams[0].metrics[0].path',
    /dotted path/,
  ],
  [
    'one name for two metrics',
    {
      metrics: [
        { name: 'a', path: 'a' },
        { name: 'a', path: 'b' },
      ],
    },
    'streams[0].metrics[1].name',
    /expected a name of its own, got "a" a second time/,
  ],
  ['no metrics at all', { metrics: [] }, 'streams[0].metrics', /expected|too small/i],
  ['a way to find duplicates that there is not', { deduplicate: 'md5' }, 'streams[0].deduplicate', /frame, or id:PATH/],
  ['an id without a path', { deduplicate: 'id:' }, 'streams[0].deduplicate', /frame, or id:PATH/],
  [
    'a kind that there is not',
    { metrics: [{ name: 'a', path: 'a', kind: 'meter' }] },
    'streams[0].metrics[0].kind',
    /counter or gauge/,
  ],
];
for (const [what, stream, path, message] of wrong) {
  test(`refuses ${what}, and repeats no secret`, () => {
    const reading = parseConfig(JSON.stringify({ streams: [{ name: 'api', url, ...stream }] }));
    assert.ok(reading.kind === 'problems');
    const { problems } = reading;
    assert.equal(problems.length, 1);
    assert.equal(problems[0]?.path, path);
    assert.match(problems[0]?.message ?? '', message);
    assert.doesNotMatch(JSON.stringify(problems), /s3cret/);
  });
}
