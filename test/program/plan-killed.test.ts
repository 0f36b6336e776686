import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { listSessions } from '../../source/record/sessions.js';
import { runProgram, startProgram } from '../helpers/program.js';

/** A folder with a plan of these steps on a target that answers at once, and the plan's command line. */
async function preparePlan(context: TestContext, steps: readonly object[]) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-plan-'));
  const server = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port } = server.address() as AddressInfo;
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify({ config: `http://127.0.0.1:${port}/`, steps }));
  const sessions = join(folder, 'sessions');
  const output = join(folder, 'outcome.json');
  return {
    folder,
    file,
    output,
    args: ['plan', file, '--headless', '--sessions', sessions, '--output', output],
    env: { XDG_STATE_HOME: join(folder, 'state') },
    sessionsNamed: (name: string) => listSessions(sessions).sessions.filter((session) => session.name === name).length,
  };
}

/** A step that loads for a moment. However busy the machine makes it, others build on it. */
function load(name: string, more: object = {}): object {
  return {
    name,
    do: 'run',
    with: { load: { rate: 20, duration: '300ms' }, sessions: { name } },
    accept: ['missed', 'unmeasured'],
    ...more,
  };
}

test('killed in every step, at its beginning, in its middle and after its end, a plan is taken up again and done', {
  timeout: 240_000,
}, async (context) => {
  const once = { once: true, accept: ['missed', 'unmeasured', 'lost'] };
  const steps = [
    load('first'),
    load('once-begun', once),
    load('once-under-way', once),
    load('once-over', once),
    {
      name: 'watch',
      do: 'monitor',
      with: { monitor: { duration: '400ms' }, sessions: { name: 'watch' } },
      accept: ['unmeasured'],
    },
    { parallel: [load('left'), load('right', once)] },
    { name: 'page', do: 'report', of: 'first' },
    load('last'),
  ];
  const { args, env, folder, output, sessionsNamed } = await preparePlan(context, steps);
  const moments = [
    /== 1 of 9/,
    /first \| .*running/,
    /== 2 of 9/,
    /once-under-way \| .*running/,
    /-- once-over ended/,
    /== 5 of 9/,
    /watch \| .*watching/,
    /-- watch ended/,
    /left \| .*running/,
    /== 8 of 9/,
    /-- page ended/,
    /== 9 of 9/,
    /last \| .*running/,
  ];
  for (const [index, moment] of moments.entries()) {
    const program = startProgram([...args, ...(index === 0 ? [] : ['--resume'])], env, 30_000);
    await program.said(moment);
    program.kill('SIGKILL');
    assert.equal((await program.ended).code, null, `killed at ${moment}`);
  }
  const ended = await runProgram([...args, '--resume'], env);
  assert.equal(ended.code, 0, ended.stderr + ended.stdout);
  const outcome: {
    readonly steps: readonly { readonly name: string; readonly outcome: string; readonly session: string | null }[];
  } = JSON.parse(readFileSync(output, 'utf8'));
  const outcomes = new Map(outcome.steps.map((step) => [step.name, step.outcome]));
  assert.equal(outcomes.get('once-begun'), 'lost');
  assert.equal(outcomes.get('once-under-way'), 'lost');
  for (const name of ['first', 'once-over', 'watch', 'left', 'last']) {
    assert.match(outcomes.get(name) ?? '', /^(?:ok|missed|unmeasured)$/, name);
    assert.ok(outcome.steps.find((step) => step.name === name)?.session !== null, name);
  }
  assert.equal(outcomes.get('page'), 'ok');
  assert.ok(sessionsNamed('once-begun') <= 1);
  for (const name of ['once-under-way', 'once-over']) assert.equal(sessionsNamed(name), 1, name);
  assert.ok(sessionsNamed('right') <= 1);
  assert.ok(sessionsNamed('first') >= 2, 'it was killed in its middle, and done anew');
  const [plan] = readdirSync(join(folder, 'state', 'plimsoll', 'plans'));
  assert.equal(readdirSync(join(folder, 'state', 'plimsoll', 'plans', plan ?? '')).length, 1, 'all of it is one run');
});

test('a plan that a signal ended is taken up again where it was, and one that is under way by nobody else', {
  timeout: 60_000,
}, async (context) => {
  const { args, env, file, output } = await preparePlan(context, [
    load('a'),
    load('b', { with: { load: { rate: 20, duration: '30s' } } }),
  ]);
  const program = startProgram(args, env, 30_000);
  await program.said(/b \| .*running/);
  const second = await runProgram([...args, '--resume'], env);
  assert.equal(second.code, 2);
  assert.match(second.stderr, /is under way already, by process \d+/);
  program.kill('SIGTERM');
  const ended = await program.ended;
  assert.equal(ended.code, 130, ended.stderr);
  assert.match(ended.stderr, /ending the plan/);
  const outcome: { readonly state: string; readonly steps: readonly { readonly outcome: string }[] } = JSON.parse(
    readFileSync(output, 'utf8'),
  );
  assert.equal(outcome.state, 'stopped');
  assert.equal(outcome.steps[1]?.outcome, 'interrupted');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('30s', '31s'));
  const changed = await runProgram([...args, '--resume'], env);
  assert.equal(changed.code, 2);
  assert.match(changed.stderr, /plan has changed/);
  writeFileSync(file, text);
  const again = startProgram([...args, '--resume'], env, 30_000);
  await again.said(/b \| .*running/);
  again.kill('SIGTERM');
  const { stderr } = await again.ended;
  assert.doesNotMatch(stderr, /== 1 of 2/, 'what was done is not done again');
});

test("a run whose journal cannot be read is in nobody's way, and not taken up again", {
  timeout: 60_000,
}, async (context) => {
  const { args, env, folder } = await preparePlan(context, [load('a')]);
  const first = await runProgram(args, env);
  assert.equal(first.code, 0, first.stderr);
  const runs = join(folder, 'state', 'plimsoll', 'plans');
  const [plan] = readdirSync(runs);
  const [id] = readdirSync(join(runs, plan ?? ''));
  const journal = join(runs, plan ?? '', id ?? '', 'journal.jsonl');
  writeFileSync(journal, `${readFileSync(journal, 'utf8')}nonsense\n`);
  const second = await runProgram(args, env);
  assert.equal(second.code, 0, second.stderr);
  const resumed = await runProgram([...args, '--resume'], env);
  assert.equal(resumed.code, 2);
  assert.match(resumed.stderr, /expected a run that is not over, got none/);
});
