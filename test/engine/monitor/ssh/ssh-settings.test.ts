import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sshArguments } from '../../../../source/engine/monitor/ssh/child-transport.js';
import { createSshChains } from '../../../../source/engine/monitor/ssh/ssh-chain.js';
import { parseSshSettings, type SshName } from '../../../../source/engine/monitor/ssh/ssh-settings.js';
import { codeOf } from '../../../../source/model/error.js';
import { routeTo } from './fleet-over-ssh.js';

const name: SshName = { host: 'api', port: null, user: null, configFile: null };

test('what ssh -G says is taken as it stands, with the home folder made whole', () => {
  const settings = parseSshSettings(
    [
      'user deploy',
      'hostname 10.0.0.7',
      'port 2222',
      'identitiesonly yes',
      'identityfile ~/.ssh/work key',
      'identityfile /etc/key',
      'userknownhostsfile /dev/null ~/.ssh/other',
      'globalknownhostsfile /etc/ssh/ssh_known_hosts',
      'stricthostkeychecking accept-new',
      'hashknownhosts yes',
      'hostkeyalias API',
      'identityagent none',
      'proxyjump a@b:22,c',
      'proxycommand none',
    ].join('\n'),
    name,
  );
  assert.deepEqual(settings, {
    hostName: '10.0.0.7',
    port: 2222,
    user: 'deploy',
    hostKeyAlias: 'API',
    identityFiles: [join(homedir(), '.ssh/work key'), '/etc/key'],
    identitiesOnly: true,
    agent: null,
    userKnownHosts: [join(homedir(), '.ssh/other')],
    globalKnownHosts: ['/etc/ssh/ssh_known_hosts'],
    hashesKnownHosts: true,
    strictness: 'accept-new',
    proxyJump: ['a@b:22', 'c'],
    proxyCommand: null,
  });
});

test('a config that would take any host key is not followed: somebody is asked', () => {
  for (const strict of ['no', 'off', 'false', 'ask']) {
    assert.equal(parseSshSettings(`stricthostkeychecking ${strict}`, name).strictness, 'ask', strict);
  }
  assert.equal(parseSshSettings('stricthostkeychecking true', name).strictness, 'yes');
});

test('without an ssh on the machine a name stands for itself', () => {
  const settings = parseSshSettings('', { ...name, port: 2200, user: 'me' });
  assert.deepEqual([settings.hostName, settings.port, settings.user], ['api', 2200, 'me']);
  assert.ok(settings.identityFiles.includes(join(homedir(), '.ssh/id_ed25519')));
});

/** Chains over a table of ProxyJumps by host. */
function chains(jumps: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const chainTo = createSshChains(async (hop) => {
    asked.push(hop.host);
    const text = `hostname ${hop.host}\nproxyjump ${jumps[hop.host] ?? 'none'}`;
    return parseSshSettings(text, hop);
  });
  return { asked, hostsTo: async (host: string) => (await chainTo(routeTo({ host }))).map((hop) => hop.hostName) };
}

test('the way to a server goes through its jumps, those of the first jump before it', async () => {
  const { hostsTo, asked } = chains({ target: 'outer,inner', outer: 'gate', inner: 'ignored' });
  assert.deepEqual(await hostsTo('target'), ['gate', 'outer', 'inner', 'target']);
  await hostsTo('target');
  assert.equal(asked.length, 4, 'each name is asked for once');
});

test('jumps that lead back to themselves are refused', async () => {
  await assert.rejects(chains({ a: 'b', b: 'a' }).hostsTo('a'), (error) => codeOf(error) === 'ssh-config');
});

test('a jump that would be an option of ssh is refused', async () => {
  await assert.rejects(chains({ a: '-oProxyCommand=x' }).hostsTo('a'), (error) => codeOf(error) === 'ssh-config');
});

test('the files that a server is given win over those of the SSH config, for the server alone', async () => {
  const chainTo = createSshChains(async (hop) =>
    parseSshSettings(`identityfile /config/key\nproxyjump ${hop.host === 'target' ? 'gate' : 'none'}`, hop),
  );
  const chain = await chainTo(routeTo({ host: 'target', identityFile: '/own/key', knownHostsFile: '/own/known' }));
  assert.deepEqual(
    chain.map((hop) => hop.identityFiles),
    [['/config/key'], ['/own/key']],
  );
  assert.deepEqual(chain[1]!.userKnownHosts, ['/own/known']);
});

test('the system ssh is never asked to ask, to forward anything, or to take a host for an option', () => {
  const args = sshArguments(
    routeTo({ host: 'api', port: 2222, user: 'deploy', identityFile: '/k', knownHostsFile: '/h' }),
  );
  assert.deepEqual(args.slice(-8), ['-i', '/k', '-p', '2222', '-l', 'deploy', '--', 'api', '/bin/sh'].slice(-8));
  for (const option of ['BatchMode=yes', 'ClearAllForwardings=yes', 'ForwardAgent=no', 'UserKnownHostsFile=/h']) {
    assert.ok(args.includes(option), option);
  }
  assert.ok(!args.some((arg) => /StrictHostKeyChecking/i.test(arg)));
});
