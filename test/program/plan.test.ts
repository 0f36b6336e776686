import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Ajv } from 'ajv';
import { startDemoCluster } from '../../source/demo/demo-cluster.js';
import type { PlanOutcome } from '../../source/plan/plan-outcome.js';
import { runProgram } from '../helpers/program.js';
import { projectRoot } from '../helpers/project-root.js';
import { openTerminal } from '../helpers/terminal.js';

type Prepared = {
  readonly folder: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly outcome: () => PlanOutcome;
};

function prepare(context: TestContext, plan: object): Prepared {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-plan-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'nightly.json');
  writeFileSync(file, JSON.stringify(plan));
  return {
    folder,
    file,
    env: { XDG_STATE_HOME: join(folder, 'state'), XDG_CONFIG_HOME: join(folder, 'config') },
    outcome: () => JSON.parse(readFileSync(join(folder, 'outcome.json'), 'utf8')),
  };
}

function schemaOf(name: string) {
  const schema = JSON.parse(readFileSync(join(projectRoot, 'config', `${name}.schema.json`), 'utf8'));
  return new Ajv({ allErrors: true, strict: false }).compile(schema);
}

const lenient = { accept: ['missed', 'unmeasured'] };

test('a plan measures, watches, compares and reports, and tells what came of each step', {
  timeout: 120_000,
}, async (context) => {
  const cluster = await startDemoCluster({ workers: 1 });
  context.after(() => cluster.stop());
  const load = { load: { rate: 30, duration: '1s' } };
  const plan = {
    config: `${cluster.url}/fibonacci/5`,
    with: { objectives: ['errors < 50%'] },
    steps: [
      { name: 'rest', do: 'baseline', with: { monitor: { duration: '8s' } }, ...lenient },
      {
        parallel: [
          { name: 'left', do: 'run', with: load, ...lenient },
          { name: 'right', do: 'run', with: load, ...lenient },
        ],
      },
      { name: 'cool', do: 'cool-down', with: { monitor: { duration: '8s' } }, ...lenient },
      { name: 'never', do: 'run', with: load, if: 'left.result.achieved.perSecond > 1000000' },
      { name: 'many', do: 'run', with: load, if: 'left.result.intended.count > 0', ...lenient },
      { name: 'page', do: 'report', of: 'left', with: { output: 'left.html' } },
      { name: 'beside', do: 'compare', of: ['left', 'right'], ...lenient },
      { name: 'data', do: 'export', of: 'right' },
    ],
  };
  assert.ok(schemaOf('plan')(plan));
  const { env, file, folder, outcome } = prepare(context, plan);
  const args = ['plan', file, '--sessions', join(folder, 'sessions')];
  const dry = await runProgram([...args, '--dry-run'], env);
  assert.equal(dry.code, 0, dry.stderr);
  assert.match(dry.stdout, /2\. left: run http.*\/fibonacci\/5 for 00:01 at most up to 30\.0\/s/);
  assert.match(dry.stdout, /nightly: at most 00:\d\d, at most 60\.0\/s\. Nothing was done\./);
  const ended = await runProgram([...args, '--headless', '--output', join(folder, 'outcome.json')], env);
  assert.equal(ended.code, 0, ended.stderr + ended.stdout);
  const answer = outcome();
  const validate = schemaOf('plan-result');
  assert.ok(validate(answer), JSON.stringify(validate.errors));
  assert.equal(answer.state, 'complete');
  assert.deepEqual(
    answer.steps.filter(({ accepted }) => !accepted).map(({ name }) => name),
    [],
  );
  const step = (name: string) => answer.steps.find((one) => one.name === name);
  assert.equal(step('never')?.outcome, 'skipped');
  assert.notEqual(step('left')?.session, step('right')?.session);
  const cool: { readonly coolDown: readonly object[] } = JSON.parse(readFileSync(step('cool')?.answer ?? '', 'utf8'));
  assert.equal(cool.coolDown.length, 1);
  assert.match(readFileSync(join(folder, 'left.html'), 'utf8'), /<html/);
  assert.deepEqual(JSON.parse(readFileSync(join(answer.folder, '_outcome.json'), 'utf8')), answer);
  assert.match(ended.stdout, /nightly did \d of 9 steps well/);
});

test('the exit code is that of the gravest ending that nobody accepts', { timeout: 60_000 }, async (context) => {
  const away = { do: 'run', config: 'http://127.0.0.1:1/', with: { load: { duration: '1s' } } };
  const { env, file, outcome, folder } = prepare(context, {
    steps: [
      { name: 'away', ...away, retry: { times: 1, wait: '10ms' } },
      { name: 'after', ...away },
      { name: 'page', do: 'report', of: 'after' },
      { name: 'anyway', do: 'monitor', if: 'away.failed', with: { monitor: { duration: '1500ms' } }, ...lenient },
    ],
  });
  const ended = await runProgram(['plan', file, '--headless', '--output', join(folder, 'outcome.json')], env);
  assert.equal(ended.code, 3, ended.stderr);
  const answer = outcome();
  assert.deepEqual(answer.steps.map(({ attempts, outcome: end }) => [end, attempts]).slice(0, 3), [
    ['unmeasured', 2],
    ['blocked', 0],
    ['blocked', 0],
  ]);
  assert.match(answer.steps[0]?.reason ?? '', /127\.0\.0\.1/);
  assert.equal(answer.steps[2]?.reason, 'after recorded no session.');
  assert.equal(answer.exitCode, 3);
  const nothing = await runProgram(['plan', file, '--headless', '--resume'], env);
  assert.equal(nothing.code, 2);
  assert.match(nothing.stderr, /expected a run that is not over/);
});

test('a plan with problems, or with hosts that nobody named, begins nothing and names them all', async (context) => {
  const { env, file } = prepare(context, {
    steps: [
      {
        name: 'a',
        do: 'run',
        config: 'http://api.example.org/',
        with: { load: { rate: 5 }, discovery: { 'max-rate': 5 } },
      },
      { name: 'b', do: 'discover', config: 'http://127.0.0.1:1/', with: { discovery: { effort: 'huge' } } },
    ],
  });
  const ended = await runProgram(['plan', file, '--headless'], env);
  assert.equal(ended.code, 2);
  const dry = await runProgram(['plan', file, '--dry-run'], env);
  assert.equal(dry.code, 2);
  assert.match(ended.stderr, /steps\[1\] \(b\): discovery\.effort: expected/);
  assert.match(ended.stderr, /steps\[0\] \(a\): .*api\.example\.org/);
  assert.doesNotMatch(ended.stderr, /== 1/);
  for (const args of [['plan'], ['plan', 'missing.json'], ['plan', file, 'more'], ['plan', file, '--resum']]) {
    assert.equal((await runProgram(args, env)).code, 2, args.join(' '));
  }
});

test('a dry run tells which hosts are to be allowed first', async (context) => {
  const { env, file } = prepare(context, {
    steps: [
      { do: 'run', config: 'http://api.example.org/', with: { load: { rate: 5 }, discovery: { 'max-rate': 5 } } },
    ],
  });
  const asked = await runProgram(['plan', file, '--dry-run'], env);
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stdout, /to be allowed first: api\.example\.org\nnightly: at most 00:30, at most 5\.0\/s/);
  const allowed = await runProgram(['plan', file, '--dry-run', '--allow', 'api.example.org'], env);
  assert.doesNotMatch(allowed.stdout, /to be allowed/);
});

test('whoever sits at a terminal ends a step or the plan by a line', { timeout: 60_000 }, async (context) => {
  const watch = { do: 'monitor', with: { monitor: { duration: '50s' } } };
  const { env, file, folder } = prepare(context, {
    steps: [
      { name: 'one', ...watch, accept: ['unmeasured'] },
      { name: 'two', ...watch, if: 'always' },
    ],
  });
  const terminal = openTerminal(['plan', file], { columns: 100, rows: 30, cwd: folder, env });
  context.after(terminal.close);
  await terminal.waitFor(/e and enter ends the step/);
  await terminal.waitFor(/one \| .*watching/);
  terminal.press('e\r');
  await terminal.waitFor(/two \| .*watching/);
  terminal.press('q\r');
  await terminal.waitFor(/ended by key/);
  await terminal.ended;
  assert.match(terminal.scrollback(), /-- one ended as interrupted/);
});

test('a step that its time limit ended says so, in its lines, its session and the outcome', {
  timeout: 60_000,
}, async (context) => {
  const cluster = await startDemoCluster({ workers: 1 });
  context.after(() => cluster.stop());
  const plan = {
    config: `${cluster.url}/fibonacci/5`,
    steps: [
      { name: 'a', do: 'run', with: { load: { rate: 20, duration: '50s' } }, timeout: '2s', accept: ['timed-out'] },
      // A run without objectives has no value of one: what stands in for it is told.
      {
        name: 'b',
        do: 'run',
        with: { load: { rate: { result: 'a.objectives.0.value', otherwise: 7 }, duration: '1s' } },
        if: 'always',
        ...lenient,
      },
    ],
  };
  const { env, file, folder, outcome } = prepare(context, plan);
  const args = ['plan', file, '--sessions', join(folder, 'sessions'), '--output', join(folder, 'outcome.json')];
  const ended = await runProgram([...args, '--headless'], env);
  assert.equal(ended.code, 0, ended.stderr);
  const words = 'its time limit of 2 s was over';
  assert.ok(ended.stderr.includes(`a | plimsoll: ${words}: ending the session`), ended.stderr);
  assert.doesNotMatch(ended.stderr, /SIGTERM|signal/);
  assert.match(ended.stderr, /b \| a gave no number as objectives\.0\.value: 7 is taken/);
  const [step] = outcome().steps;
  assert.deepEqual([step?.outcome, step?.reason], ['timed-out', 'Its time limit of 2 s was over.']);
  assert.equal(JSON.parse(readFileSync(step?.answer ?? '', 'utf8')).endedBecause, words);
});
