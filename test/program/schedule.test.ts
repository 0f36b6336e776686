import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Ajv } from 'ajv';
import { fileKey } from '../../source/plan/plan-runs.js';
import type { HistoryEntry } from '../../source/plan/schedule/schedule-history.js';
import { runProgram, startProgram } from '../helpers/program.js';
import { projectRoot } from '../helpers/project-root.js';
import { createSshdHouse, skipWithoutSshd } from '../helpers/sshd.js';

const hour = 3_600_000;
/** Half an hour from now, so that nothing else falls due while a test runs. */
const minute = (new Date().getUTCMinutes() + 30) % 60;
const cron = `${minute} * * * *`;

/**
 * A schedule of a plan with these steps, known for some hours in which nobody was there: its last time is made up for at once.
 */
function prepare(context: TestContext, steps: readonly object[], schedule: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-schedule-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'times.json');
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ steps }));
  writeFileSync(file, JSON.stringify({ schedules: [{ name: 'hourly', plan: 'plan.json', cron, ...schedule }] }));
  const state = join(folder, 'state');
  const history = join(state, 'plimsoll', 'schedules', fileKey('times', file));
  mkdirSync(history, { recursive: true });
  const seen = { schedule: 'hourly', atMs: Date.now() - 4 * hour, kind: 'seen', times: `${cron} UTC` };
  writeFileSync(join(history, 'history.jsonl'), `${JSON.stringify(seen)}\n`);
  const env = { XDG_STATE_HOME: state, XDG_CONFIG_HOME: join(folder, 'config') };
  const entries = async (): Promise<readonly HistoryEntry[]> => {
    const ended = await runProgram(['schedule', 'history', file, '--json'], env);
    assert.equal(ended.code, 0, ended.stderr);
    return JSON.parse(ended.stdout);
  };
  return { folder, file, env, entries };
}

const watch = (name: string, duration: string): object => ({
  name,
  do: 'monitor',
  with: { monitor: { duration } },
  accept: ['unmeasured'],
});

test('a scheduler makes up for a missed run once, keeps a history, and is alone with its file', {
  timeout: 60_000,
}, async (context) => {
  const { entries, env, file } = prepare(context, [watch('look', '500ms')]);
  const scheduler = startProgram(['schedule', file], env, 40_000);
  await scheduler.said(/hourly: exit code 0: plan did 1 of 1 step well/);
  const second = await runProgram(['schedule', file], env);
  assert.equal(second.code, 2);
  assert.match(second.stderr, /expected nobody else to run this file, but process \d+ does/);
  scheduler.kill('SIGTERM');
  assert.equal((await scheduler.ended).code, 0);
  const told = await entries();
  const validate = new Ajv({ strict: false }).compile(
    JSON.parse(readFileSync(join(projectRoot, 'config', 'schedule-history.schema.json'), 'utf8')),
  );
  assert.ok(validate(told), JSON.stringify(validate.errors));
  assert.deepEqual(
    told.map(({ exitCode, outcome }) => [outcome, exitCode]),
    [
      ['missed', null],
      ['ended', 0],
    ],
  );
  const text = await runProgram(['schedule', 'history', file], env);
  assert.match(text.stdout, /Z {2}hourly {2}missed .*No scheduler was there/);
  assert.match(text.stdout, /Z {2}hourly {2}exit code 0/);
});

test('a run is taken up again by the next scheduler, whether this one was killed or told to end', {
  timeout: 90_000,
}, async (context) => {
  const { entries, env, file } = prepare(context, [watch('first', '300ms'), watch('second', '4s')]);
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const scheduler = startProgram(['schedule', file], env, 40_000);
    await scheduler.said(/second \| .*watching/);
    scheduler.kill(signal);
    await scheduler.ended;
  }
  const last = startProgram(['schedule', file], env, 40_000);
  await last.said(/hourly: exit code 0: plan did 2 of 2 steps well/);
  last.kill('SIGTERM');
  const { stderr } = await last.ended;
  assert.doesNotMatch(stderr, /== 1 of 2/);
  const runs = (await entries()).filter(({ run }) => run !== null);
  assert.equal(runs.length, 1);
});

test('a run does not begin on a machine that is above its limits', { timeout: 60_000 }, async (context) => {
  const limits = { memory: '0.001%', wait: '0s' };
  const { entries, env, file } = prepare(context, [watch('look', '300ms')], { limits });
  const scheduler = startProgram(['schedule', file], env, 40_000);
  await scheduler.said(/hourly: left out: memory of this machine is at/);
  scheduler.kill('SIGTERM');
  const { code, stderr } = await scheduler.ended;
  assert.equal(code, 0);
  assert.doesNotMatch(stderr, /== 1 of 1/);
  assert.equal((await entries()).at(-1)?.outcome, 'limits');
});

test('limits hold for the servers of a config too', { skip: skipWithoutSshd, timeout: 60_000 }, async (context) => {
  const house = createSshdHouse();
  context.after(house.close);
  const sshd = await house.start();
  const limits = { memory: '0.001%', config: 'servers.json', wait: '0s' };
  const { env, file, folder } = prepare(context, [watch('look', '300ms')], { limits });
  const server = {
    name: 'far',
    address: `ssh://${house.user}@127.0.0.1:${sshd.port}`,
    identityFile: house.identityFile,
    knownHostsFile: house.write('known', `${sshd.knownHostsLine}\n`),
  };
  writeFileSync(join(folder, 'servers.json'), JSON.stringify({ servers: [server] }));
  const scheduler = startProgram(['schedule', file], env, 40_000);
  await scheduler.said(/hourly: left out: memory of this machine is at [^\n]* and memory of far is at/);
  scheduler.kill('SIGTERM');
  assert.equal((await scheduler.ended).code, 0);
  writeFileSync(join(folder, 'servers.json'), '{"server": []}');
  const broken = await runProgram(['schedule', file], env);
  assert.equal(broken.code, 2);
  assert.match(broken.stderr, /schedules\[0\] \(hourly\): limits: server: expected a known key/);
});

test('a dry run tells the times to come, and problems of schedules and plans come together', async (context) => {
  const { env, file, folder } = prepare(context, [watch('look', '300ms')], { zone: 'Europe/Berlin' });
  const dry = await runProgram(['schedule', file, '--dry-run'], env);
  assert.equal(dry.code, 0, dry.stderr);
  assert.match(
    dry.stdout,
    /^hourly: \d+ \* \* \* \* \(Europe\/Berlin\)\n(?: {2}\d{4}-\d\d-\d\d \d\d:\d\d \+0[12]:00\n){5}Nothing was begun\.\n$/,
  );
  writeFileSync(
    join(folder, 'plan.json'),
    JSON.stringify({ steps: [{ do: 'run', config: 'http://127.0.0.1:1/', with: { load: { rate: 0 } } }] }),
  );
  const broken = await runProgram(['schedule', file], env);
  assert.equal(broken.code, 2);
  assert.match(broken.stderr, /schedules\[0\] \(hourly\): steps\[0\] \(run\): load\.rate: expected a rate above zero/);
  const never = { name: 'never', plan: 'plan.json', cron: '30 2 30 2 *' };
  writeFileSync(file, JSON.stringify({ schedules: [never] }));
  const refused = await runProgram(['schedule', file, '--dry-run'], env);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /schedules\[0\]\.cron: expected .*got "30 2 30 2 \*", which never does/);
  writeFileSync(
    file,
    JSON.stringify({ schedules: [{ name: 'a b', plan: 'x', cron: 'never', zone: 'Mars', overlap: 'both' }] }),
  );
  const wrong = await runProgram(['schedule', file], env);
  assert.equal(wrong.code, 2);
  for (const key of ['name', 'zone', 'overlap'])
    assert.match(wrong.stderr, new RegExp(`schedules\\[0\\]\\.${key}: expected`));
  for (const args of [
    ['schedule'],
    ['schedule', 'history'],
    ['schedule', file, file],
    ['schedule', join(folder, 'none.json')],
  ]) {
    assert.equal((await runProgram(args, env)).code, 2, args.join(' '));
  }
});
