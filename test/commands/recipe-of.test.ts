import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Command, readInvocation } from '../../source/commands/invocation.js';
import { bareSurroundings, type Surroundings } from '../../source/commands/surroundings.js';
import { readSession } from '../../source/record/read-session.js';
import { createRecorder } from '../../source/record/session-file.js';
import { readDigest } from '../../source/report/digest/read-digest.js';
import { reportMarkdown } from '../../source/report/markdown.js';
import { type RecipeText, recipeOf } from '../../source/report/reproduce.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head } from '../record/helpers.js';

type Asked = Extract<Command, { readonly recipe: unknown }>;
type Files = Readonly<Record<string, unknown>>;

const url = 'http://127.0.0.1:8080/';
const token = '$' + '{TOKEN}';

function reader(files: Files) {
  return (path: string): string => {
    if (!Object.hasOwn(files, path)) throw Object.assign(new Error(path), { code: 'ENOENT' });
    const content = files[path];
    return typeof content === 'string' ? content : JSON.stringify(content);
  };
}

function asked(argv: readonly string[], files: Files, around: Surroundings = bareSurroundings): Asked {
  const read = readInvocation(argv, reader(files), around);
  const command = read.kind === 'unconfirmed' ? read.confirmed : read;
  return 'recipe' in command ? command : assert.fail(JSON.stringify(read));
}

/** The session file that is left by a command, as its report reads it. */
function recordedBy(context: TestContext, { config, recipe }: Asked) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-recipe-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const recorder = createRecorder(folder, head, clock, assert.fail, { plan: config, recipe, generator: null });
  recorder.sink({ atMs: 0, kind: 'session/started', head });
  recorder.close();
  const session = readSession(recorder.file!);
  assert.ok(session.kind === 'ok');
  context.after(() => session.close());
  return readDigest(session);
}

/** What a shell makes of a recipe, read again with the file that it names. */
function again({ command, config }: RecipeText, files: Files, where?: Surroundings): Asked {
  const shell = spawnSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  const [program, ...argv] = shell.stdout.split('\0').slice(0, -1);
  assert.equal(program, 'plimsoll');
  return asked(argv, config === null ? files : { ...files, 'session.json': config }, where);
}

const around = (env: Readonly<Record<string, string>>): Surroundings => ({
  env,
  systemFolder: '/etc/plimsoll',
  userFolder: null,
  startFolder: '/work/app',
  trustOf: () => ({ kind: 'trusted' }),
});

const rows: readonly (readonly [what: string, argv: readonly string[], files: Files, where?: Surroundings])[] = [
  [
    'a run of flags alone',
    [
      'run',
      url,
      '--ramp',
      '10..200',
      '--duration',
      '90s',
      '--method',
      'post',
      '--header',
      'accept: a',
      '--header',
      'user-agent: it\'s "me"',
      '--body',
      '{"a": "\u202e\u00e9\\n"}',
      '--objective',
      'p99 < 75ms',
      '--stop',
      'errors > 20% for 5s',
      '--no-trip-wires',
      '--bearer',
      token,
      '--name',
      'a name',
      '--headless',
      '--output',
      'r.json',
      '--no-keep-alive',
    ],
    {},
  ],
  [
    'a search with a file below its flags',
    ['discover', 'conf/c.jsonc', '--effort', 'quick', '--budget', '90s', '--max-rate', '5000', '--env', 'near'],
    {
      'conf/c.jsonc': {
        target: { url, auth: { basic: { user: 'me', password: 'file:p' } }, headers: { accept: 'a' } },
        hosts: [{ name: 'b', url: 'http://127.0.0.1:8081/', auth: { bearer: 'credential:b' } }],
        requests: [{ path: '/a/{{user}}' }, { path: '/b', host: 'b', weight: 3 }],
        feeder: 'users.csv',
        load: { rate: '60/min', seed: 7 },
        objectives: ['p99 < 75ms'],
        servers: [{ name: 'a', address: 'ssh://a', identityFile: 'id' }],
        streams: [{ name: 's', url: 'ws://127.0.0.1:9/', headers: { authorization: 'Bearer file:s' } }],
        alerts: [{ alert: 'Hot', expr: 'cpu.used > 90' }],
        route: { escalate: [{ after: '0s', to: ['own'] }] },
        channels: { own: { type: 'command', run: ['bin/notify', '--all'] } },
        environments: { near: { load: { seed: 8 }, objectives: ['errors < 1%'] } },
      },
      'conf/users.csv': 'user\nme\n',
    },
  ],
  [
    'a run of a project, a variable and a flag of another shape',
    ['run', '--rate', '20'],
    {
      '/etc/plimsoll/config.json': { load: { timeout: '5s' }, screen: { theme: 'mono' } },
      '/work/plimsoll.json': { target: { url }, load: { ramp: '1..9', duration: '1m' } },
    },
    around({ PLIMSOLL_LOAD_SEED: '9', PLIMSOLL_NO_TRIP_WIRES: 'yes', PLIMSOLL_BEARER: 'file:t' }),
  ],
  ['a watch of this machine', ['monitor', '--duration', '5s'], {}],
  ['a watch of servers that were typed', ['monitor', '--server', 'local', '--server', 'web[1-2]'], {}],
  [
    'a bench of several systems',
    ['bench', 'b.json', '--levels', '2'],
    {
      'b.json': {
        bench: { targets: [url, 'http://127.0.0.1:8081/'], workloads: ['fibonacci', 'bubble-sort'] },
        objectives: ['p99 < 75ms'],
      },
    },
  ],
  ['jobs of datasets', ['jobs', url, '--dataset', 'a.csv', '--timeout', '5s'], {}],
  ['the demo, which takes no config', ['demo', '--effort', 'quick', '--workers', '1', '--fps', '5'], {}],
  ['hosts that a person let it load', ['run', 'http://api.example.org/', '--max-rate', '50', '--rate', '5'], {}],
];

for (const [what, argv, files, where] of rows) {
  test(`the recipe of ${what} resolves to the same plan`, (context) => {
    const first = asked(argv, files, where);
    const digest = recordedBy(context, first);
    const recipe = recipeOf(digest);
    const second = again(recipe, files);
    assert.equal(second.command, first.command);
    // How the demo looks is the user's own affair, and changes nothing of what is measured.
    const { screen: _, ...plan } = second.config;
    const { screen: __, ...wanted } = first.config;
    assert.deepEqual(plan, wanted);
    if (first.command !== 'demo') assert.deepEqual(second.config.screen, first.config.screen);
  });
}

test('what a null deleted stays deleted where the files below are there again', (context) => {
  const below = {
    '/etc/plimsoll/config.json': {
      target: { headers: { accept: 'a', 'user-agent': 'b' }, health: '/healthz' },
      load: { seed: 3, timeout: '5s' },
    },
  };
  const project = { target: { url, headers: { accept: null }, health: null }, load: null };
  const first = asked(['run', '--rate', '20'], { ...below, '/work/plimsoll.json': project }, around({}));
  assert.deepEqual(first.config.target?.request.headers, [['user-agent', 'b']]);
  assert.equal(first.config.load.seed, 1);
  const recipe = recipeOf(recordedBy(context, first));
  assert.deepEqual(again(recipe, below, around({})).config, first.config);
});

test('a report names the file in front of what stands in it', (context) => {
  const text = reportMarkdown(recordedBy(context, asked(['run', url, '--rate', '5', '--no-trip-wires'], {})));
  assert.match(
    text,
    /## How to do it again\n\n```\nplimsoll run session\.json --no-trip-wires\n```\n\nwith `session\.json`:\n\n```\n\{\n {2}"target"/,
  );
});

test('what is secret is left out of a recipe, and it says so', (context) => {
  const hidden = 'hunter2';
  const content = {
    target: {
      url: `${url}?api_key=${hidden}`,
      headers: { 'x-odd': hidden },
      auth: { bearer: `$${`{TOKEN:-${hidden}}`}` },
    },
    hosts: [{ name: 'b', url, auth: { bearer: { command: ['pass', `show-${hidden}`] } } }],
    requests: [{ path: '/a' }, { path: '/b', host: 'b' }],
    channels: { chat: { type: 'slack', url: `$${`{CHAT:-https://chat.example.org/${hidden}}`}` } },
    streams: [{ name: 's', url: 'ws://127.0.0.1:9/', headers: { 'x-key': { command: ['pass', hidden] } } }],
    extensions: { shop: { token: hidden, size: 3 } },
  };
  const flags = ['--header', `x-other: ${hidden}`];
  const digest = recordedBy(context, asked(['run', 'c.json', ...flags], { 'c.json': content }));
  const { config, notes } = recipeOf(digest);
  assert.ok(!JSON.stringify(digest).includes(hidden));
  const kept = JSON.parse(config ?? '');
  assert.equal(kept.target.auth.bearer, token);
  assert.deepEqual(kept.hosts[0].auth.bearer, { command: ['pass', '(not kept)'] });
  assert.deepEqual(kept.target.headers, ['x-other: (not kept)']);
  assert.deepEqual(kept.extensions, { shop: { token: '(not kept)', size: 3 } });
  assert.ok(notes.some((text) => text.includes('put yours in place of (not kept)')));
});

test('words of a recipe mean only themselves to a shell', (context) => {
  const hostile = "last'; touch /tmp/never; echo '$(id)`id`";
  const first = asked(['discover', url, '--objective', 'p99 < 75ms', '--warm-start', hostile], {});
  assert.equal(again(recipeOf(recordedBy(context, first)), {}).config.discovery.warmStart, hostile);
});

test('an old recording, which has no recipe, is told as far as its head goes', (context) => {
  const { recipe: _, ...command } = asked(['run', url], {});
  const digest = { ...recordedBy(context, { ...command, recipe: { command: 'run', flags: [], config: {} } } as Asked) };
  const { config, notes } = recipeOf({ ...digest, recipe: null });
  assert.match(config ?? '', /"target"/);
  assert.ok(notes.some((text) => text.includes('are not recorded')));
});
