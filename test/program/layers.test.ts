import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runProgram } from '../helpers/program.js';
import { cliPath } from '../helpers/terminal.js';

const url = 'http://127.0.0.1:9/';

/** A folder with a project in it, and the program's own folders beside it. */
function world(context: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-layers-'));
  context.after(() => rmSync(root, { recursive: true }));
  const deep = join(root, 'project', 'deep');
  mkdirSync(deep, { recursive: true });
  mkdirSync(join(root, 'config', 'plimsoll'), { recursive: true });
  const env = { XDG_CONFIG_HOME: join(root, 'config'), XDG_STATE_HOME: join(root, 'state') };
  return {
    root,
    project: join(root, 'project', 'plimsoll.json'),
    user: join(root, 'config', 'plimsoll', 'config.jsonc'),
    store: join(root, 'state', 'plimsoll', 'trust.json'),
    run: (args: readonly string[], more: Readonly<Record<string, string>> = {}, folder = deep) =>
      runProgram(args, { ...env, ...more }, folder),
  };
}

test('config show says where each value was said, and shows no secret', async (context) => {
  const { project, user, run } = world(context);
  writeFileSync(user, '// mine\n{"screen": {"theme": "mono"}, "load": {"seed": 7}}');
  const target = {
    url: 'http://me:hunter2@127.0.0.1/?api_key=hunter2',
    auth: { basic: { user: 'me', password: '$' + '{PASSWORD:-hunter2}' } },
    headers: { 'x-api-key': 'hunter2', accept: 'a' },
    body: 'hunter2',
  };
  writeFileSync(
    project,
    JSON.stringify({ target: { ...target, url }, environments: { staging: { load: { seed: 8 } } } }),
  );
  assert.equal((await run(['trust'])).code, 0);
  const ended = await run(['config', 'show', '--origin', '--env', 'staging'], { PLIMSOLL_LOAD_RATE: '5' });
  assert.equal(ended.code, 0, ended.stderr);
  const lines = ended.stdout.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => line.split('  # ')),
    [
      ['load.rate = "5"', 'variable PLIMSOLL_LOAD_RATE'],
      ['load.seed = 8', `project file ${project}, environment staging`],
      ['screen.theme = "mono"', `user file ${user}`],
      ['target.auth.basic.password = "$' + '{PASSWORD:-***}"', `project file ${project}`],
      ['target.auth.basic.user = "me"', `project file ${project}`],
      ['target.body = "***"', `project file ${project}`],
      ['target.headers.accept = "a"', `project file ${project}`],
      ['target.headers.x-api-key = "***"', `project file ${project}`],
      [`target.url = "${url}"`, `project file ${project}`],
    ],
  );
  const asJson = await run(['config', 'show', '--json'], { PLIMSOLL_BEARER: '$' + '{TOKEN:-hunter2}' });
  assert.deepEqual(JSON.parse(asJson.stdout)[0], { key: '--bearer', value: '$' + '{TOKEN}' });
  assert.doesNotMatch(`${ended.stdout}${ended.stderr}${asJson.stdout}`, /hunter2/i);
});

test('config show refuses what check refuses, with the layer that said it', async (context) => {
  const { project, run } = world(context);
  const wrong: readonly (readonly [object, RegExp])[] = [
    [
      { load: { rate: 5, ramp: '1..2' } },
      /project file .*: load\.ramp: expected one of rate, ramp, .*, got rate and ramp/,
    ],
    [{ load: { rate: 5, steps: [1, 2] } }, /load\.steps: expected one of .*, got rate and steps/],
    [{ alerts: [{ alert: 'A', expr: 'cpu.usd > 1' }] }, /alerts\[0\]\.expr: expected a metric, got "cpu\.usd"/],
  ];
  for (const [content, expected] of wrong) {
    writeFileSync(project, JSON.stringify(content));
    if ('alerts' in content) assert.equal((await run(['trust'])).code, 0);
    for (const args of [['config', 'show'], ['check']]) {
      const refused = await run(args);
      assert.equal(refused.code, 2, refused.stderr);
      assert.match(refused.stderr, expected);
    }
  }
  // One layer over the other is no contradiction.
  writeFileSync(project, JSON.stringify({ load: { ramp: '1..2' } }));
  assert.equal((await run(['config', 'show'], { PLIMSOLL_LOAD_SEED: '5' })).code, 0);
});

test('trust is given to a file as it stands, and taken away by any change of it', async (context) => {
  const { project, store, run } = world(context);
  writeFileSync(project, JSON.stringify({ servers: [{ name: 'here', address: 'local' }] }));
  const show = () => run(['config', 'show']);
  const refused = await show();
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /expected a project file that is trusted.* with servers \(.*plimsoll trust/);
  const trusted = await run(['trust']);
  assert.match(trusted.stdout, /is trusted as it stands: it may set servers/);
  assert.equal((await show()).code, 0);
  assert.equal(statSync(store).mode & 0o777, 0o600);
  writeFileSync(project, JSON.stringify({ servers: [{ name: 'there', address: 'evil.example.org' }] }));
  const changed = await show();
  assert.equal(changed.code, 2);
  assert.match(
    changed.stderr,
    /got one that has changed since: servers is changed \(read it, and then: plimsoll trust/,
  );
  assert.equal((await run(['trust', project])).code, 0);
  assert.equal((await show()).code, 0);
  assert.equal((await run(['trust', '--revoke'])).code, 0);
  assert.equal((await show()).code, 2);
  assert.equal(readFileSync(store, 'utf8'), '{}\n');
});

test('comments and layout of a trusted file may change, and a change of what it says is told by its keys', async (context) => {
  const { project, run } = world(context);
  writeFileSync(
    project,
    '{"servers": [{"name": "here", "address": "local"}], "load": {"rate": 5}, "target": {"insecure": true}}',
  );
  assert.equal((await run(['trust'])).code, 0);
  writeFileSync(
    project,
    '// mine\n{"load": {"rate": 5},\n "target": {"insecure": true}, "servers": [{"name": "here", "address": "local"}]}',
  );
  assert.equal((await run(['config', 'show'])).code, 0);
  // A load that somebody else made heavier goes to what was trusted: it counts as much as a server does.
  const heavier = { load: { rate: 5000 }, servers: [{ name: 'here', address: 'local' }], streams: [] };
  writeFileSync(project, JSON.stringify(heavier));
  const refused = await run(['config', 'show']);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /has changed since: load\.rate is changed, streams is new, target\.insecure is gone/);
});

test('a link to a trusted file is not trusted: what it names beside it lies elsewhere', async (context) => {
  const { root, project, run } = world(context);
  writeFileSync(project, JSON.stringify({ load: { workload: './code.mjs' } }));
  assert.equal((await run(['trust'])).code, 0);
  const other = join(root, 'other');
  mkdirSync(other);
  symlinkSync(project, join(other, 'plimsoll.json'));
  assert.equal((await run(['config', 'show'], {}, other)).code, 2);
  // The same folder by another name is the same file.
  symlinkSync(join(root, 'project'), join(root, 'again'));
  assert.equal((await run(['config', 'show'], {}, join(root, 'again', 'deep'))).code, 0);
});

test('trust is refused to what cannot be read, and to nothing', async (context) => {
  const { project, run } = world(context);
  assert.match((await run(['trust'])).stderr, /expected a project file here or in a folder above, got none/);
  writeFileSync(project, '{"serverz": []}');
  const ended = await run(['trust']);
  assert.equal(ended.code, 2);
  assert.match(ended.stderr, /did you mean servers/);
});

test('a broken store trusts nothing and is made anew', async (context) => {
  const { root, project, store, run } = world(context);
  mkdirSync(join(root, 'state', 'plimsoll'), { recursive: true });
  writeFileSync(project, '{"servers": []}');
  for (const text of ['', '[]', '{"__proto__": "x"}', 'null', '{"a": 1}']) {
    writeFileSync(store, text);
    assert.equal((await run(['config', 'show'])).code, 2, text);
  }
  assert.equal((await run(['trust'])).code, 0);
  assert.equal((await run(['config', 'show'])).code, 0);
});

test('a folder, a file and an environment whose names are commands of a shell start none', async (context) => {
  const { root, run } = world(context);
  const folder = join(root, '$(touch never); `touch never` & touch never');
  mkdirSync(folder);
  const name = "';touch never;'.mjs";
  const hostile = { load: { seed: 1, workload: name }, environments: { 'a.b-c': { load: { seed: 2 } } } };
  writeFileSync(join(folder, 'plimsoll.json'), JSON.stringify(hostile));
  writeFileSync(join(folder, name), 'export default { name: "w", smallestLevel: 0, request: () => ({ path: "/" }) };');
  assert.equal((await run(['trust'], {}, folder)).code, 0);
  const shown = await run(['config', 'show', '--json', '--env', 'a.b-c'], {}, folder);
  assert.equal(shown.code, 0, shown.stderr);
  for (const environment of ['$(touch never)', '../a', '__proto__', 'constructor', ';id']) {
    const refused = await run(['config', 'show', '--env', environment], {}, folder);
    assert.equal(refused.code, 2, environment);
    assert.match(refused.stderr, /expected (?:the name of an environment|an environment of the config files)/);
  }
  const ended = await run(['run', url, '--level', '0', '--duration', '1s', '--headless'], {}, folder);
  assert.equal(ended.code, 3, ended.stderr);
  assert.deepEqual(readdirSync(folder).sort(), [name, 'plimsoll.json'].sort());
  assert.ok(!readdirSync(root).includes('never'));
});

test('a project file that is a pipe keeps nobody waiting', {
  skip: process.platform === 'win32' ? 'there are no such pipes' : false,
}, async (context) => {
  const { project, run } = world(context);
  execFileSync('mkfifo', [project]);
  const ended = await run(['config', 'show']);
  assert.equal(ended.code, 2);
  assert.match(ended.stderr, /expected a config file that can be read: it is a pipe or a device/);
});

test('a trusted file stays trusted when a secret is put into it, and one that is not does not become so', async (context) => {
  const { project, root, run } = world(context);
  writeFileSync(project, JSON.stringify({ target: { url } }));
  writeFileSync(join(root, 'passphrase'), 'opensesame-and-more\n');
  writeFileSync(join(root, 'secret'), 'hunter2');
  const set = (key: string) =>
    spawnSync(
      'sh',
      ['-c', '"$0" "$1" secret set "$2" "$3" < "$4"', process.execPath, cliPath, project, key, join(root, 'secret')],
      {
        env: {
          ...process.env,
          XDG_STATE_HOME: join(root, 'state'),
          PLIMSOLL_PASSPHRASE_FILE: join(root, 'passphrase'),
        },
        encoding: 'utf8',
      },
    ).status;
  assert.equal(set('target.auth.bearer'), 0);
  assert.equal((await run(['config', 'show'])).code, 2);
  assert.equal((await run(['trust'])).code, 0);
  assert.equal(set('target.auth.bearer'), 0);
  const shown = await run(['config', 'show']);
  assert.equal(shown.code, 0, shown.stderr);
  assert.match(shown.stdout, /^target\.auth\.bearer = "\*\*\*"$/m);
});
