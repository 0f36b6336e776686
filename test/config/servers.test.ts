import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLayer } from '../../source/config/parse.js';
import { parseConfig } from '../../source/config/parse-config.js';
import { expandPattern } from '../../source/config/pattern.js';
import { resolveConfig } from '../../source/config/resolve.js';
import type { ServerEntry } from '../../source/config/servers.js';

function serversOf(...entries: readonly ServerEntry[]) {
  const reading = parseConfig(JSON.stringify({ servers: entries }));
  assert.equal(reading.kind, 'ok', JSON.stringify(reading));
  return reading.kind === 'ok' ? reading.config.servers : [];
}

function problemsOf(...entries: readonly ServerEntry[]): string {
  const reading = parseConfig(JSON.stringify({ servers: entries }));
  return reading.kind === 'problems'
    ? reading.problems.map(({ path, message }) => `${path}: ${message}`).join('\n')
    : '';
}

const route = {
  kind: 'ssh',
  transport: 'ssh2',
  port: null,
  user: null,
  identityFile: null,
  knownHostsFile: null,
  sshConfigFile: null,
} as const;

test('a server over SSH is one with a way to it', () => {
  const entry = {
    name: 'api-1',
    address: 'ssh://u@h:2222',
    identityFile: 'k',
    knownHostsFile: '/kh',
    transport: 'ssh',
  } as const;
  const [spec] = serversOf(entry);
  assert.deepEqual(spec, {
    name: 'api-1',
    address: 'ssh://u@h:2222',
    via: { ...route, transport: 'ssh', host: 'h', port: 2222, user: 'u', identityFile: 'k', knownHostsFile: '/kh' },
  });
});

test('a pattern names several servers, each by its own part, as one group', () => {
  assert.deepEqual(
    serversOf({ name: 'api', address: 'ssh://api-[08-10].example.org' }).map(({ name, group, via }) => [
      name,
      group,
      via?.kind === 'ssh' ? via.host : null,
    ]),
    [
      ['api-08', 'api', 'api-08.example.org'],
      ['api-09', 'api', 'api-09.example.org'],
      ['api-10', 'api', 'api-10.example.org'],
    ],
  );
});

test('patterns of name and address run in step', () => {
  const servers = serversOf({ name: 'db-{red,blue}', address: '10.0.0.[1-2]', group: 'databases' });
  assert.deepEqual(
    servers.map(({ name, address, group }) => [name, address, group]),
    [
      ['db-red', '10.0.0.1', 'databases'],
      ['db-blue', '10.0.0.2', 'databases'],
    ],
  );
  assert.match(problemsOf({ name: 'db-[1-3]', address: '10.0.0.[1-2]' }), /servers\[0\]\.address: expected one or 3/);
});

test('two parts of a pattern make every pair, the last running fastest', () => {
  const reading = expandPattern('{a,b}-[1-2]');
  assert.deepEqual(reading.kind === 'ok' ? reading.value.map(({ text }) => text) : null, ['a-1', 'a-2', 'b-1', 'b-2']);
});

test('the brackets of an IPv6 address are no pattern', () => {
  const [spec] = serversOf({ name: 'six', address: 'ssh://[fe80::1]:22' });
  assert.equal(spec!.via?.kind === 'ssh' ? spec!.via.host : null, 'fe80::1');
  assert.equal(spec!.group, undefined);
});

test('a pattern is bounded', () => {
  assert.match(problemsOf({ name: 'x', address: 'h[1-100000]' }), /at most 1000/);
  assert.match(problemsOf({ name: 'x', address: 'h[1-999]-[1-999]' }), /at most 1000/);
  assert.match(problemsOf({ name: 'x', address: 'h[9-1]' }), /range that rises/);
});

test('servers of a Prometheus are named by their instance', () => {
  const [first, second] = serversOf({ name: 'web', address: 'prometheus+http://p:9090', instance: 'web-[1-2]:9100' });
  assert.deepEqual(first, {
    name: 'web-1',
    address: 'prometheus+http://p:9090',
    via: { kind: 'prometheus', url: 'http://p:9090', instance: 'web-1:9100' },
    group: 'web',
  });
  assert.equal(second!.name, 'web-2');
  assert.match(
    problemsOf({ name: 'web', address: 'prometheus+http://p:9090' }),
    /servers\[0\]\.instance: expected the instance/,
  );
});

test('a key that means nothing for an address is refused', () => {
  assert.match(
    problemsOf({ name: 'a', address: 'local', identityFile: 'k' }),
    /servers\[0\]\.identityFile: expected no key of SSH/,
  );
  assert.match(
    problemsOf({ name: 'a', address: 'ssh://h', instance: 'h:9100' }),
    /servers\[0\]\.instance: expected no instance/,
  );
});

test('a name that a pattern gives twice is told under the entry that it came from', () => {
  assert.match(
    problemsOf({ name: 'a-2', address: 'local' }, { name: 'a', address: 'h[1-2]' }),
    /servers\[1\]\.name: expected a name of its own, got "a-2" a second time/,
  );
});

test('a Prometheus may want a token and have an authority of its own', () => {
  // As a file has it, before it is read.
  const bearer = { bearer: 'file:token' } as never;
  const entry = { name: 'web', address: 'prometheus+https://p', instance: 'web:9100', auth: bearer, ca: 'ca.pem' };
  const [spec] = serversOf(entry);
  assert.deepEqual(spec!.via, {
    kind: 'prometheus',
    url: 'https://p',
    instance: 'web:9100',
    auth: { kind: 'bearer', secret: { kind: 'file', path: 'token' } },
    ca: 'ca.pem',
  });
  const [insecure] = serversOf({ ...entry, ca: undefined, insecure: true });
  assert.equal(insecure!.via?.kind === 'prometheus' && insecure!.via.insecure, true);
  assert.match(
    problemsOf({ ...entry, address: 'prometheus+http://p' }),
    /servers\[0\]\.ca: expected no ca for an address/,
  );
  assert.match(problemsOf({ name: 'a', address: 'local', auth: bearer }), /servers\[0\]\.auth: expected no auth/);
});

/** The servers that entries stand for where the SSH config has these names. */
function amongHosts(hosts: readonly string[], ...entries: readonly unknown[]) {
  const layer = parseLayer(JSON.stringify({ servers: entries }));
  assert.equal(layer.kind, 'ok', JSON.stringify(layer));
  return resolveConfig({ command: {}, file: layer.kind === 'ok' ? layer.layer : {}, flags: {} }, null, () => hosts);
}

test('a pattern over names of the SSH config is a group of those it names, each by its own name', () => {
  const hosts = ['web-1', 'db', 'web-2', 'webmail'];
  const reading = amongHosts(hosts, { name: 'front', address: 'me@web-*', transport: 'ssh' }, 'd?');
  assert.equal(reading.kind, 'ok', JSON.stringify(reading));
  const { servers } = reading.kind === 'ok' ? reading.config : { servers: [] };
  assert.deepEqual(
    servers.map(({ name, group, via }) => [
      name,
      group,
      via?.kind === 'ssh' ? `${via.user} ${via.host} ${via.transport}` : null,
    ]),
    [
      ['web-1', 'front', 'me web-1 ssh'],
      ['web-2', 'front', 'me web-2 ssh'],
      ['db', 'd?', 'null db ssh2'],
    ],
  );
});

test('a pattern that names nobody is refused with how many there are', () => {
  const reading = amongHosts(['db', 'cache'], 'web*');
  assert.deepEqual(reading.kind === 'problems' ? reading.problems : [], [
    {
      path: 'servers[0].address',
      message: 'expected a Host of your SSH config that web* names, got none of 2',
      hint: null,
    },
  ]);
});

test('two patterns that name one host twice are told so', () => {
  const reading = amongHosts(['web'], 'w*', '*b');
  assert.match(JSON.stringify(reading), /expected a name of its own, got \\"web\\" a second time/);
});

for (const address of ['ssh://web*', 'web*:22', 'prometheus+http://*:9090', 'web *', '-web*']) {
  test(`${address} is no pattern over names of the SSH config`, () => {
    assert.match(problemsOf({ name: 'a', address }), /servers\[0\]\.address: expected/);
  });
}

test('a server that is only a text is named by its address', () => {
  const reading = amongHosts([], 'local', 'ssh://me@10.0.0.7:2222', 'node-[1-2]');
  const { servers } = reading.kind === 'ok' ? reading.config : { servers: [] };
  assert.deepEqual(
    servers.map(({ name, address }) => [name, address]),
    [
      ['local', 'local'],
      ['me@10.0.0.7:2222', 'ssh://me@10.0.0.7:2222'],
      ['node-1', 'node-1'],
      ['node-2', 'node-2'],
    ],
  );
});
