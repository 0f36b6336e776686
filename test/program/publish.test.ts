import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closedPort, type NodeServer, startNodeServer } from '../helpers/http-servers.js';
import { type Ended, runProgram, startProgram, wentWell } from '../helpers/program.js';
import { skipWithoutPrometheus, startPrometheusServer } from '../helpers/prometheus.js';
import { numberOf } from '../publish/helpers/promql.js';
import { startSinkServer } from '../publish/helpers/sink-server.js';

let folder = '';
let target: NodeServer;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-publish-'));
  target = await startNodeServer('http', (_, response) => {
    response.end('ok');
  });
});

after(async () => {
  await target.stop();
  rmSync(folder, { recursive: true, force: true });
});

const env = (): Readonly<Record<string, string>> => ({ XDG_STATE_HOME: join(folder, 'state') });
const run = (...more: readonly string[]): readonly string[] => [
  ...['run', `http://127.0.0.1:${target.port}/`, '--headless', '--sessions', join(folder, 'sessions')],
  ...more,
];

test('a real Prometheus knows by remote write what the answer says', {
  skip: skipWithoutPrometheus,
  timeout: 90_000,
}, async (context) => {
  const prometheus = await startPrometheusServer([], ['--web.enable-remote-write-receiver']);
  context.after(() => prometheus.close());
  const file = join(folder, 'answer.json');
  const ended = await runProgram(
    run('--rate', '150', '--duration', '3s', '--server', 'local', '--remote-write', prometheus.url, '--output', file),
    env(),
  );
  assert.ok(wentWell(ended), ended.stderr);
  const answer = JSON.parse(readFileSync(file, 'utf8'));
  const of = (query: string): Promise<number> => numberOf(prometheus.url, query);
  assert.equal(await of('plimsoll_settled_total{outcome="ok"}'), answer.outcomes.ok);
  assert.equal(await of('plimsoll_arrivals_total'), answer.intended.count);
  assert.equal(await of('plimsoll_response_time_seconds_count'), answer.outcomes.ok);
  const mean = (await of('plimsoll_response_time_seconds_sum')) / answer.outcomes.ok;
  assert.ok(
    Math.abs(mean * 1000 - answer.responseTimeMs.mean) < 0.01,
    `${mean} s for ${answer.responseTimeMs.mean} ms`,
  );
  assert.equal(await of('plimsoll_run_state{state="finished"}'), 1);
  assert.ok((await of('node_memory_MemTotal_bytes{instance="local"}')) > 1e8);
});

test('metrics are scraped with the token that is kept, while the session lasts', { timeout: 60_000 }, async () => {
  const program = startProgram(run('--rate', '50', '--duration', '1h', '--metrics-listen', '0'), env());
  await program.said(/offered/);
  // The line with the address comes before all others.
  program.kill('SIGINT');
  const { stderr } = await program.ended;
  const [, url, file] = /metrics at (\S+) \(bearer token in (.+)\)/.exec(stderr) ?? assert.fail(stderr);
  assert.match(url!, /^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  await assert.rejects(fetch(url!), 'it is served no longer than the session lasts');
  const token = readFileSync(file!, 'utf8').trim();
  const port = await closedPort();
  const again = startProgram(run('--rate', '50', '--duration', '1h', '--metrics-listen', String(port)), env());
  await again.said(/offered/);
  const place = `http://127.0.0.1:${port}/metrics`;
  const refused = await fetch(place);
  assert.equal(refused.status, 401);
  await refused.body?.cancel();
  const scraped = await (await fetch(place, { headers: { authorization: `Bearer ${token}` } })).text();
  assert.match(scraped, /^plimsoll_run_state\{state="running"\} 1$/m);
  again.kill('SIGINT');
  await again.ended;
});

test('receivers that are dead or hang slow nothing down, and what was lost is said', {
  timeout: 60_000,
}, async (context) => {
  const hanging = await startSinkServer(() => null);
  context.after(() => hanging.close());
  const config = join(folder, 'dead.json');
  const every = '200ms';
  writeFileSync(
    config,
    JSON.stringify({
      target: { url: `http://127.0.0.1:${target.port}/` },
      load: { rate: 100, duration: '3s' },
      publish: {
        otlp: { url: `${hanging.url}/v1/metrics`, every },
        influx: { url: `http://127.0.0.1:${await closedPort()}/write?db=load`, every },
      },
    }),
  );
  const file = join(folder, 'dead.answer.json');
  const ended = await runProgram(
    ['run', config, '--headless', '--sessions', join(folder, 'sessions'), '--output', file],
    env(),
  );
  assert.ok(wentWell(ended), ended.stderr);
  const answer = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(answer.outcomes.ok, answer.intended.count);
  assert.match(
    ended.stderr,
    /warning: metrics do not reach influx: it could not be posted: the connection was refused/,
  );
  assert.match(ended.stderr, /metrics reached influx 0 of \d+ times/);
  assert.match(ended.stderr, /metrics reached otlp 0 of \d+ times/);
});

/** The cases of a JUnit file that did not pass. */
function faultsIn(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/name="([^"]*)"><(failure|error) /g)].map(([, name, tag]) => `${tag}: ${name}`);
}

test('CI is told the verdict as JUnit and annotations, with the exit code that says the same', async () => {
  const junit = join(folder, 'junit.xml');
  const log = join(folder, 'plimsoll.log');
  const told = ['--junit', junit, '--annotations', '--log-file', log, '--log-level', 'debug'];
  const ended: Ended = await runProgram(
    run('--rate', '50', '--duration', '2s', '--objective', 'p99 < 0.001ms', '--name', 'nightly', ...told),
    env(),
  );
  const faults = faultsIn(junit);
  assert.ok(faults.includes('failure: p99 &lt; 0.001ms'), ended.stderr);
  // A busy machine may make the measurement itself doubtful, which weighs more.
  assert.equal(ended.code, faults.some((fault) => fault.startsWith('error')) ? 3 : 1);
  assert.match(ended.stderr, /^::error title=plimsoll run \(nightly\)%3A p99 < 0\.001ms::/m);
  const lines = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines[0].msg, 'plimsoll begins');
  assert.equal(lines.at(-1).msg, 'plimsoll ends');
  assert.equal(lines.at(-1).exitCode, ended.code);
  assert.ok(lines.some(({ level, msg }) => level === 'debug' && msg === 'an interval of load'));
});

test('what could not be measured is an error', async () => {
  const junit = join(folder, 'unreachable.xml');
  const url = `http://127.0.0.1:${await closedPort()}/`;
  const sessions = join(folder, 'sessions');
  const ended = await runProgram(['run', url, '--headless', '--sessions', sessions, '--junit', junit, '--annotations']);
  assert.equal(ended.code, 3);
  assert.deepEqual(faultsIn(junit), ['error: it can be measured']);
  assert.match(ended.stderr, /^::error title=plimsoll run%3A it can be measured::/m);
});

test('no secret gets into metrics or log', { timeout: 60_000 }, async (context) => {
  const sink = await startSinkServer();
  context.after(() => sink.close());
  const log = join(folder, 'secret.log');
  const url = `http://127.0.0.1:${target.port}/?api_key=s3cret-in-url`;
  const config = join(folder, 'secret.json');
  writeFileSync(
    config,
    JSON.stringify({
      target: { url, headers: { 'x-team-key': 's3cret-in-header' } },
      load: { rate: 50, duration: '1s' },
      publish: { otlp: { url: sink.url, headers: { authorization: 'Bearer $' + '{PUSH_TOKEN}' } } },
      log: { 'log-file': log },
    }),
  );
  const ended = await runProgram(['run', config, '--headless', '--sessions', join(folder, 'sessions')], {
    ...env(),
    PUSH_TOKEN: 's3cret-push-token',
  });
  assert.ok(wentWell(ended), ended.stderr);
  const [posted] = sink.got;
  assert.equal(posted?.path, '/v1/metrics');
  assert.equal(posted?.headers.authorization, 'Bearer s3cret-push-token');
  assert.doesNotMatch(posted!.body.toString(), /s3cret/);
  assert.ok(existsSync(log));
  assert.doesNotMatch(readFileSync(log, 'utf8'), /s3cret/);
});

test('a port that somebody else has is said before anything is sent', async () => {
  const ended = await runProgram(run('--metrics-listen', String(target.port)), env());
  assert.equal(ended.code, 2);
  assert.match(
    ended.stderr,
    /--metrics-listen: expected an address to listen at, got 127\.0\.0\.1:\d+: somebody else listens there/,
  );
});
