import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startScriptedServer } from '../helpers/http-servers.js';
import { runProgram, wentWell } from '../helpers/program.js';
import { cliPath } from '../helpers/terminal.js';

const secret = 'hunter2-correct-horse';
const basicSecret = Buffer.from(`me:${secret}`).toString('base64');

test('a secret reaches the target and nothing that is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-secret-'));
  const server = await startScriptedServer((_request, reply) => {
    reply.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
  });
  try {
    const url = `http://127.0.0.1:${server.port}/`;
    const config = join(folder, 'a.jsonc');
    const hosts = [{ name: 'b', url, auth: { basic: { user: 'me', password: 'file:p' } } }];
    const requests = [{ path: '/a' }, { path: '/b', host: 'b' }];
    const target = { url, auth: { bearer: `$${'{PLIMSOLL_TEST_TOKEN}'}` } };
    writeFileSync(config, JSON.stringify({ target, hosts, requests, load: { rate: 20, duration: '1s' } }));
    writeFileSync(join(folder, 'p'), `${secret}\n`);
    const sessions = join(folder, 'sessions');
    const args = ['run', config, '--headless', '--sessions', sessions, '--output', join(folder, 'r.json')];
    const ended = await runProgram(args, { PLIMSOLL_TEST_TOKEN: secret, PLIMSOLL_DEBUG: '1' });
    // On a busy machine the measurement may be invalid, which is not what is asked here.
    assert.ok(ended.code === 0 || ended.code === 3, ended.stderr);
    const heads = server.requests.map(({ head }) => head);
    for (const [path, value] of [
      ['/a', `Bearer ${secret}`],
      ['/b', `Basic ${basicSecret}`],
    ]) {
      const asked = heads.filter((head) => head.startsWith(`GET ${path} `));
      assert.ok(asked.length > 0, path);
      for (const head of asked) assert.ok(head.includes(`\r\nauthorization: ${value}`), path);
    }
    const written = [ended.stdout, ended.stderr, readFileSync(join(folder, 'r.json'), 'latin1')];
    const files = readdirSync(sessions);
    assert.ok(files.some((name) => name.endsWith('.sqlite')));
    for (const name of files) written.push(readFileSync(join(sessions, name), 'latin1'));
    for (const text of written) assert.ok(!text.includes(secret) && !text.includes(basicSecret));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

test('a secret on the command line is refused, and not repeated', async () => {
  for (const flags of [['--bearer', secret], ['--basic', `me:${secret}`], [`--bearer=${secret}`]]) {
    const ended = await runProgram(['run', 'http://127.0.0.1:9/', ...flags]);
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /perhaps the secret itself/);
    assert.ok(!`${ended.stdout}${ended.stderr}`.includes(secret));
  }
});

const passphrase = 'opensesame-and-more';
const held = 'encrypted-horse-battery';
const printed = 'printed-staple-correct';

/** A folder with a config, files of passphrases, and the program's own folders. */
function folderOf(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-kept-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'passphrase'), `${passphrase}\n`);
  writeFileSync(join(folder, 'other'), 'another-passphrase\n');
  return { folder, config: join(folder, 'a.jsonc'), file: (name: string): string => join(folder, name) };
}

/** Runs a verb of `plimsoll secret`, the secret on stdin. */
function secretVerb(args: readonly string[], env: Readonly<Record<string, string>>, input = ''): string {
  const ended = spawnSync(process.execPath, [cliPath, 'secret', ...args], {
    env: { ...process.env, ...env },
    input,
    encoding: 'utf8',
  });
  return `${ended.status} ${ended.stdout}${ended.stderr}`;
}

/** The arguments and titles of every process that can be seen, where the system shows them. */
function commandLines(): string {
  if (!existsSync('/proc/self/cmdline')) return '';
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      // It has ended meanwhile, or is another user's.
      return '';
    }
  };
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/comm`)).join('\n');
}

test('an encrypted secret and a printed one reach the target and nothing else, not even the list of processes', async (context) => {
  const { config, file } = folderOf(context);
  let processes = '';
  const server = await startScriptedServer((_request, reply) => {
    if (processes === '') processes = commandLines();
    reply.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
  });
  context.after(() => server.stop());
  const url = `http://127.0.0.1:${server.port}/`;
  const print = `process.stdout.write(require("node:fs").readFileSync(${JSON.stringify(file('printed'))}))`;
  writeFileSync(file('printed'), `${printed}\n`);
  const command = { command: [process.execPath, '-e', print] };
  writeFileSync(
    config,
    JSON.stringify({
      target: { url },
      hosts: [{ name: 'b', url, auth: { bearer: command } }],
      requests: [{ path: '/a' }, { path: '/b', host: 'b' }],
      load: { rate: 20, duration: '1s' },
    }),
  );
  const env = { PLIMSOLL_PASSPHRASE_FILE: file('passphrase') };
  assert.match(
    secretVerb(['set', config, 'target.auth.bearer'], env, `${held}\n`),
    /^0 .*target\.auth\.bearer is encrypted/,
  );
  const sessions = file('sessions');
  const args = ['run', config, '--headless', '--sessions', sessions, '--output', file('r.json')];
  const ended = await runProgram(args, { ...env, PLIMSOLL_DEBUG: '1' });
  assert.ok(wentWell(ended), ended.stderr);
  const heads = server.requests.map(({ head }) => head);
  assert.ok(heads.some((head) => head.includes(`\r\nauthorization: Bearer ${held}`)));
  assert.ok(heads.some((head) => head.includes(`\r\nauthorization: Bearer ${printed}`)));
  // It has given itself its name, so that not even its arguments are seen.
  if (process.platform === 'linux') assert.match(processes, /plimsoll/);
  const shown = await runProgram(['config', 'show', config, '--origin']);
  const written = [ended.stdout, ended.stderr, shown.stdout, shown.stderr, processes];
  for (const name of [config, file('r.json')]) written.push(readFileSync(name, 'latin1'));
  for (const name of readdirSync(sessions)) written.push(readFileSync(join(sessions, name), 'latin1'));
  for (const text of written) {
    for (const word of [held, printed, passphrase]) assert.ok(!text.includes(word));
  }
});

test('a program that fails while it holds a secret says nothing of it', async (context) => {
  const { config, file } = folderOf(context);
  writeFileSync(file('token'), secret);
  // A workload that breaks with all that it can see in its message, at once and later, outside of any request.
  const broken = `
    export default {
      name: 'broken', smallestLevel: 0,
      request(level, context) { throw new Error(JSON.stringify({ level, context }) + String(context?.headers)); },
    };`;
  const late = `setTimeout(() => { throw new Error(JSON.stringify(process.argv)); }, 50);${broken}`;
  for (const [name, code] of [
    ['broken.mjs', broken],
    ['late.mjs', late],
  ] as const) {
    writeFileSync(file(name), code);
    const target = { url: 'http://127.0.0.1:9/', auth: { bearer: 'file:token' } };
    writeFileSync(config, JSON.stringify({ target, load: { workload: name, duration: '1s', level: 0 } }));
    const args = ['run', config, '--headless', '--sessions', file('sessions')];
    const ended = await runProgram(args, { PLIMSOLL_DEBUG: '1' });
    assert.notEqual(ended.code, 0);
    assert.ok(!`${ended.stdout}${ended.stderr}`.includes(secret), name);
  }
});

test('a new passphrase opens what the old one did, and comments stay', (context) => {
  const { config, file } = folderOf(context);
  writeFileSync(config, '{\n  // of mine\n  "target": { "url": "http://127.0.0.1:9/" },\n}\n', { mode: 0o640 });
  const own = { PLIMSOLL_PASSPHRASE_FILE: file('passphrase') };
  assert.match(secretVerb(['set', config, 'target.auth.bearer'], own, held), /^0 /);
  const first = readFileSync(config, 'utf8');
  assert.match(first, /\/\/ of mine/);
  assert.ok(!first.includes(held));
  // Another passphrase would leave secrets in one file that no single one opens.
  const other = { PLIMSOLL_PASSPHRASE_FILE: file('other') };
  assert.match(secretVerb(['set', config, 'target.auth.bearer'], other, held), /^2 .*does not open it/s);
  assert.match(secretVerb(['rotate', config], { ...other, PLIMSOLL_NEW_PASSPHRASE_FILE: file('passphrase') }), /^2 /);
  assert.equal(readFileSync(config, 'utf8'), first);
  assert.match(
    secretVerb(['rotate', config], { ...own, PLIMSOLL_NEW_PASSPHRASE_FILE: file('other') }),
    /^0 .*1 secret is/,
  );
  const second = readFileSync(config, 'utf8');
  assert.notEqual(second, first);
  assert.match(second, /\/\/ of mine/);
  assert.match(secretVerb(['rotate', config], { ...own, PLIMSOLL_NEW_PASSPHRASE_FILE: file('other') }), /^2 /);
  assert.match(secretVerb(['set', config, 'target.auth.bearer'], other, held), /^0 /);
  assert.equal(statSync(config).mode & 0o777, 0o640);
  assert.deepEqual(readdirSync(dirname(config)).sort(), ['a.jsonc', 'other', 'passphrase']);
});

test('what cannot be encrypted is refused, and the file stays as it was', (context) => {
  const { config, file } = folderOf(context);
  const text = '{"target": {"url": "http://127.0.0.1:9/"}}';
  writeFileSync(config, text);
  writeFileSync(file('short'), 'short');
  const env = { PLIMSOLL_PASSPHRASE_FILE: file('passphrase') };
  const rows: readonly (readonly [readonly string[], Readonly<Record<string, string>>, RegExp])[] = [
    [['set', config], env, /expected set with a config file and a key/],
    [['set', config, 'load.rate'], env, /expected the key of a secret, got "load\.rate"/],
    [['set', config, 'hosts[0].auth.bearer'], env, /expected one of the hosts that are in the file, got hosts\[0\]/],
    [['set', config, 'target.auth.basic.password'], env, /expected a user name/],
    [['set', config, 'target.auth.bearer'], {}, /expected a passphrase, got nobody to ask/],
    [['set', config, 'target.auth.bearer'], { PLIMSOLL_PASSPHRASE_FILE: file('short') }, /at least 8 characters/],
    [['set', config, 'target.auth.bearer'], { PLIMSOLL_PASSPHRASE_FILE: file('none') }, /a path where there is none/],
    [['rotate', config], env, /expected encrypted secrets in the file, got none/],
    [['set', file('none'), 'target.auth.bearer'], env, /expected a config file/],
    [['show', config], env, /expected set with a config file/],
  ];
  for (const [args, own, expected] of rows) {
    const said = secretVerb(args, own, secret);
    assert.match(said, /^2 /, said);
    assert.match(said, expected);
    assert.ok(!said.includes(secret));
  }
  assert.match(
    secretVerb(['set', config, 'target.auth.bearer'], env, ''),
    /expected a secret of 1 to 8192 characters, got none/,
  );
  const twoLines = secretVerb(['set', config, 'target.auth.bearer'], env, 'hush-one\nhush-two');
  assert.match(twoLines, /^2 .*expected a secret of one line/);
  assert.doesNotMatch(twoLines, /hush/);
  assert.equal(readFileSync(config, 'utf8'), text);
});
