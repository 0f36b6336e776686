import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readInvocation } from '../../source/commands/invocation.js';
import type { Surroundings } from '../../source/commands/surroundings.js';

const places: Surroundings = {
  env: {},
  systemFolder: '/etc/plimsoll',
  userFolder: '/home/me/.config/plimsoll',
  startFolder: '/work',
  trustOf: () => ({ kind: 'trusted' }),
};

/** What the program makes of three files, one over the other, and of variables. */
function read(texts: readonly string[], env: Readonly<Record<string, string>> = {}, argv = ['monitor']) {
  const files = new Map(
    ['/etc/plimsoll/config.json', '/home/me/.config/plimsoll/config.json', '/work/plimsoll.json'].map((path, index) => [
      path,
      texts[index],
    ]),
  );
  const readFile = (path: string): string => {
    const text = files.get(path);
    if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return text;
  };
  return readInvocation(argv, readFile, { ...places, env });
}

function assertClean(): void {
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), ownOfObjects);
  assert.deepEqual(Object.getOwnPropertyNames(Array.prototype).sort(), ownOfArrays);
  assert.equal('polluted' in {}, false);
}

const ownOfObjects = Object.getOwnPropertyNames(Object.prototype).sort();
const ownOfArrays = Object.getOwnPropertyNames(Array.prototype).sort();

const polluting = '{"polluted": true, "toString": "x"}';

test('keys that objects have of themselves change none of them, wherever they stand', () => {
  const rows: readonly string[] = [
    `{"__proto__": ${polluting}}`,
    `{"constructor": {"prototype": ${polluting}}}`,
    `{"load": {"__proto__": ${polluting}}}`,
    `{"environments": {"__proto__": {"load": {"seed": 1}}}}`,
    `{"environments": {"staging": {"__proto__": ${polluting}}}}`,
    `{"channels": {"__proto__": {"type": "slack", "url": "file:a"}}}`,
    `{"channels": {"constructor": {"prototype": ${polluting}}}}`,
    `{"target": {"url": "http://127.0.0.1/", "auth": {"__proto__": {"bearer": "file:a"}}}}`,
    `{"extensions": {"__proto__": ${polluting}}}`,
    `{"extensions": {"shop": {"__proto__": ${polluting}}}}`,
    `{"channels": {"constructor": {"type": "terminal"}}}`,
    `{"servers": [{"name": "a", "address": "local", "__proto__": ${polluting}}]}`,
    `{"screen": {"keys": {"__proto__": "x"}}}`,
  ];
  for (const row of rows) {
    for (const texts of [[row], ['{"load": {"seed": 3}}', row], [row, row, row]]) {
      assert.equal(read(texts).kind, 'problems', row);
      assertClean();
    }
  }
});

test('environments that null deletes are none', () => {
  for (const text of ['{"environments": null}', '{"environments": {"staging": null}}']) {
    const found = read([text]);
    assert.equal(found.kind, 'ok', text);
    const named = read([text], {}, ['monitor', '--env', 'staging']);
    assert.match(JSON.stringify(named), /expected an environment of the config files/);
  }
});

test('variables change no object either', () => {
  for (const [name, value] of [
    ['PLIMSOLL_CHANNELS', `{"__proto__": ${polluting}}`],
    ['PLIMSOLL_SERVERS', `[{"__proto__": ${polluting}}]`],
    ['PLIMSOLL___PROTO__', 'x'],
    ['PLIMSOLL_ENV', '__proto__'],
    ['PLIMSOLL_LOAD_RAMP', `{"__proto__": ${polluting}}`],
  ] as const) {
    read([], { [name]: value });
    assertClean();
  }
});

const key = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'channels',
  'load',
  'target',
  'auth',
  'headers',
  'url',
  'extensions',
  'shop',
  'environments',
  'staging',
  'type',
  'command',
);
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, 1, 'file:../a', 'slack', '$' + '{A:-b}', 'http://127.0.0.1/'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

test('whatever JSON is laid over whatever other, there is an answer, and no object is changed', () => {
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 3 }), (contents) => {
      const { kind } = read(contents.map((content) => JSON.stringify(content)));
      assert.ok(kind === 'ok' || kind === 'problems');
      assertClean();
    }),
    { numRuns: 300 },
  );
});

test('a name cannot lead out of where it is looked for', () => {
  const withSecret = (bearer: string): string =>
    JSON.stringify({ target: { url: 'http://127.0.0.1/', auth: { bearer } } });
  for (const name of ['../token', '..', '.', 'a/b', '/etc/passwd', 'a\u0000b', '']) {
    assert.equal(read([withSecret(`credential:${name}`)], {}, ['run']).kind, 'problems', name);
  }
  assert.equal(read([withSecret('file:a\u0000b')], {}, ['run']).kind, 'problems');
  for (const environment of ['../a', 'a/b', '', '.hidden']) {
    assert.equal(read(['{}'], {}, ['monitor', '--env', environment]).kind, 'problems', environment);
  }
});
