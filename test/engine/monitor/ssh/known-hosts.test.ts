import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { fingerprintOf, hostKeyAlgorithms, judgeHostKey } from '../../../../source/engine/monitor/ssh/host-key.js';
import {
  hashedName,
  keysFor,
  knownHostsName,
  parseKnownHosts,
} from '../../../../source/engine/monitor/ssh/known-hosts.js';
import { createKnownHostsStore } from '../../../../source/engine/monitor/ssh/known-hosts-store.js';

/** A key blob of a type: enough of one for what judges them, which never looks inside. */
function keyOf(type: string, seed: number): Buffer {
  const name = Buffer.from(type);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  return Buffer.concat([length, name, Buffer.alloc(32, seed)]);
}

const ed25519 = keyOf('ssh-ed25519', 1);
const other = keyOf('ssh-ed25519', 2);
const ecdsa = keyOf('ecdsa-sha2-nistp256', 3);
const line = (hosts: string, key: Buffer, type = 'ssh-ed25519'): string => `${hosts} ${type} ${key.toString('base64')}`;
const keysOf = (text: string, name: string) => keysFor([parseKnownHosts(text, 'f')], name);

const matches: readonly [hosts: string, name: string, isNamed: boolean][] = [
  ['api.example.org', 'api.example.org', true],
  ['API.Example.org', 'api.example.org', true],
  ['api.example.org,10.0.0.1', '10.0.0.1', true],
  ['api.example.org', 'example.org', false],
  ['[api.example.org]:2222', '[api.example.org]:2222', true],
  ['[api.example.org]:2222', 'api.example.org', false],
  ['*.example.org', 'api.example.org', true],
  ['*.example.org', 'example.org', false],
  ['api-?.example.org', 'api-7.example.org', true],
  ['api-?.example.org', 'api-17.example.org', false],
  ['*.example.org,!db.example.org', 'api.example.org', true],
  ['*.example.org,!db.example.org', 'db.example.org', false],
  ['!db.example.org,*', 'db.example.org', false],
  ['[*]:2222', '[x]:2222', true],
];

for (const [hosts, name, isNamed] of matches) {
  test(`known_hosts: ${hosts} ${isNamed ? 'names' : 'does not name'} ${name}`, () => {
    assert.equal(keysOf(line(hosts, ed25519), name).length, isNamed ? 1 : 0);
  });
}

test('a host on any port but 22 has the port in its name', () => {
  assert.equal(knownHostsName('API.example.org', 22), 'api.example.org');
  assert.equal(knownHostsName('::1', 2222), '[::1]:2222');
});

test('hashed names are those that ssh-keygen makes', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-known-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'k')]);
  if (made.error !== undefined) {
    context.skip('needs ssh-keygen');
    return;
  }
  const [type, key] = readFileSync(join(folder, 'k.pub'), 'utf8').split(' ');
  const file = join(folder, 'known_hosts');
  writeFileSync(file, `api.example.org ${type} ${key}\n[10.0.0.1]:2222 ${type} ${key}\n`);
  assert.equal(spawnSync('ssh-keygen', ['-q', '-H', '-f', file]).status, 0);
  const text = readFileSync(file, 'utf8');
  assert.match(text, /^\|1\|/);
  assert.equal(keysOf(text, 'api.example.org').length, 1);
  assert.equal(keysOf(text, '[10.0.0.1]:2222').length, 1);
  assert.equal(keysOf(text, 'other.example.org').length, 0);
  const shown = spawnSync('ssh-keygen', ['-l', '-f', join(folder, 'k.pub')], { encoding: 'utf8' }).stdout;
  assert.equal(fingerprintOf(Buffer.from(key!, 'base64')), shown.split(' ')[1]);
});

test('the hash of a name is an HMAC, whatever salt and name', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.string({ maxLength: 100 }), (salt, name) => {
      const expected = createHmac('sha1', salt).update(name).digest('base64');
      assert.equal(hashedName(Buffer.from(salt), name), expected);
    }),
  );
});

test('comments, junk, long and half lines are left out; ends of lines may be of either kind', () => {
  const text = `# ${line('a', ed25519)}\r\n\r\nnonsense\na ssh-ed25519\n@unknown ${line('a', ed25519)}\n${'x'.repeat(20_000)} ssh-ed25519 AAAA\n${line('a', ed25519)} a comment\r\n`;
  assert.deepEqual(
    keysOf(text, 'a').map((key) => key.line),
    [7],
  );
});

test('a pattern that would take a regular expression for ever is matched at once', () => {
  const hosts = `${'*a'.repeat(200)}*b`;
  assert.equal(keysOf(line(hosts, ed25519), 'a'.repeat(250)).length, 0);
});

const judge = (text: string, key: Buffer) => judgeHostKey(keysOf(text, 'h'), 'h', key);

test('a key that is there is known, whatever other keys there are', () => {
  const text = `${line('h', ecdsa, 'ecdsa-sha2-nistp256')}\n${line('h', ed25519)}\n`;
  assert.deepEqual(judge(text, ed25519), { kind: 'known' });
});

test('a host without a key is unknown', () => {
  assert.deepEqual(judge(line('x', ed25519), ed25519), {
    kind: 'unknown',
    keyType: 'ssh-ed25519',
    fingerprint: fingerprintOf(ed25519),
  });
});

test('another key of the same type, or of one that was not known, is a changed host, told by both prints', () => {
  for (const given of [other, ecdsa]) {
    const verdict = judge(line('h', ed25519), given);
    assert.equal(verdict.kind, 'refused');
    const reason = verdict.kind === 'refused' ? verdict.reason : '';
    assert.ok(reason.includes(fingerprintOf(ed25519)) && reason.includes(fingerprintOf(given)), reason);
    assert.match(reason, /has changed: f:1 has/);
  }
});

test('a revoked key is refused, even where it is known by another line', () => {
  const verdict = judge(`${line('h', ed25519)}\n@revoked ${line('*', ed25519)}\n`, ed25519);
  assert.match(verdict.kind === 'refused' ? verdict.reason : '', /is revoked: .* is marked @revoked in f:2/);
  assert.equal(judge(`${line('h', ed25519)}\n@revoked ${line('*', other)}\n`, ed25519).kind, 'known');
});

test('a host that only an authority vouches for is refused with the way that can check it', () => {
  const verdict = judge(`@cert-authority ${line('*', other)}\n`, ed25519);
  assert.match(verdict.kind === 'refused' ? verdict.reason : '', /"transport": "ssh"/);
});

test('the algorithms of known keys are offered first, and none with SHA-1', () => {
  const known = keysOf(`${line('h', ecdsa, 'ecdsa-sha2-nistp256')}\n${line('h', other, 'ssh-rsa')}\n`, 'h');
  assert.deepEqual(hostKeyAlgorithms(known).slice(0, 4), [
    'ecdsa-sha2-nistp256',
    'rsa-sha2-512',
    'rsa-sha2-256',
    'ssh-ed25519',
  ]);
  assert.ok(!hostKeyAlgorithms([]).some((algorithm) => (algorithm as string) === 'ssh-rsa'));
});

test('a file that another program changes is read again, and one that is made can be read by nobody else', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-known-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'new/known_hosts');
  const store = createKnownHostsStore();
  assert.deepEqual(store.read([file]), []);
  store.add(file, 'h', 'ssh-ed25519', ed25519, false);
  assert.equal(statSync(file).mode & 0o077, 0);
  assert.equal(keysFor(store.read([file]), 'h').length, 1);
  writeFileSync(file, `${line('h', ed25519)}\n${line('h', other)}\n`);
  assert.equal(keysFor(store.read([file]), 'h').length, 2);
});
