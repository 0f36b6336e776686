import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkSteps } from '../../../source/commands/plan/check-steps.js';
import { readPlanFile } from '../../../source/commands/plan/read-plan-file.js';
import { readStep, type StepReader, type StepReading } from '../../../source/commands/plan/step-command.js';
import { readPlainFile } from '../../../source/commands/read-plain-file.js';
import { bareSurroundings } from '../../../source/commands/surroundings.js';
import type { Problem } from '../../../source/model/problem.js';

const url = 'http://127.0.0.1:8080/';

/** The reader of a plan that lies in a folder of its own, beside `files`. */
function readerOf(context: TestContext, plan: object, files: Readonly<Record<string, unknown>> = {}): StepReader {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-steps-')));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  const reading = readPlanFile(file, readPlainFile);
  if (reading.kind === 'problems') assert.fail(JSON.stringify(reading.problems));
  return {
    plan: reading.plan,
    file,
    folder,
    around: bareSurroundings,
    readFile: readPlainFile,
    flags: [],
    allowed: new Set(),
  };
}

function readFirst(reader: StepReader, answers: Readonly<Record<string, unknown>> = {}): StepReading {
  const step = reader.plan.steps.at(-1);
  assert.ok(step !== undefined);
  return readStep(step, reader, '/runs/1', {
    sessionOf: (reference) => (reference.kind === 'step' ? '/sessions/x.sqlite' : reference.reference),
    resultOf: (name) => answers[name] ?? null,
  });
}

function command(reader: StepReader, answers: Readonly<Record<string, unknown>> = {}) {
  const reading = readFirst(reader, answers);
  return reading.kind === 'ok' ? reading.command : assert.fail(JSON.stringify(reading.problems));
}

function problems(reader: StepReader): readonly Problem[] {
  const reading = readFirst(reader);
  return reading.kind === 'ok' ? assert.fail('it was taken') : reading.problems;
}

test('what a step says is laid over what its plan says, and that over the config file', (context) => {
  const plan = {
    config: 'cluster.json',
    with: { load: { rate: 7, seed: 3 } },
    steps: [{ do: 'run', with: { load: { rate: 9 }, objectives: ['p99 < 5ms'] } }],
  };
  const cluster = { target: { url }, load: { rate: 5, seed: 1, duration: '11s' }, objectives: ['errors < 1%'] };
  const run = command(readerOf(context, plan, { 'cluster.json': cluster }));
  assert.ok(run.command === 'run');
  assert.deepEqual(run.config.load.shape, { kind: 'constant', perSecond: 9 });
  assert.equal(run.config.load.seed, 3);
  assert.equal(run.config.load.durationMs, 11_000);
  assert.deepEqual(
    run.config.objectives.map(({ text }) => text),
    ['p99 < 5ms'],
  );
  assert.equal(run.output.headless, true);
  assert.equal(run.output.file, '/runs/1/run.json');
});

test('files that a plan names lie where the plan does', (context) => {
  const reader = readerOf(
    context,
    { steps: [{ do: 'run', config: url, with: { feeder: 'users.json' } }] },
    { 'users.json': [{ a: 1 }] },
  );
  const run = command(reader);
  assert.ok(run.command === 'run');
  assert.equal(run.config.feeder?.file, join(reader.folder, 'users.json'));
});

test('a number may come of the answer of an earlier step, and stands in for itself before that is there', (context) => {
  const rate = { result: 'line.estimatePerSecond', times: 0.8, otherwise: 50 };
  const steps = [
    { name: 'line', do: 'discover', config: url },
    { do: 'run', config: url, with: { load: { rate } } },
  ];
  const reader = readerOf(context, { steps });
  const rateOf = (answers: Readonly<Record<string, unknown>>): unknown => {
    const run = command(reader, answers);
    return run.command === 'run' && run.config.load.shape.kind === 'constant' && run.config.load.shape.perSecond;
  };
  assert.equal(rateOf({ line: { estimatePerSecond: 818 } }), 654.4);
  assert.equal(rateOf({ line: { estimatePerSecond: null } }), 50);
  assert.equal(rateOf({}), 50);
});

test('a key that no answer of its step has is a problem, with the one that was meant', (context) => {
  const rate = (result: string): object => ({ load: { rate: { result, otherwise: 5 } } });
  const checked = (earlier: object, later: object): readonly Problem[] => {
    const steps = [
      { name: 'a', config: url, ...earlier },
      { name: 'b', do: 'run', config: url, ...later },
    ];
    const reader = readerOf(context, { steps }, { 'watch.json': { servers: [{ name: 'here', address: 'local' }] } });
    const check = checkSteps(reader.plan, reader);
    return check.kind === 'problems' ? check.problems : [];
  };
  const wrong: readonly (readonly [object, object, string, RegExp])[] = [
    [
      { do: 'run' },
      { with: rate('a.achievedPerSecond') },
      'with.load.rate',
      /a number .*"achievedPerSecond" .*did you mean achieved\.perSecond\?/,
    ],
    [{ do: 'run' }, { with: rate('a.achieved') }, 'with.load.rate', /got "achieved", which is none .*achieved\./],
    [{ do: 'run' }, { with: rate('a.target') }, 'with.load.rate', /got "target", which is none/],
    [{ do: 'discover' }, { with: rate('a.estimate') }, 'with.load.rate', /did you mean estimatePerSecond\?/],
    [{ do: 'run' }, { if: 'a.ok and not a.result.bogus > 3' }, 'if', /in the answer of a, got "bogus"/],
    [{ do: 'run' }, { if: 'a.result.objectives.0.mett == true' }, 'if', /did you mean objectives\.0\.met\?/],
  ];
  for (const [earlier, later, key, expected] of wrong) {
    const [problem, ...others] = checked(earlier, later);
    assert.deepEqual(others, []);
    assert.equal(problem?.path, `steps[1] (b): ${key}`);
    assert.match(`${problem.message} (${problem.hint})`, expected);
  }
  const right: readonly (readonly [object, string, string | null])[] = [
    [{ do: 'run' }, 'achieved.perSecond', "a.result.objectives.2.met == false and a.result.target == 'x'"],
    [{ do: 'run' }, 'responseTimeMs.p99', 'a.result.objectives.0.value < 5 or a.result.validity.valid == true'],
    [{ do: 'discover' }, 'interval95.1', 'a.result.estimatePerSecond >= 100'],
    [{ do: 'discover', with: { discovery: { axis: 'work' }, load: { workload: 'fibonacci' } } }, 'heaviestLevel', null],
    [{ do: 'monitor', config: 'watch.json' }, 'servers.0.cpuPercent.max', null],
  ];
  for (const [earlier, key, condition] of right) {
    const later = { with: rate(`a.${key}`), ...(condition === null ? {} : { if: condition }) };
    assert.deepEqual(checked(earlier, later), [], key);
  }
});

test('a search that has no time to judge anything is told before the first step begins', (context) => {
  const search = { do: 'discover', config: url, with: { objectives: ['p99 < 75ms'], discovery: { budget: '5s' } } };
  const reader = readerOf(context, { steps: [{ do: 'run', config: url }, search] });
  const check = checkSteps(reader.plan, reader);
  assert.deepEqual(check.kind === 'problems' ? check.problems.map(({ path }) => path) : [], [
    'steps[1] (discover): discovery.budget',
  ]);
});

test('a baseline and a cool-down watch, the one for a while and the other until rest', (context) => {
  const rest = command(readerOf(context, { steps: [{ do: 'baseline' }] }));
  assert.ok(rest.command === 'monitor');
  assert.equal(rest.config.monitor.durationMs, 15_000);
  assert.equal(rest.untilRest, null);
  const cool = command(
    readerOf(context, { steps: [{ do: 'baseline' }, { do: 'cool-down', with: { monitor: { duration: '9s' } } }] }),
  );
  assert.ok(cool.command === 'monitor');
  assert.equal(cool.config.monitor.durationMs, 9000);
  assert.equal(cool.untilRest, '/sessions/x.sqlite');
});

test('a report is about the session of its step, and stays in the folder of the run unless it says where', (context) => {
  const steps = [
    { name: 'a', do: 'run', config: url },
    { name: 'page', do: 'report', of: 'a', with: { format: 'md' } },
  ];
  const report = command(readerOf(context, { steps }));
  assert.ok(report.command === 'report');
  assert.deepEqual(report.positionals, ['/sessions/x.sqlite']);
  assert.equal(report.settings.reportFile, '/runs/1/page.md');
  const named = readerOf(context, {
    steps: [steps[0], { name: 'page', do: 'report', of: 'a', with: { output: 'a.html' } }],
  });
  const there = command(named);
  assert.equal(there.command === 'report' && there.settings.reportFile, join(named.folder, 'a.html'));
});

test('every problem names its step', (context) => {
  const reader = readerOf(context, {
    steps: [
      { name: 'a', do: 'run', config: url, with: { load: { rate: 'fast' } } },
      { name: 'b', do: 'run', config: 'missing.json' },
      { name: 'c', do: 'report', of: 'a', with: { format: 'pdf', colour: 'red' } },
      { name: 'd', do: 'discover', config: url, with: { objectivs: [] } },
    ],
  });
  const checked = checkSteps(reader.plan, reader);
  assert.ok(checked.kind === 'problems');
  assert.deepEqual(
    checked.problems.map(({ path }) => path.replace(/\/.*\//, '')),
    [
      'steps[0] (a): load.rate',
      'steps[1] (b): missing.json',
      'steps[2] (c): with.colour',
      'steps[2] (c): --format',
      'steps[3] (d): objectivs',
    ],
  );
});

test('a host that nobody has named is not loaded by any step', (context) => {
  const steps = [
    { do: 'run', config: 'http://api.example.org/', with: { load: { rate: 5 }, discovery: { 'max-rate': 50 } } },
  ];
  const reader = readerOf(context, { steps });
  const reading = readFirst(reader);
  assert.ok(reading.kind === 'unconfirmed');
  assert.deepEqual(reading.hosts, ['api.example.org']);
  const allowed = readFirst({ ...reader, allowed: new Set(['api.example.org']) });
  assert.equal(allowed.kind, 'ok');
  const elsewhere = readFirst({ ...reader, allowed: new Set(['example.org']) });
  assert.equal(elsewhere.kind, 'unconfirmed');
});

test('the bounds of a foreign host hold for every step: without a highest rate it is refused', (context) => {
  const reader = readerOf(context, { steps: [{ do: 'discover', config: 'http://api.example.org/' }] });
  assert.ok(problems(reader).some(({ message }) => /highest rate|max-rate/.test(message)));
});

for (const output of [
  '../up.html',
  '/etc/up.html',
  'a/../../up.html',
  'missing/a.html',
  '-',
  '',
  'a\u0000.html',
  'a\n.html',
  'page',
]) {
  test(`refuses the output ${JSON.stringify(output)} of a plan`, (context) => {
    const steps = [
      { name: 'a', do: 'run', config: url },
      { do: 'report', of: 'a', with: { output } },
    ];
    assert.deepEqual(
      problems(readerOf(context, { steps })).map(({ path }) => path),
      ['steps[1] (report): with.output'],
    );
  });
}

test('an output does not leave the folder of the plan by a link', (context) => {
  const steps = [
    { name: 'a', do: 'run', config: url },
    { do: 'report', of: 'a', with: { output: 'away/x.html' } },
  ];
  const reader = readerOf(context, { steps });
  const elsewhere = mkdtempSync(join(tmpdir(), 'plimsoll-elsewhere-'));
  context.after(() => rmSync(elsewhere, { recursive: true, force: true }));
  symlinkSync(elsewhere, join(reader.folder, 'away'));
  assert.match(problems(reader)[0]?.message ?? '', /expected a file below the plan/);
  rmSync(join(reader.folder, 'away'));
  mkdirSync(join(reader.folder, 'away'));
  assert.equal(readFirst(reader).kind, 'ok');
  symlinkSync(join(elsewhere, 'x.html'), join(reader.folder, 'away', 'x.html'));
  assert.match(problems(reader)[0]?.message ?? '', /expected a file below the plan/);
});

test('nothing that a plan says becomes a flag of another kind', (context) => {
  const first = { name: 'a', do: 'run', config: url };
  for (const step of [
    { do: 'report', of: 'a', with: { format: 'html --output=/tmp/x' } },
    { do: 'report', of: 'a', with: { 'format=html --output': '/tmp/x' } },
    { do: 'report', of: 'a', with: { chart: ['latency', { a: 1 }] } },
    { do: 'report', of: 'a', with: { sessions: '/tmp' } },
    { do: 'compare', of: ['a', 'a'], with: { trend: 'x' } },
    { do: 'run', config: '--output=/tmp/x' },
    { do: 'run', config: '$(touch /tmp/x)' },
    { do: 'run', config: '; rm -rf /' },
  ]) {
    assert.equal(readFirst(readerOf(context, { steps: [first, step] })).kind, 'problems', JSON.stringify(step));
  }
  const dashed = command(readerOf(context, { steps: [{ do: 'export', of: 'session:--output=/tmp/x' }] }));
  assert.ok(dashed.command === 'export');
  assert.deepEqual(dashed.positionals, ['--output=/tmp/x']);
  assert.equal(dashed.settings.exportFile, '/runs/1/export.ndjson');
});

test('a request for help is no setting', (context) => {
  const reader = readerOf(context, { steps: [{ do: 'run', config: url }] });
  assert.equal(problems({ ...reader, flags: ['--help'] })[0]?.path, 'steps[0] (run): with');
});
