import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import { type DemoCluster, startDemoCluster } from '../../source/demo/demo-cluster.js';
import { runProgram, startProgram, wentWell } from '../helpers/program.js';
import { projectRoot } from '../helpers/project-root.js';

let folder = '';
let cluster: DemoCluster;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-contract-'));
  cluster = await startDemoCluster({ workers: 2 });
});

after(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Checks an answer against the JSON Schema that is published in config/. */
function assertSchema(name: string, answer: unknown): void {
  const schema = JSON.parse(readFileSync(join(projectRoot, 'config', `${name}.schema.json`), 'utf8'));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  assert.ok(validate(answer), JSON.stringify(validate.errors, null, 2));
}

test('a paced run answers with JSON of the published schema, and every arrival is accounted for', async () => {
  const file = join(folder, 'run.json');
  const ended = await runProgram([
    'run',
    `${cluster.url}/healthz`,
    ...['--rate', '200', '--duration', '4s', '--arrivals', 'paced', '--connections', '20', '--seed', '7'],
    ...['--objective', 'p99 < 2s', '--objective', 'errors < 1%'],
    ...['--headless', '--output', file, '--sessions', folder],
  ]);
  const answer = JSON.parse(readFileSync(file, 'utf8'));
  assertSchema('run-result', answer);
  assert.ok(wentWell(ended), ended.stderr + ended.stdout);
  assert.equal(answer.arrivals, 'paced');
  assert.equal(answer.seed, 7);
  assert.equal(answer.intended.count, 800);
  assert.equal(answer.offered.count, 800);
  assert.deepEqual(answer.outcomes, {
    ok: 800,
    badStatus: 0,
    timeout: 0,
    connectionFailed: 0,
    unsent: 0,
    unfinished: 0,
  });
  assert.ok(Math.abs(answer.durationSeconds - 4) < 0.05, `measured for ${answer.durationSeconds} s`);
  assert.ok(answer.responseTimeMs.p50 > 0);
  assert.ok(answer.responseTimeMs.max >= answer.responseTimeMs.p99);
  assert.match(ended.stdout, /achieved/);
  assert.match(ended.stderr, /offered/);
});

test('a run that misses its objective exits with 1 and says which', async () => {
  const ended = await runProgram([
    'run',
    `${cluster.url}/fibonacci/25`,
    ...['--rate', '50', '--duration', '2s', '--objective', 'p50 < 0.01ms', '--headless', '--output', '-'],
    ...['--sessions', folder],
  ]);
  const answer = JSON.parse(ended.stdout);
  assertSchema('run-result', answer);
  // On a busy machine the generator may be late, and that comes first.
  assert.equal(ended.code, answer.validity.valid ? 1 : 3, ended.stderr);
  assert.equal(answer.objectives[0].met, false);
});

test('answers that are not good are counted as what they are', async () => {
  const ended = await runProgram(['run', `${cluster.url}/nowhere`, '--headless', '--sessions', folder]);
  assert.equal(ended.code, 3, ended.stdout);
  assert.match(ended.stderr, /404/);
});

test('the same seed intends the same number of Poisson arrivals on one worker and on two', async () => {
  const counts = [];
  for (const workers of ['1', '2']) {
    const ended = await runProgram([
      'run',
      `${cluster.url}/healthz`,
      ...['--rate', '150', '--duration', '2s', '--seed', '42', '--workers', workers],
      ...['--headless', '--output', '-', '--sessions', folder],
    ]);
    counts.push(JSON.parse(ended.stdout).intended.count);
  }
  assert.equal(counts[0], counts[1]);
});

test('a search answers with JSON of the published schema and stays under the highest rate', async (t) => {
  const ended = await runProgram([
    'discover',
    `${cluster.url}/fibonacci/20`,
    ...['--objective', 'p99 < 300ms', '--objective', 'errors < 1%', '--max-rate', '120', '--start-rate', '60'],
    ...['--effort', 'quick', '--budget', '40s', '--headless', '--output', '-', '--sessions', folder],
  ]);
  const answer = JSON.parse(ended.stdout);
  assertSchema('discovery-result', answer);
  // On a busy machine the generator may be the limit, which the answer then says.
  if (answer.flags.includes('generator-limited'))
    return t.skip('the machine was too busy to send 120 requests a second');
  assert.ok(wentWell(ended), ended.stderr + ended.stdout);
  // Whatever slowed the target meanwhile, its line is not known to be below what it was never given.
  if (answer.estimatePerSecond === null) assert.ok(answer.flags.includes('beyond-max-rate'), ended.stdout);
  else assert.ok(answer.interval95[1] >= 100, ended.stdout);
  assert.ok(answer.peakPerSecond <= 120);
  assert.ok(answer.probeSeconds + answer.idleSeconds <= 40);
});

test('monitor answers with JSON of the published schema, with the streams that it followed', async () => {
  const config = join(folder, 'monitor.jsonc');
  writeFileSync(
    config,
    JSON.stringify({
      servers: [{ name: 'here', address: 'local' }],
      streams: cluster.workers.map(({ name, metricsUrl }) => ({ name, url: metricsUrl, server: 'here' })),
    }),
  );
  const ended = await runProgram([
    'monitor',
    config,
    '--duration',
    '4s',
    '--headless',
    '--output',
    '-',
    '--sessions',
    folder,
  ]);
  assert.equal(ended.code, 0, ended.stderr);
  const answer = JSON.parse(ended.stdout);
  assertSchema('monitor-result', answer);
  assert.equal(answer.servers[0].state, 'live');
  assert.ok(answer.servers[0].samples >= 3);
  for (const stream of answer.streams) {
    assert.equal(stream.state, 'open');
    assert.ok(stream.messages >= 2);
    assert.deepEqual(stream.breaker, { state: 'closed', opened: 0 });
    assert.equal(stream.queue.pending, 0);
    assert.ok(stream.queue.sent >= 1);
  }
});

test('a signal ends a run properly: exit 130, the answer so far, the session complete', async () => {
  const sessions = join(folder, 'signalled');
  const program = startProgram([
    'run',
    `${cluster.url}/healthz`,
    ...['--rate', '50', '--duration', '60s', '--headless', '--output', '-', '--sessions', sessions],
  ]);
  await program.said(/offered/);
  program.kill('SIGINT');
  const ended = await program.ended;
  assert.equal(ended.code, 130, ended.stderr);
  const answer = JSON.parse(ended.stdout);
  assertSchema('run-result', answer);
  assert.equal(answer.ended, 'interrupted');
  const total = Object.values(answer.outcomes as Record<string, number>).reduce((sum, count) => sum + count, 0);
  assert.equal(total, answer.intended.count);
  const [session] = JSON.parse((await runProgram(['sessions', '--json', '--sessions', sessions])).stdout);
  assert.equal(session.state, 'complete');
  const database = new DatabaseSync(session.file, { readOnly: true });
  const kinds = database
    .prepare('SELECT DISTINCT kind FROM event')
    .all()
    .map((row) => row.kind);
  database.close();
  for (const kind of ['session/started', 'run/state', 'load/interval', 'result', 'session/ended']) {
    assert.ok(kinds.includes(kind), `${kind} was not recorded`);
  }
});
