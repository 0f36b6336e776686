import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { type Invocation, readInvocation } from '../../source/commands/invocation.js';
import type { Problem } from '../../source/model/problem.js';

const url = 'http://127.0.0.1:8080/';
const noFile = (): string => assert.fail('a file was read');

function invoke(argv: readonly string[], text?: string): Invocation {
  return readInvocation(argv, text === undefined ? noFile : () => text);
}

function accepted(argv: readonly string[], text?: string): Extract<Invocation, { readonly kind: 'ok' }> {
  const invocation = invoke(argv, text);
  return invocation.kind === 'ok' ? invocation : assert.fail(JSON.stringify(invocation));
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
  assert.deepEqual(run.command === 'run' && run.output, { headless: true, file: 'r.json' });
  const discover = accepted(['discover', url, '--objective', 'p99 < 75ms', '--max-rate', '20000']);
  assert.deepEqual(
    discover.config.objectives.map(({ text }) => text),
    ['p99 < 75ms'],
  );
});

test('a config file is read, and flags win over it', () => {
  const file = JSON.stringify({ target: { url }, load: { rate: 5, seed: 3 }, objectives: ['errors < 1%'] });
  const { config } = accepted(['run', 'a.jsonc', '--rate', '7', '--objective', 'cpu < 80%'], file);
  assert.deepEqual(config.load.shape, { kind: 'constant', perSecond: 7 });
  assert.equal(config.load.seed, 3);
  assert.deepEqual(
    config.objectives.map(({ text }) => text),
    ['cpu < 80%'],
  );
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
  assert.equal(invocation.host, 'api.example.org');
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

test('the demo takes no target, and has a promise, a budget and a target of its own', () => {
  const invocation = accepted(['demo', '--port', '8080', '--target-workers', '3', '--effort', 'thorough']);
  assert.deepEqual(invocation.command === 'demo' && invocation.demo, { targetOnly: false, port: 8080, workers: 3 });
  assert.equal(invocation.config.discovery.effort, 'thorough');
  assert.equal(invocation.config.discovery.budgetMs, 90_000);
  assert.equal(invocation.config.objectives.length, 2);
  assert.deepEqual(pathsOf(['demo', url]), ['arguments']);
});

test('monitor watches what a config names, or this machine', () => {
  assert.deepEqual(accepted(['monitor']).config.servers, [{ name: 'here', address: 'local' }]);
  const file = '{"streams": [{"name": "s", "url": "ws://127.0.0.1:1/"}], "load": {"duration": "5s"}}';
  const { config } = accepted(['monitor', 'a.jsonc'], file);
  assert.deepEqual([config.servers.length, config.streams.length, config.monitor.durationMs], [0, 1, null]);
  assert.deepEqual(pathsOf(['monitor', 'a.jsonc'], '{}'), ['servers']);
  assert.deepEqual(pathsOf(['monitor', url]), ['arguments']);
});

test('sessions takes its folder and nothing else', () => {
  const invocation = accepted(['sessions', '--json', '--sessions', '/tmp/x']);
  assert.equal(invocation.command === 'sessions' && invocation.json, true);
  assert.equal(invocation.config.sessions.folder, '/tmp/x');
  assert.deepEqual(pathsOf(['sessions', 'a.jsonc']), ['arguments']);
});

test('help and version are to be printed', () => {
  const version = invoke(['--version']);
  assert.match(version.kind === 'print' ? version.text : '', /^\d+\.\d+\.\d+\n$/);
  assert.equal(invoke(['run', '--help']).kind, 'print');
});
