import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import {
  type Invocation,
  type RecordCommand,
  readInvocation,
  type SetupCommand,
} from '../../source/commands/invocation.js';
import type { Problem } from '../../source/model/problem.js';

const url = 'http://127.0.0.1:8080/';
const noFile = (): string => assert.fail('a file was read');

function invoke(argv: readonly string[], text?: string): Invocation {
  return readInvocation(argv, text === undefined ? noFile : () => text);
}

type Accepted = Exclude<Extract<Invocation, { readonly kind: 'ok' }>, RecordCommand | SetupCommand>;

function accepted(argv: readonly string[], text?: string): Accepted {
  const invocation = invoke(argv, text);
  return invocation.kind === 'ok' && !('positionals' in invocation)
    ? invocation
    : assert.fail(JSON.stringify(invocation));
}

function problemsOf(argv: readonly string[], text?: string): readonly Problem[] {
  const invocation = invoke(argv, text);
  return invocation.kind === 'problems' ? invocation.problems : assert.fail(JSON.stringify(invocation));
}

const pathsOf = (argv: readonly string[], text?: string): readonly string[] =>
  problemsOf(argv, text).map(({ path }) => path);

test('a URL is the target of run and discover', () => {
  const run = accepted(['run', url, '--headless', '--output', 'r.json']);
  assert.equal(run.command === 'run' && run.target.url, url);
  assert.deepEqual(run.command === 'run' && run.output, {
    headless: true,
    file: 'r.json',
    metricsFile: null,
    verdict: { junitFile: null, annotations: false },
  });
  const discover = accepted(['discover', url, '--objective', 'p99 < 75ms', '--max-rate', '20000']);
  assert.deepEqual(
    discover.config.objectives.map(({ text }) => text),
    ['p99 < 75ms'],
  );
});

test('a config file is read, and flags win over it', () => {
  const servers = [{ name: 'here', address: 'local' }];
  const file = JSON.stringify({ target: { url }, load: { rate: 5, seed: 3 }, objectives: ['errors < 1%'], servers });
  const { config } = accepted(['run', 'a.jsonc', '--rate', '7', '--objective', 'cpu < 80%'], file);
  assert.deepEqual(config.load.shape, { kind: 'constant', perSecond: 7 });
  assert.equal(config.load.seed, 3);
  assert.deepEqual(
    config.objectives.map(({ text }) => text),
    ['cpu < 80%'],
  );
});

test('an objective on cpu needs a server to watch', () => {
  assert.deepEqual(pathsOf(['discover', url, '--objective', 'cpu < 80%']), ['objectives']);
});

test('a search without a named promise makes one that help tells', () => {
  const { config } = accepted(['discover', url]);
  assert.deepEqual(
    config.objectives.map(({ text }) => text),
    ['p99 < 250ms', 'errors < 1%'],
  );
  const help = invoke(['discover', '--help']);
  assert.match(help.kind === 'print' ? help.text : '', /p99 < 250ms/);
  assert.deepEqual(pathsOf(['discover', 'a.jsonc'], JSON.stringify({ target: { url }, objectives: [] })), [
    'objectives',
  ]);
});

test('a load without a target is refused', () => {
  assert.deepEqual(pathsOf(['run']), ['target.url']);
  assert.deepEqual(pathsOf(['discover', 'a.jsonc'], '{}'), ['target.url']);
});

test('problems of the flags and of the file come together', () => {
  assert.deepEqual(pathsOf(['run', 'a.jsonc', '--rate', 'x'], '{"objectivs": []}'), ['--rate', 'objectivs']);
});

test('a host beyond loopback is refused until it is named, in the file or by flag', () => {
  const remote = 'http://example.org/';
  assert.equal(invoke(['run', remote]).kind, 'unconfirmed');
  assert.equal(accepted(['run', remote, '--allow', 'example.org']).kind, 'ok');
  const file = JSON.stringify({ target: { url: remote, allow: ['example.org'] } });
  assert.equal(accepted(['run', 'a.jsonc'], file).kind, 'ok');
  assert.deepEqual(pathsOf(['discover', 'a.jsonc'], file), ['--max-rate']);
  assert.equal(invoke(['run', 'a.jsonc', '--allow', 'example.com'], file).kind, 'unconfirmed');
});

test('a command that lacks nothing but its host named is ready for when it is', () => {
  const invocation = invoke(['run', 'http://API.example.org:8080/x', '--allow', 'example.org', '--rate', '7']);
  assert.ok(invocation.kind === 'unconfirmed');
  assert.deepEqual(invocation.hosts, ['api.example.org']);
  assert.deepEqual(
    invocation.problems.map(({ path }) => path),
    ['target.allow'],
  );
  const named = accepted([
    'run',
    'http://API.example.org:8080/x',
    '--allow',
    'example.org',
    '--allow',
    'api.example.org',
    '--rate',
    '7',
  ]);
  assert.deepEqual({ kind: 'ok', ...invocation.confirmed }, named);
});

test('a host that nobody named is not asked for while anything else is wrong', () => {
  assert.deepEqual(pathsOf(['discover', 'http://example.org/']), ['target.allow', '--max-rate']);
  assert.deepEqual(pathsOf(['run', 'http://example.org/', '--rate', '200', '--max-rate', '100']), [
    'target.allow',
    'load',
  ]);
  assert.equal(invoke(['discover', 'http://example.org/', '--max-rate', '100']).kind, 'unconfirmed');
});

test('a load above the highest rate is refused', () => {
  assert.deepEqual(pathsOf(['run', url, '--ramp', '1..200', '--max-rate', '100']), ['load']);
  assert.equal(accepted(['run', url, '--ramp', '1..100', '--max-rate', '100']).kind, 'ok');
});

test('a host and port without a scheme is told how to become a URL', () => {
  for (const word of ['localhost:8080', '127.0.0.1:80/x', '[::1]:80']) {
    assert.equal(problemsOf(['run', word])[0]!.hint, `write http://${word}`);
  }
});

test('a file that is missing, a folder, or not a config is named as what it is', () => {
  const folder = mkdtempSync(`${tmpdir()}/plimsoll-invocation-`);
  const read = (path: string): Invocation => readInvocation(['run', path], (name) => readFileSync(name, 'utf8'));
  try {
    assert.match(JSON.stringify(read(`${folder}/missing.jsonc`)), /missing\.jsonc.*got a path where there is none/);
    assert.match(JSON.stringify(read(folder)), /got a folder/);
    assert.match(JSON.stringify(read('/dev/null')), /got an empty file/);
    assert.match(JSON.stringify(read(`${folder}/\0`)), /expected a config file/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a profile is read from where it is named: a flag from here, a key from beside its file', () => {
  const files: Readonly<Record<string, string>> = {
    'here.csv': '0,5\n10,50\n',
    'conf/a.jsonc': JSON.stringify({ target: { url }, load: { profile: 'beside.csv' } }),
    'conf/beside.csv': 'seconds,rate\n0,1\n4,2\n',
    'conf/wrong.jsonc': JSON.stringify({ target: { url }, load: { profile: '../bad.csv' } }),
    'bad.csv': '0,1\nx,2\n',
  };
  const read = (argv: readonly string[]): Invocation =>
    readInvocation(argv, (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' });
      return text;
    });
  const durationOf = (argv: readonly string[]): unknown => {
    const invocation = read(argv);
    return invocation.kind === 'ok' && 'config' in invocation && invocation.config.load.durationMs;
  };
  assert.equal(durationOf(['run', url, '--profile', 'here.csv']), 10_000);
  assert.equal(durationOf(['run', 'conf/a.jsonc']), 4000);
  assert.equal(durationOf(['run', 'conf/a.jsonc', '--profile', 'here.csv']), 10_000);
  assert.equal(durationOf(['run', 'conf/a.jsonc', '--rate', '5']), 30_000);
  const shown = (argv: readonly string[]): string => JSON.stringify(read(argv));
  assert.match(shown(['run', 'conf/wrong.jsonc']), /"load\.profile, line 2".*expected two numbers/);
  assert.match(
    shown(['run', url, '--profile', 'none.csv']),
    /"--profile".*a CSV file, got a path where there is none \(none\.csv\)/,
  );
  // A search has no use for it, and does not miss it.
  assert.equal(read(['discover', 'conf/wrong.jsonc']).kind, 'ok');
});

test('trip-wires stand unless they are left away', () => {
  assert.equal(accepted(['run', url]).config.load.tripWires, true);
  assert.equal(accepted(['run', url, '--no-trip-wires']).config.load.tripWires, false);
  assert.deepEqual(pathsOf(['discover', url, '--no-trip-wires']), ['--no-trip-wires']);
  assert.deepEqual(pathsOf(['run', url, '--trip-wires']), ['--trip-wires']);
});

test('stop rules and a health check come from flags', () => {
  const stops = ['--stop', 'errors > 20% for 5s', '--stop', 'count >= 5'];
  const run = accepted(['run', url, ...stops, '--health', '/healthz']);
  assert.deepEqual(
    run.config.load.stops.map(({ text }) => text),
    ['errors > 20% for 5s', 'count >= 5'],
  );
  assert.deepEqual(run.command === 'run' && run.target.health, { kind: 'path', path: '/healthz' });
  assert.deepEqual(pathsOf(['run', url, '--stop', 'errors < 1%', '--health', 'x']), ['--health', '--stop']);
  assert.deepEqual(pathsOf(['run', url, '--stop', 'cpu > 95% for 10s']), ['stop']);
});

test('a load whose peak is above the highest rate is refused, whatever its shape', () => {
  const limit = ['--max-rate', '300'];
  assert.deepEqual(pathsOf(['run', url, ...limit, '--spike', '10..400@1s+1s']), ['load']);
  assert.deepEqual(pathsOf(['run', url, ...limit, '--sine', '200~150/2s']), ['load']);
  assert.equal(accepted(['run', url, ...limit, '--sine', '200~100/2s']).kind, 'ok');
});

test('the demo takes no target, and has a promise, a budget and a target of its own', () => {
  const invocation = accepted(['demo', '--port', '8080', '--target-workers', '3', '--effort', 'thorough']);
  assert.deepEqual(invocation.command === 'demo' && invocation.demo, { targetOnly: false, port: 8080, workers: 3 });
  assert.equal(invocation.config.discovery.effort, 'thorough');
  assert.equal(invocation.config.discovery.budgetMs, 90_000);
  assert.equal(invocation.config.objectives.length, 2);
  assert.deepEqual(pathsOf(['demo', url]), ['arguments']);
});

test('jobs takes a target, datasets and the way they are followed', () => {
  const flags = ['--levels', '3', '--growth', '1.5', '--at-once', '2', '--job-timeout', '1m', '--dataset', 'a.csv'];
  const jobs = accepted(['jobs', url, ...flags]);
  assert.equal(jobs.command === 'jobs' && jobs.target.url, url);
  assert.deepEqual(jobs.config.jobs, {
    datasets: ['a.csv'],
    levels: 3,
    rows: 2000,
    columns: 12,
    growth: 1.5,
    atOnce: 2,
    timeoutMs: 60_000,
    pollMs: 1000,
    api: {},
  });
  assert.deepEqual(pathsOf(['jobs']), ['target.url']);
  assert.deepEqual(pathsOf(['jobs', url, '--growth', '1']), ['--growth']);
  assert.equal(invoke(['jobs', 'http://example.org/']).kind, 'unconfirmed');
});

test('the names of a target that takes jobs in another way are checked, and files lie beside the config', () => {
  const api = { trainPath: '/v1/models/{dataset}', done: 'Succeeded', streamPath: 'none' };
  const file = JSON.stringify({ target: { url }, jobs: { api, datasets: ['a.csv'] } });
  const { config } = accepted(['jobs', 'sub/jobs.jsonc'], file);
  assert.deepEqual(config.jobs.api, api);
  assert.deepEqual(config.jobs.datasets, ['sub/a.csv']);
  const faulty = JSON.stringify({ target: { url }, jobs: { api: { trainPath: '/v1/train', jobId: '', sate: 'x' } } });
  assert.deepEqual([...pathsOf(['jobs', 'jobs.jsonc'], faulty)].sort(), [
    'jobs.api.jobId',
    'jobs.api.sate',
    'jobs.api.trainPath',
  ]);
});

test('the name of the workload of jobs leads to their command', () => {
  const [problem] = problemsOf(['run', url, '--workload', 'dataset-job']);
  assert.match(`${problem?.message}: ${problem?.hint}`, /got dataset-job: its jobs are run by plimsoll jobs/);
});

test('monitor watches what a config names, or this machine', () => {
  assert.deepEqual(accepted(['monitor']).config.servers, [{ name: 'here', address: 'local' }]);
  const file = '{"streams": [{"name": "s", "url": "ws://127.0.0.1:1/"}], "load": {"duration": "5s"}}';
  const { config } = accepted(['monitor', 'a.jsonc'], file);
  assert.deepEqual([config.servers.length, config.streams.length, config.monitor.durationMs], [0, 1, null]);
  assert.deepEqual(pathsOf(['monitor', 'a.jsonc'], '{}'), ['servers']);
  assert.deepEqual(pathsOf(['monitor', url]), ['arguments']);
});

test('a command on records takes words, and finds out itself what they mean', () => {
  const invocation = invoke(['sessions', '--json', '--sessions', '/tmp/x']);
  if (invocation.kind !== 'ok' || !('positionals' in invocation)) return assert.fail(JSON.stringify(invocation));
  assert.deepEqual([invocation.settings.json, invocation.settings.sessions], [true, '/tmp/x']);
  const words = invoke(['verify', 'last', './a.sqlite']);
  assert.deepEqual(words.kind === 'ok' && 'positionals' in words && words.positionals, ['last', './a.sqlite']);
});

test('help and version are to be printed', () => {
  const version = invoke(['--version']);
  assert.match(version.kind === 'print' ? version.text : '', /^\d+\.\d+\.\d+\n$/);
  assert.equal(invoke(['run', '--help']).kind, 'print');
});
