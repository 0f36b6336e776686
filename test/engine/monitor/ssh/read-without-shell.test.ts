import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { after, test } from 'node:test';
import { createSshdHouse, skipWithoutSshd } from '../../../helpers/sshd.js';
import { routeTo, watch } from './fleet-over-ssh.js';

const house = skipWithoutSshd === false ? createSshdHouse() : null;
after(() => house?.close());
const options = { skip: process.platform === 'linux' ? skipWithoutSshd : 'reads /proc', timeout: 60_000 };

/** An sshd with these lines in its config, and the way to it. */
async function serverWith(name: string, lines: readonly string[]) {
  const server = await house!.start(lines);
  const knownHostsFile = house!.write(name, server.knownHostsLine);
  return { server, route: routeTo({ port: server.port, identityFile: house!.identityFile, knownHostsFile }) };
}

/** A program that sshd runs in place of every command. */
function forced(name: string, lines: readonly string[]): string {
  const file = house!.write(name, `#!/bin/sh\n${lines.join('\n')}\n`);
  chmodSync(file, 0o700);
  return `ForceCommand ${file}`;
}

test('an account that has SFTP and no shell is read over SFTP, by itself', options, async (context) => {
  const { route } = await serverWith('sftp_known', ['Subsystem sftp internal-sftp', 'ForceCommand internal-sftp']);
  const { samples, facts, until } = watch(context, [route]);
  const sample = await samples(3);
  assert.ok(sample.cpuPercent! >= 0 && sample.memoryUsedBytes! > 0 && sample.load1! >= 0);
  assert.ok(sample.rttMs! > 0);
  const { sampler, kernel, hostName, filesystems, processes } = await facts();
  assert.equal(sampler, 'sftp');
  assert.match(kernel!, /^\d/);
  assert.ok(hostName !== null && hostName !== '?');
  assert.equal(filesystems[0]?.mount, '/');
  assert.equal(processes, null, 'what it cannot tell is not 0');
  const note = await until((event) => (event.kind === 'note' ? event.text : null));
  assert.match(note, /^s0 is read over SFTP, which costs it about 2 ms/);
});

test('an account that may run commands and hold no shell is read by a command each time', options, async (context) => {
  const refusing = forced('no_shell', [
    '[ "$SSH_ORIGINAL_COMMAND" = /bin/sh ] && exit 1',
    'eval "$SSH_ORIGINAL_COMMAND"',
  ]);
  const { route } = await serverWith('exec_known', [refusing]);
  const { samples, facts, until } = watch(context, [route]);
  const sample = await samples(3);
  assert.ok(sample.cpuPercent! >= 0 && sample.memoryUsedBytes! > 0);
  assert.equal(sample.rttMs, null);
  const { sampler, filesystems } = await facts();
  assert.equal(sampler, 'exec');
  assert.ok(filesystems.length > 0);
  const note = await until((event) => (event.kind === 'note' ? event.text : null));
  assert.match(note, /^s0 is read by a command for each reading, which costs it about 4 ms.*the shell ended with 1/);
});

test(
  'an account that may do nothing is down with why, and its login is not taken for refused',
  options,
  async (context) => {
    const { route } = await serverWith('nothing_known', [forced('nothing', ['exit 3'])]);
    const { state } = watch(context, [route]);
    const { reason, retryAtMs } = await state('down');
    assert.match(reason, /the shell ended with 3/);
    assert.ok(retryAtMs! > 0);
  },
);
