import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runProgram } from '../helpers/program.js';
import { createSshdHouse, skipWithoutSshd } from '../helpers/sshd.js';
import { openTerminal } from '../helpers/terminal.js';

const house = skipWithoutSshd === false ? createSshdHouse() : null;
after(() => house?.close());
const options = { skip: skipWithoutSshd, timeout: 60_000 };

test(
  'monitor answers with what it saw of servers over SSH, and with why it saw nothing of others',
  options,
  async () => {
    const [good, unknown] = await Promise.all([house!.start(), house!.start()]);
    house!.write('known_hosts', good.knownHostsLine);
    const entry = { identityFile: 'id', knownHostsFile: 'known_hosts' };
    const config = house!.write(
      'monitor.json',
      JSON.stringify({
        servers: [
          { name: 'api-1', address: `ssh://127.0.0.1:${good.port}`, ...entry },
          { name: 'api-2', address: `ssh://127.0.0.1:${unknown.port}`, ...entry },
          { name: 'here', address: 'local' },
        ],
      }),
    );
    const { code, stdout, stderr } = await runProgram([
      ...['monitor', config, '--duration', '4s', '--headless', '--output', '-'],
      ...['--sessions', join(house!.folder, 'sessions')],
    ]);
    assert.equal(code, 0, stderr);
    const { kind, servers } = JSON.parse(stdout);
    assert.equal(kind, 'monitor');
    const [api1, api2, here] = servers;
    assert.deepEqual([api1.name, api1.source, api1.state, api1.reason], ['api-1', 'ssh', 'live', null]);
    assert.ok(api1.samples >= 3 && api1.missed <= 1, stdout);
    assert.ok(api1.cpuPercent.mean >= 0 && api1.cpuPercent.max <= 100);
    assert.ok(api1.memoryUsedBytes.last < api1.memoryTotalBytes);
    assert.ok(api1.rttMs.p50 > 0 && api1.rttMs.p99 >= api1.rttMs.p50);
    assert.deepEqual([api2.state, api2.samples, api2.cpuPercent], ['refused', 0, null]);
    assert.match(api2.reason, /SHA256:[A-Za-z0-9+/]{43}/);
    assert.match(stderr, /api-2 is refused: The host key of/);
    assert.deepEqual([here.source, here.state, here.rttMs], ['local', 'live', null]);
    assert.doesNotMatch(readFileSync(join(house!.folder, 'known_hosts'), 'utf8'), new RegExp(`:${unknown.port} `));
  },
);

test(
  'in a terminal an unknown host is asked about on the screen, and a passphrase is never shown',
  options,
  async (t) => {
    const server = await house!.start();
    house!.makeKey('locked', { passphrase: 'open sesame' });
    const config = house!.write(
      'terminal.json',
      JSON.stringify({
        servers: [
          {
            name: 'api-1',
            address: `ssh://127.0.0.1:${server.port}`,
            identityFile: 'locked',
            knownHostsFile: 'known_terminal',
            sshConfigFile: 'plain.conf',
          },
        ],
      }),
    );
    house!.write('plain.conf', 'HashKnownHosts no\n');
    const terminal = openTerminal(['monitor', config, '--sessions', join(house!.folder, 'sessions')]);
    t.after(terminal.close);
    await terminal.waitFor(/ssh-ed25519 SHA256:[A-Za-z0-9+/]{43}/);
    await terminal.waitFor('Accept it, and keep it?');
    terminal.press('y');
    await terminal.waitFor(/Passphrase of .*locked:/);
    // Typed all at once it is taken for pasted, of which the end of the line is no key.
    terminal.press('open sesame');
    await terminal.waitFor('●'.repeat(11));
    terminal.press('\r');
    await terminal.waitFor('1 of 1 live');
    assert.doesNotMatch(terminal.bytes(), /sesame/);
    terminal.press('q');
    assert.equal((await terminal.ended).exitCode, 0);
    assert.doesNotMatch(terminal.bytes(), /sesame/);
    assert.equal(readFileSync(join(house!.folder, 'known_terminal'), 'utf8'), server.knownHostsLine);
  },
);

test('ctrl-c at a question about a server ends a watch like any other time', options, async (t) => {
  const server = await house!.start();
  const config = house!.write(
    'interrupted.json',
    JSON.stringify({
      servers: [
        { name: 'api-1', address: `ssh://127.0.0.1:${server.port}`, identityFile: 'id', knownHostsFile: 'none' },
      ],
    }),
  );
  const terminal = openTerminal(['monitor', config, '--sessions', join(house!.folder, 'sessions')]);
  t.after(terminal.close);
  await terminal.waitFor('Accept it, and keep it?');
  terminal.press('\u0003');
  // Nothing was seen of any server.
  assert.deepEqual(await terminal.ended, { exitCode: 3, signal: 0 });
});

test(
  'load waits for the answer to a question about a server, and is not sent where the program is left at it',
  options,
  async (t) => {
    const server = await house!.start();
    const config = house!.write(
      'load.json',
      JSON.stringify({
        target: { url: 'http://127.0.0.1:9/' },
        load: { rate: 10, duration: '5s' },
        servers: [
          { name: 'api-1', address: `ssh://127.0.0.1:${server.port}`, identityFile: 'id', knownHostsFile: 'none' },
        ],
      }),
    );
    const terminal = openTerminal(['run', config, '--sessions', join(house!.folder, 'sessions')]);
    t.after(terminal.close);
    await terminal.waitFor('Accept it, and keep it?');
    terminal.press('\u0003');
    assert.deepEqual(await terminal.ended, { exitCode: 130, signal: 0 });
  },
);
