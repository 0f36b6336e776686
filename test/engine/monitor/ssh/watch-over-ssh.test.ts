import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import type { Question } from '../../../../source/engine/monitor/ssh/ask.js';
import { createSshdHouse, skipWithoutSshd } from '../../../helpers/sshd.js';
import { routeTo, watch } from './fleet-over-ssh.js';

const house = skipWithoutSshd === false ? createSshdHouse() : null;
after(() => house?.close());
const options = { skip: skipWithoutSshd, timeout: 30_000 };

/** A known_hosts file of its own for each test. */
let files = 0;
const knownHosts = (text = ''): string => house!.write(`known_${files++}`, text);

test('a server is watched over SSH with nothing installed on it', options, async (context) => {
  const server = await house!.start();
  const knownHostsFile = knownHosts(server.knownHostsLine);
  const route = routeTo({ port: server.port, identityFile: house!.identityFile, knownHostsFile });
  const { state, samples, facts, events } = watch(context, [route]);
  await state('live');
  const sample = await samples(3);
  assert.ok(sample.cpuPercent! >= 0 && sample.cpuPercent! <= 100);
  assert.ok(sample.memoryUsedBytes! < sample.memoryTotalBytes!);
  assert.ok(sample.rttMs! > 0 && sample.rttMs! < 1000);
  assert.equal(sample.detail!.lossRatio, 0);
  const { sampler, kernel } = await facts();
  assert.equal(sampler, 'awk');
  assert.match(kernel!, /^\d/);
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'server/state' ? [event.state.kind] : [])),
    ['connecting', 'live'],
  );
});

test('every core is told only while somebody looks at them', options, async (context) => {
  const server = await house!.start();
  const knownHostsFile = knownHosts(server.knownHostsLine);
  const route = routeTo({ port: server.port, identityFile: house!.identityFile, knownHostsFile });
  const { fleet, samples, until } = watch(context, [route]);
  assert.equal((await samples(2)).detail!.corePercents, null);
  fleet.showCores('s0');
  const cores = await until((event) =>
    event.kind === 'server/sample' && event.sample.detail!.corePercents?.some((core) => core !== null)
      ? event.sample.detail!.corePercents
      : null,
  );
  assert.ok(cores.every((core) => core !== null && core >= 0 && core <= 100));
});

test(
  'without anybody to ask, an unknown host is refused with its fingerprint and nothing is logged in',
  options,
  async (context) => {
    const server = await house!.start();
    const route = routeTo({ port: server.port, identityFile: house!.identityFile, knownHostsFile: knownHosts() });
    const { reason } = await watch(context, [route]).state('refused');
    assert.match(
      reason,
      new RegExp(`\\[127\\.0\\.0\\.1\\]:${server.port} is not known: the server gave ssh-ed25519 SHA256:`),
    );
  },
);

test('somebody who is asked sees the fingerprint, and what was accepted is written down', options, async (context) => {
  const server = await house!.start();
  const knownHostsFile = knownHosts('# no end of line');
  const sshConfigFile = house!.write('plain.conf', 'HashKnownHosts no\n');
  const route = routeTo({ port: server.port, identityFile: house!.identityFile, knownHostsFile, sshConfigFile });
  const questions: Question[] = [];
  // Two at the same server: asked once.
  const { state } = watch(context, [route, route], async (question) => {
    questions.push(question);
    return 'yes';
  });
  await Promise.all([state('live', 's0'), state('live', 's1')]);
  assert.equal(questions.length, 1);
  assert.deepEqual(
    [questions[0]!.kind, (questions[0] as { host?: string }).host],
    ['host-key', `[127.0.0.1]:${server.port}`],
  );
  assert.equal(readFileSync(knownHostsFile, 'utf8'), `# no end of line\n${server.knownHostsLine}`);
});

test('anything but yes refuses an unknown host', options, async (context) => {
  const server = await house!.start();
  const knownHostsFile = knownHosts();
  const route = routeTo({ port: server.port, identityFile: house!.identityFile, knownHostsFile });
  const { reason } = await watch(context, [route], async () => 'no').state('refused');
  assert.match(reason, /not accepted/);
  assert.equal(readFileSync(knownHostsFile, 'utf8'), '');
});

test('a changed host key stops with both prints, whoever could be asked', options, async (context) => {
  const [server, other] = await Promise.all([house!.start(), house!.start()]);
  const theirs = other.knownHostsLine.replace(String(other.port), String(server.port));
  const route = routeTo({
    port: server.port,
    identityFile: house!.identityFile,
    knownHostsFile: knownHosts(theirs),
  });
  const { reason } = await watch(context, [route], async () => assert.fail('nobody is asked')).state('refused');
  assert.equal(reason.match(/SHA256:[A-Za-z0-9+/]{43}/g)?.length, 2);
  assert.match(reason, /has changed/);
});

test('a failed login is refused once and never repeated by itself', options, async (context) => {
  const server = await house!.start();
  const identityFile = house!.makeKey('stranger', { isLetIn: false });
  const knownHostsFile = knownHosts(server.knownHostsLine);
  const route = routeTo({ port: server.port, identityFile, knownHostsFile });
  const { state } = watch(context, [route, route, route]);
  const [{ reason }] = await Promise.all([state('refused', 's0'), state('refused', 's1'), state('refused', 's2')]);
  assert.match(reason, /let nobody in: tried .*stranger; the server takes publickey/);
  assert.equal(server.log().match(/Failed publickey/g)?.length, 1, 'three servers of one login show the key once');
});

test('a login that was refused is tried again when a person asks, and then only once', options, async (context) => {
  const server = await house!.start();
  const identityFile = house!.makeKey('late', { isLetIn: false });
  const knownHostsFile = knownHosts(server.knownHostsLine);
  const { state, fleet } = watch(context, [routeTo({ port: server.port, identityFile, knownHostsFile })]);
  await state('refused');
  house!.write(
    'authorized_keys',
    readFileSync(`${identityFile}.pub`, 'utf8') + readFileSync(`${house!.identityFile}.pub`, 'utf8'),
  );
  fleet.retry('s0');
  await state('live');
});

test('a key with a passphrase is asked for once, however many servers take it', options, async (context) => {
  const server = await house!.start();
  const identityFile = house!.makeKey('locked', { passphrase: 'open sesame' });
  const knownHostsFile = knownHosts(server.knownHostsLine);
  const route = routeTo({ port: server.port, identityFile, knownHostsFile });
  const asked: Question[] = [];
  const { state } = watch(context, [route, route, route], async (question) => {
    asked.push(question);
    return asked.length === 1 ? 'wrong' : 'open sesame';
  });
  await Promise.all([state('live', 's0'), state('live', 's1'), state('live', 's2')]);
  assert.deepEqual(asked, [
    { kind: 'passphrase', file: identityFile, isRepeated: false },
    { kind: 'passphrase', file: identityFile, isRepeated: true },
  ]);
});

test('a key with a passphrase and nobody to ask is refused with what to do', options, async (context) => {
  const server = await house!.start();
  const identityFile = house!.makeKey('locked_too', { passphrase: 'x y z' });
  const knownHostsFile = knownHosts(server.knownHostsLine);
  const { reason } = await watch(context, [routeTo({ port: server.port, identityFile, knownHostsFile })]).state(
    'refused',
  );
  assert.match(reason, /it has a passphrase and there is nobody to ask: add it to ssh-agent/);
});

test(
  'a server that goes away is down with the time of the next try, and live again when it is back',
  options,
  async (context) => {
    const server = await house!.start();
    const knownHostsFile = knownHosts(server.knownHostsLine);
    const route = routeTo({ port: server.port, identityFile: house!.identityFile, knownHostsFile });
    const { state, until } = watch(context, [route]);
    await state('live');
    await server.stop();
    const down = await state('down');
    assert.match(down.reason, /the connection was lost/);
    assert.ok(down.retryAtMs! > 0);
    await house!.start([], server);
    let wasDown = false;
    await until((event) => {
      if (event.kind !== 'server/state') return null;
      wasDown ||= event.state.kind === 'down';
      return wasDown && event.state.kind === 'live' ? true : null;
    });
  },
);

test('a port where nothing listens is down, and says so', options, async (context) => {
  const server = await house!.start();
  await server.stop();
  const route = routeTo({ port: server.port, identityFile: house!.identityFile, knownHostsFile: knownHosts() });
  const { reason } = await watch(context, [route]).state('down');
  assert.match(reason, /refused the connection: nothing listens there \(ECONNREFUSED\)/);
});

test('where the SSH config hashes names, what was accepted is hashed, and found again', options, async (context) => {
  const server = await house!.start();
  const knownHostsFile = knownHosts();
  const sshConfigFile = house!.write('hashed.conf', 'HashKnownHosts yes\n');
  const route = routeTo({ port: server.port, identityFile: house!.identityFile, knownHostsFile, sshConfigFile });
  await watch(context, [route], async () => 'yes').state('live');
  assert.match(readFileSync(knownHostsFile, 'utf8'), /^\|1\|/);
  await watch(context, [route], async () => assert.fail('it is known')).state('live');
});

test('a key of the agent lets in, and no other key is shown where one is named', options, async (context) => {
  const server = await house!.start();
  const named = house!.makeKey('in_agent');
  const agent = await startAgent(context, [house!.makeKey('other', { isLetIn: false }), named]);
  // The private half is gone from the disk: only the agent has it.
  house!.write('public_only.pub', readFileSync(`${named}.pub`, 'utf8'));
  const sshConfigFile = house!.write('agent.conf', `IdentityAgent ${agent}\n`);
  const route = routeTo({
    port: server.port,
    identityFile: join(house!.folder, 'public_only'),
    knownHostsFile: knownHosts(server.knownHostsLine),
    sshConfigFile,
  });
  await watch(context, [route]).state('live');
  assert.equal(server.log().match(/Accepted publickey/g)?.length, 1);
  assert.equal(server.log().match(/Failed publickey/g), null);
});

test('a name of the SSH config leads through its jump, each hop verified by its own name', options, async (context) => {
  const [target, jump] = await Promise.all([house!.start(), house!.start()]);
  const knownHostsFile = knownHosts(
    jump.knownHostsLine + target.knownHostsLine.replace(`[127.0.0.1]:${target.port}`, `[localhost]:${target.port}`),
  );
  const included = house!.write('included.conf', `Host target\n  HostName localhost\n  Port ${target.port}\n`);
  const common = `  IdentityFile ${house!.identityFile}\n  UserKnownHostsFile ${knownHostsFile}\n`;
  const sshConfigFile = house!.write(
    'jump.conf',
    [
      `Include ${included}`,
      `Host gate\n  HostName 127.0.0.1\n  Port ${jump.port}\n${common}`,
      `Host target other\n  ProxyJump gate\n${common}`,
      `Host other\n  HostName 127.0.0.1\n  Port ${target.port}\n`,
    ].join('\n'),
  );
  const { state } = watch(context, [
    routeTo({ host: 'target', sshConfigFile }),
    routeTo({ host: 'target', sshConfigFile }),
    // The same machine by a name that nobody knows: its key was accepted for the other one alone.
    routeTo({ host: 'other', sshConfigFile }),
  ]);
  await Promise.all([state('live', 's0'), state('live', 's1')]);
  const { reason } = await state('refused', 's2');
  assert.match(reason, new RegExp(`\\[127\\.0\\.0\\.1\\]:${target.port} is not known`));
  assert.equal(jump.log().match(/Accepted publickey/g)?.length, 1, 'a hop is logged in to once for all');
});

test('a hop that is not verified ends the way there', options, async (context) => {
  const [target, jump] = await Promise.all([house!.start(), house!.start()]);
  const knownHostsFile = knownHosts(target.knownHostsLine);
  const common = `IdentityFile ${house!.identityFile}\nUserKnownHostsFile ${knownHostsFile}\n`;
  const sshConfigFile = house!.write(
    'bad-jump.conf',
    `Host target\n  HostName 127.0.0.1\n  Port ${target.port}\n  ProxyJump 127.0.0.1:${jump.port}\nHost *\n${common}`,
  );
  const { reason } = await watch(context, [routeTo({ host: 'target', sshConfigFile })]).state('refused');
  assert.match(reason, new RegExp(`on the way: .*${jump.port} is not known`));
  assert.doesNotMatch(target.log(), /Connection from/);
});

test('no more than eight logins are under way at one place at once', { timeout: 30_000 }, async (context) => {
  const open = new Set<Socket>();
  let most = 0;
  let isFirst = true;
  // Not left to `close`: the next ones may have come before it is told, and those let go would count among them.
  const letGo = (): void => {
    for (const held of open) held.destroy();
    open.clear();
  };
  // It never says a word. The first login goes alone; of the others eight are held until a ninth had time to show itself.
  const silent = createServer((socket) => {
    socket.on('error', () => {});
    if (isFirst) {
      isFirst = false;
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    most = Math.max(most, open.size);
    if (open.size === 8) setTimeout(letGo, 200);
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  context.after(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  const { state } = watch(
    context,
    Array.from({ length: 25 }, () => routeTo({ port })),
  );
  await Promise.all(Array.from({ length: 25 }, (_, index) => state('down', `s${index}`)));
  assert.equal(most, 8);
});

test('the system ssh is a second way to the same readings', options, async (context) => {
  const server = await house!.start();
  const knownHostsFile = knownHosts(server.knownHostsLine);
  const route = routeTo({ transport: 'ssh', port: server.port, identityFile: house!.identityFile, knownHostsFile });
  const { state, samples, facts } = watch(context, [route]);
  await state('live');
  const sample = await samples(2);
  assert.ok(sample.rttMs! > 0 && sample.memoryTotalBytes! > 0);
  assert.equal((await facts()).sampler, 'awk');
});

test('what the system ssh cannot mend by itself is refused with its own words', options, async (context) => {
  const server = await house!.start();
  const stranger = house!.makeKey('stranger_2', { isLetIn: false });
  const knownHostsFile = knownHosts(server.knownHostsLine);
  const ssh = { transport: 'ssh', port: server.port } as const;
  const { state } = watch(context, [
    routeTo({ ...ssh, identityFile: stranger, knownHostsFile }),
    routeTo({ ...ssh, identityFile: house!.identityFile, knownHostsFile: knownHosts() }),
  ]);
  assert.match((await state('refused', 's0')).reason, /Permission denied/);
  assert.match((await state('refused', 's1')).reason, /Host key verification failed/);
});

/** An ssh-agent with some keys, for one test. */
async function startAgent(context: TestContext, keys: readonly string[]): Promise<string> {
  const socket = join(house!.folder, 'agent.sock');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  context.after(() => agent.kill());
  // It says where it listens once it does.
  await once(agent.stdout, 'data');
  for (const key of keys) {
    const added = spawnSync('ssh-add', ['-q', key], {
      env: { ...process.env, SSH_AUTH_SOCK: socket },
      encoding: 'utf8',
    });
    assert.equal(added.status, 0, added.stderr);
  }
  return socket;
}
