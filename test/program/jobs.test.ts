import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Ajv } from 'ajv';
import { startDemoCluster } from '../../source/demo/demo-cluster.js';
import type { MetricDifference, MetricSnapshot } from '../../source/measure/metric-snapshot.js';
import type { JobsResult } from '../../source/model/job.js';
import { readSession } from '../../source/record/read-session.js';
import { reduce } from '../../source/store/reduce.js';
import { selectAnswer } from '../../source/store/selectors/answer.js';
import { selectJobs } from '../../source/store/selectors/jobs.js';
import { initialView } from '../../source/store/state.js';
import { runProgram } from '../helpers/program.js';
import { projectRoot } from '../helpers/project-root.js';
import { openTerminal } from '../helpers/terminal.js';

async function startTarget(context: TestContext): Promise<{ readonly url: string; readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-jobs-'));
  const cluster = await startDemoCluster({ workers: 2 });
  context.after(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { url: `${cluster.url}/`, folder };
}

test('jobs on the built-in target are trained, followed, judged and kept in the session', async (context) => {
  const { url, folder } = await startTarget(context);
  const file = join(folder, 'jobs.json');
  const ended = await runProgram([
    ...['jobs', url, '--levels', '2', '--rows', '1200', '--growth', '1.5', '--at-once', '2'],
    ...[
      '--cool-down',
      '0s',
      '--metrics-file',
      join(folder, 'metrics.json'),
      '--headless',
      '--output',
      file,
      '--sessions',
      folder,
    ],
  ]);
  const answer: JobsResult = JSON.parse(readFileSync(file, 'utf8'));
  const schema = JSON.parse(readFileSync(join(projectRoot, 'config', 'jobs-result.schema.json'), 'utf8'));
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  assert.ok(validate(answer), JSON.stringify(validate.errors, null, 2));
  assert.deepEqual(
    answer.levels.map(({ jobs }) => jobs.map(({ state }) => state)),
    [
      ['done', 'done'],
      ['done', 'done'],
    ],
  );
  for (const { accuracy, heard, id } of answer.levels.flatMap(({ jobs }) => jobs)) {
    assert.match(id ?? '', /^w[12]-/);
    assert.ok(accuracy !== null && accuracy > 0.85);
    assert.ok(heard.stream + heard.poll > 0);
  }
  for (const { check, evidence, verdict } of answer.authenticity) {
    if (check === 'counts-agree') assert.equal(verdict, 'authentic', evidence);
  }
  // Where other work fills this machine, it can't be seen who makes it busy: then 3 is the right answer.
  const isBusy = ended.code === 3 && answer.validity.reasons.every((reason) => reason.startsWith('No server shows'));
  assert.ok(ended.code === 0 || isBusy, ended.stderr + ended.stdout);
  assert.match(ended.stdout, /^http:.* did 4 of 4 training jobs at 2 of 2 levels/);
  assert.match(ended.stderr, /== 2 of 2: level 2, \d+ rows of \d+ columns, 2 jobs at once/);

  const metrics: { full: MetricSnapshot; since: MetricDifference } = JSON.parse(
    readFileSync(join(folder, 'metrics.json'), 'utf8'),
  );
  const messages = metrics.full.counters.find(({ name }) => name === 'streams.messages');
  assert.ok(messages !== undefined && messages.value > 0);
  assert.equal(metrics.since.counters.find(({ name }) => name === 'streams.messages')?.added, messages.value);

  const [, recorded] = /session recorded: (.*)/.exec(ended.stderr) ?? [];
  const session = readSession(recorded ?? '');
  assert.ok(session.kind === 'ok', JSON.stringify(session));
  context.after(session.close);
  const view = [...session.events()].reduce(reduce, initialView);
  assert.equal(selectAnswer(view)?.sentence, answer.sentence);
  assert.equal(selectJobs(view, 0)?.levels.length, 2);
});

test('a session of jobs is watched and ended by its keys, and its metrics are kept', {
  timeout: 120_000,
}, async (context) => {
  const { url, folder } = await startTarget(context);
  // Long enough that the job is still under way, however fast the machine.
  const args = ['jobs', url, '--levels', '2', '--rows', '30000', '--growth', '1.1', '--sessions', folder];
  const terminal = openTerminal(args, { columns: 120, rows: 40, cwd: folder });
  context.after(terminal.close);
  await terminal.waitFor(/dataset jobs/);
  await terminal.waitFor(/job 1 training/);
  terminal.press('R');
  await terminal.waitFor(/circuits closed/);
  terminal.press(':');
  // Letter by letter: what comes in one piece is a paste, and no command.
  for (const [index, letter] of [...'metrics'].entries()) {
    terminal.press(letter);
    await terminal.waitFor(`:${'metrics'.slice(0, index + 1)}`);
  }
  terminal.press('\r');
  await terminal.waitFor(/written: plimsoll-.*-metrics\.json/);
  terminal.press('X');
  await terminal.waitFor(/\by\b/);
  terminal.press('y');
  await terminal.waitFor(/did 0 of 1 training job at 1 of 2 levels/);
  terminal.press('q');
  await terminal.ended;
  assert.match(terminal.scrollback(), /stopped before the last level/);
  const [file] = readdirSync(folder).filter((name) => name.endsWith('-metrics.json'));
  assert.equal(JSON.parse(readFileSync(join(folder, file ?? ''), 'utf8')).sampled, null);
});
