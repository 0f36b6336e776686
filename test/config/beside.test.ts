import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideFiles } from '../../source/config/beside.js';
import { parseContent } from '../../source/config/parse.js';

/** Every path that a config can name, each in a folder; `programs` is in front of names of programs. */
const content = (folder: string, programs = folder): Readonly<Record<string, unknown>> => ({
  target: { url: 'http://127.0.0.1/', ca: `${folder}ca.pem`, auth: { bearer: `file:${folder}token` } },
  hosts: [
    { name: 'b', url: 'http://127.0.0.1/', ca: `${folder}b.pem`, auth: { bearer: `file:${folder}b` } },
    {
      name: 'c',
      url: 'http://127.0.0.1/',
      auth: { basic: { user: 'file me', password: { command: [`${programs}bin/ask`, 'a/b'] } } },
    },
  ],
  servers: [
    { name: 's', address: 'ssh://h', identityFile: `${folder}id`, knownHostsFile: `${folder}k` },
    { name: 't', address: 'ssh://i', sshConfigFile: `${folder}config` },
    {
      name: 'p',
      address: 'prometheus+https://p:9090',
      instance: 'p:9100',
      ca: `${folder}p.pem`,
      auth: { bearer: `file:${folder}p` },
    },
  ],
  streams: [
    {
      name: 'm',
      url: 'ws://h/',
      headers: { authorization: `Bearer file:${folder}m`, 'x-a': { command: [`${programs}bin/a`, 'file:word'] } },
    },
  ],
  channels: {
    chat: { type: 'slack', url: `file:${folder}chat` },
    hook: { type: 'webhook', url: `file:${folder}hook`, hmac: { command: [`${programs}bin/hmac`] } },
    own: { type: 'command', run: [`${programs}bin/notify`, 'a/b'] },
    mail: { type: 'mail', host: 'h', password: `file:${folder}mail`, from: 'a@b', to: ['c@d'] },
  },
  publish: {
    'metrics-token': `file:${folder}scrape`,
    otlp: { url: 'http://h/', headers: { authorization: `Bearer file:${folder}o` } },
    influx: { url: 'http://h/w', headers: { 'x-key': { command: [`${programs}bin/key`] } } },
  },
  log: { 'log-file': `${folder}p.log` },
  feeder: `${folder}users.csv`,
  jobs: { datasets: [`${folder}a.csv`, `${folder}b.csv`] },
  load: { profile: `${folder}rates.csv`, workload: `${folder}a.mjs` },
  bench: { workloads: [`${folder}c.mjs`, 'fibonacci'] },
  sessions: { folder: 'kept' },
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('the content that is moved here is one that a config file may have', () => {
  const parsed = parseContent(JSON.stringify(content('')));
  assert.deepEqual(parsed.kind === 'problems' ? parsed.problems : [], []);
});

test('the paths of a config file begin where it lies', () => {
  assert.deepEqual(plain(besideFiles(content('', './'), () => 'conf')), content('conf/'));
  assert.deepEqual(plain(besideFiles(content('../'), () => 'conf/deep')), content('conf/'));
});

test('a path from the root stays as it is, and so does what names no file', () => {
  assert.deepEqual(plain(besideFiles(content('/etc/'), () => 'conf')), content('/etc/'));
  const others = {
    target: { url: 'http://127.0.0.1/', auth: { bearer: '$' + '{TOKEN}' }, headers: { 'x-a': 'file:a' } },
    hosts: [{ name: 'b', url: 'http://127.0.0.1/', auth: { bearer: { command: ['pass', 'a/b'] } } }],
    servers: [{ name: 's', address: 'ssh://h', identityFile: '~/.ssh/id' }, 'a/b'],
    load: { workload: 'fibonacci' },
    sessions: { folder: 'kept' },
  };
  assert.deepEqual(plain(besideFiles(others, () => 'conf')), others);
});

test('each key is taken from the file that says it, and a program here keeps its slash', () => {
  const moved = besideFiles(
    {
      channels: {
        one: { type: 'command', run: ['./notify'] },
        two: { type: 'slack', url: 'file:chat' },
      },
    },
    (path) => (path[1] === 'one' ? '.' : '/etc/plimsoll'),
  );
  assert.deepEqual(plain(moved), {
    channels: {
      one: { type: 'command', run: ['./notify'] },
      two: { type: 'slack', url: 'file:/etc/plimsoll/chat' },
    },
  });
});

test('a key named like what objects have of themselves reaches nothing', () => {
  const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "channels": {"__proto__": {"url": "file:a"}}}');
  const moved = besideFiles(hostile, () => 'conf');
  assert.equal(Object.getPrototypeOf(moved), null);
  assert.deepEqual(Object.keys(moved), ['__proto__', 'channels']);
  assert.equal('polluted' in {}, false);
});
