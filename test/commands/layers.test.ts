import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Invocation, readInvocation } from '../../source/commands/invocation.js';
import type { Surroundings } from '../../source/commands/surroundings.js';
import type { Config } from '../../source/config/config.js';
import type { Problem } from '../../source/model/problem.js';

type World = {
  readonly files: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly trusted?: boolean;
};

const start = '/work/app/deep';
const url = 'http://127.0.0.1:8080/';

function invoke(argv: readonly string[], { files, env = {}, trusted = true }: World): Invocation {
  const around: Surroundings = {
    env,
    systemFolder: '/etc/plimsoll',
    userFolder: '/home/me/.config/plimsoll',
    startFolder: start,
    trustOf: () => ({ kind: trusted ? 'trusted' : 'unknown' }),
  };
  const read = (path: string): string => {
    if (!Object.hasOwn(files, path)) throw Object.assign(new Error(path), { code: 'ENOENT' });
    const content = files[path];
    return typeof content === 'string' ? content : JSON.stringify(content);
  };
  return readInvocation(argv, read, around);
}

function configOf(argv: readonly string[], world: World): Config {
  const invocation = invoke(argv, world);
  return invocation.kind === 'ok' && 'config' in invocation
    ? invocation.config
    : assert.fail(JSON.stringify(invocation));
}

function problemsOf(argv: readonly string[], world: World): readonly Problem[] {
  const invocation = invoke(argv, world);
  return invocation.kind === 'problems' ? invocation.problems : assert.fail(JSON.stringify(invocation));
}

test('each layer wins over those below it', () => {
  const at = (seed: number) => ({ load: { seed } });
  const environments = { staging: at(40) };
  const files: readonly (readonly [path: string, content: object])[] = [
    ['/etc/plimsoll/config.json', at(10)],
    ['/home/me/.config/plimsoll/config.jsonc', at(20)],
    ['/work/plimsoll.json', { ...at(30), environments }],
  ];
  const seedOf = (count: number, env: Readonly<Record<string, string>>, ...flags: readonly string[]): number =>
    configOf(['run', url, ...flags], { files: Object.fromEntries(files.slice(0, count)), env }).load.seed;
  assert.deepEqual(
    [0, 1, 2, 3].map((count) => seedOf(count, {})),
    [1, 10, 20, 30],
  );
  const staging = { PLIMSOLL_ENV: 'staging' };
  assert.equal(seedOf(3, staging), 40);
  assert.equal(seedOf(3, { ...staging, PLIMSOLL_LOAD_SEED: '50' }), 50);
  assert.equal(seedOf(3, { ...staging, PLIMSOLL_LOAD_SEED: '50' }, '--seed', '60'), 60);
  assert.equal(seedOf(3, {}, '--no-project'), 20);
});

test('the nearest project file counts, and a file that is named stands in its place', () => {
  const files = {
    '/work/app/plimsoll.jsonc': '// near\n{"load": {"seed": 2}}',
    '/work/plimsoll.json': { load: { seed: 3 } },
    'named.json': { target: { url }, load: { timeout: '20s' } },
  };
  assert.equal(configOf(['run', url], { files }).load.seed, 2);
  const named = configOf(['run', 'named.json'], { files });
  assert.deepEqual([named.load.seed, named.load.timeoutMs], [1, 20_000]);
});

test('a project file can name the whole load', () => {
  const content = {
    target: { url },
    servers: [{ name: 'db', address: 'db', identityFile: 'key' }],
    feeder: 'users.csv',
  };
  const files = { '/work/plimsoll.json': content, '/work/users.csv': 'id\n1\n' };
  const config = configOf(['run'], { files });
  assert.equal(config.target?.url, url);
  // Its neighbours lie beside it, wherever the program is started.
  assert.equal(config.feeder?.file, '/work/users.csv');
  assert.equal(config.servers[0]?.via?.kind === 'ssh' && config.servers[0].via.identityFile, '/work/key');
});

test('null takes away what a layer below says', () => {
  const files = {
    '/home/me/.config/plimsoll/config.json': { load: { connections: 5, rate: 7 } },
    '/work/plimsoll.json': { load: { connections: null } },
  };
  const { load } = configOf(['run', url], { files });
  assert.deepEqual([load.connections, load.shape], [null, { kind: 'constant', perSecond: 7 }]);
});

test('a project file that nobody trusts may shape load, and reach nothing', () => {
  const untrusted = (content: object): World => ({ files: { '/work/plimsoll.json': content }, trusted: false });
  const harmless = { load: { rate: 5 }, objectives: ['p99 < 9ms'], screen: { theme: 'mono' }, environments: { a: {} } };
  assert.equal(configOf(['run', url], untrusted(harmless)).screen.theme, 'mono');
  const reaching: readonly (readonly [object, RegExp])[] = [
    [{ servers: [{ name: 'a', address: 'evil.example.org' }] }, /with servers/],
    [{ streams: [{ name: 'a', url: 'ws://evil.example.org/' }] }, /with streams/],
    [{ target: { allow: ['evil.example.org'] } }, /with target\.allow/],
    [{ target: { url: 'http://evil.example.org/' } }, /with target\.url/],
    [{ target: { auth: { bearer: 'file:/home/me/.ssh/id' } } }, /with target\.auth/],
    [{ target: { insecure: true } }, /with target\.insecure/],
    [{ hosts: [{ name: 'a', url: 'http://evil.example.org/' }] }, /with hosts/],
    [{ feeder: '/home/me/list.csv' }, /with feeder/],
    [{ load: { workload: './code.mjs' } }, /with load\.workload/],
    [{ load: { profile: '/home/me/a.csv' } }, /with load\.profile/],
    [{ bench: { workloads: ['./code.mjs'] } }, /with bench\.workloads/],
    [{ sessions: { folder: '/tmp/theirs' } }, /with sessions\.folder/],
    [{ screen: { keys: { stop: [] } } }, /with screen\.keys/],
    [{ environments: { staging: { servers: [] } } }, /with environments\.staging\.servers/],
  ];
  for (const [content, expected] of reaching) {
    const [problem, ...others] = problemsOf(['run', url], untrusted(content));
    assert.deepEqual(others, []);
    assert.equal(problem?.path, '/work/plimsoll.json');
    assert.match(problem.message, expected);
    assert.match(problem.hint ?? '', /plimsoll trust/);
    assert.equal(configOf(['run', url, '--no-project'], untrusted(content)).servers.length, 0);
  }
});

test('what is wrong with a file around is told with its name', () => {
  const files = { '/etc/plimsoll/config.json': { lod: {} }, '/work/plimsoll.json': { load: { rate: 'x' } } };
  assert.deepEqual(
    problemsOf(['run', url], { files }).map(({ path }) => path),
    ['system file /etc/plimsoll/config.json: lod', 'project file /work/plimsoll.json: load.rate'],
  );
  const both = { '/work/plimsoll.json': {}, '/work/plimsoll.jsonc': {} };
  assert.match(problemsOf(['run', url], { files: both })[0]?.message ?? '', /expected one config file in a folder/);
});

test('an environment that no file has is refused, with the one that was meant', () => {
  const files = { '/work/plimsoll.json': { environments: { staging: {} } } };
  const [problem] = problemsOf(['run', url, '--env', 'stagging'], { files });
  assert.deepEqual([problem?.path, problem?.hint], ['--env', 'did you mean staging?']);
  assert.equal(problemsOf(['run', url], { files, env: { PLIMSOLL_ENV: 'x' } })[0]?.path, 'PLIMSOLL_ENV');
  for (const name of ['__proto__', 'constructor', '../x', 'a b']) {
    assert.deepEqual(
      problemsOf(['run', url, `--env=${name}`], { files }).map(({ path }) => path),
      ['--env'],
      name,
    );
  }
});

test('an environment is checked like the file itself, whether it is chosen or not', () => {
  const files = { '/work/plimsoll.json': { environments: { staging: { load: { rat: 5 } } } } };
  const [problem] = problemsOf(['run', url], { files });
  assert.equal(problem?.path, 'project file /work/plimsoll.json: environments.staging.load.rat');
  assert.equal(problem.hint, 'did you mean rate?');
});

test('a flag for who sends stands in place of a variable for the other way', () => {
  const world = { files: {}, env: { PLIMSOLL_BEARER: '$' + '{A}' } };
  const { target } = configOf(['run', url, '--basic', 'me:$' + '{B}'], world);
  assert.equal(target?.auth?.kind, 'basic');
  assert.equal(configOf(['run', url], world).target?.auth?.kind, 'bearer');
});

test('the credentials of a project do not go to a URL of the command line', () => {
  const files = { '/work/plimsoll.json': { target: { url, auth: { bearer: '$' + '{A}' } } } };
  assert.equal(configOf(['run', 'http://127.0.0.1:9/'], { files }).target?.auth, null);
  assert.equal(configOf(['run'], { files }).target?.auth?.kind, 'bearer');
});

test('the demo takes its looks from the layers, and nothing that it loads or promises', () => {
  const content = {
    target: { url },
    objectives: ['p99 < 1ms'],
    servers: [{ name: 'a', address: 'a' }],
    screen: { theme: 'mono' },
  };
  const config = configOf(['demo'], { files: { '/work/plimsoll.json': content } });
  assert.deepEqual([config.screen.theme, config.target, config.servers], ['mono', null, []]);
  assert.notEqual(config.objectives[0]?.text, 'p99 < 1ms');
});

test('a problem that only the whole shows is told with the layer that says what it is about', () => {
  const files = {
    '/etc/plimsoll/config.json': { objectives: ['p99 < 5s'], servers: [{ name: 'a', address: 'local' }] },
    '/work/plimsoll.json': { streams: [{ name: 's', url: 'ws://127.0.0.1:9/', server: 'b' }] },
  };
  const pathsOf = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): readonly string[] =>
    problemsOf(argv, { files, env }).map(({ path }) => path);
  assert.deepEqual(pathsOf(['run', url], { PLIMSOLL_LOAD_TIMEOUT: '1s' }), [
    'project file /work/plimsoll.json: streams[0].server',
    'variable PLIMSOLL_LOAD_TIMEOUT: load.timeout',
  ]);
  assert.deepEqual(pathsOf(['run', url, '--timeout', '1s']), [
    'project file /work/plimsoll.json: streams[0].server',
    '--timeout',
  ]);
});

test('a problem of what was typed is never put down to a file', () => {
  const files = { '/work/plimsoll.json': { objectives: ['p99 < 5s'] } };
  const [problem] = problemsOf(['run', url, '--objective', 'cpu < 80%'], { files });
  assert.equal(problem?.path, 'objectives');
});
