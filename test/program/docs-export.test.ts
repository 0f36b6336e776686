import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { documentedEnv } from '../helpers/documented.js';
import { runProgram } from '../helpers/program.js';
import { projectRoot } from '../helpers/project-root.js';
import { recordRun } from '../helpers/recorded-run.js';
import { isInstalled } from '../helpers/server-program.js';
import { simulateRun } from '../helpers/simulated-run.js';
import { scenarioNamed } from '../helpers/simulated-scenarios.js';
import { withFolder } from '../record/helpers.js';

const text = readFileSync(join(projectRoot, 'docs', 'export.md'), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]!);

/** Whether everything that a block calls is there; Python counts as there with the package that is wanted. */
function canRun(block: string): boolean {
  if (block.includes('pandas')) {
    return spawnSync('python3', ['-c', 'import pandas, pyarrow'], { timeout: 20_000 }).status === 0;
  }
  return ['jq', 'sqlite3', 'duckdb', 'promtool'].every(
    (tool) => !new RegExp(`(^|\\| )${tool}\\b`, 'm').test(block) || isInstalled(tool),
  );
}

function record(folder: string): string {
  const cells = simulateRun(scenarioNamed('mmc8').target, 200, 12, 1);
  return recordRun(folder, { id: 'documented', cells, perSecond: 200 });
}

test('what the documentation of exports shows works as it is written', () =>
  withFolder((folder) => {
    const sessions = join(folder, 'state', 'plimsoll', 'sessions');
    mkdirSync(sessions, { recursive: true });
    record(sessions);
    const env = documentedEnv(folder);
    const shown = blocks('sh');
    assert.ok(shown.length >= 7);
    for (const block of shown.filter(canRun)) {
      const { status, stderr, stdout } = spawnSync('/bin/sh', ['-e', '-c', block], {
        cwd: folder,
        env,
        encoding: 'utf8',
        timeout: 60_000,
      });
      assert.equal(status, 0, `${block}\n${stdout}\n${stderr}`);
    }
  }));

test('the analysis in the documentation answers', () =>
  withFolder(async (folder) => {
    const [example] = blocks('js');
    const module = join(folder, 'mine.mjs');
    // As the text says of a folder that plimsoll is not installed in.
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(projectRoot, join(folder, 'node_modules', 'plimsoll'));
    writeFileSync(module, example!);
    record(folder);
    const report = (...args: readonly string[]) =>
      runProgram(['report', 'documented', '--analysis', module, '--sessions', folder, ...args]);
    const text = await report();
    assert.equal(text.code, 0, text.stderr);
    assert.match(text.stdout, /^# p99\.9 by rate\n\n## p99\.9\n\n\| session \| rate per second \| ms \|/);
    const { tables } = JSON.parse((await report('--format', 'json')).stdout);
    assert.deepEqual(tables[0].rows[0].slice(0, 2), ['documented', 200]);
    assert.ok(tables[0].rows[0][2] > 20);
    assert.match((await report('--format', 'csv')).stdout, /^session,rate per second,ms\ndocumented,200,\d/);
    assert.match(
      (await report('--format', 'svg')).stderr,
      /expected md, json or csv for an analysis of your own, got svg/,
    );
  }));

test('an analysis that cannot be used is a sentence, and nothing is written', () =>
  withFolder(async (folder) => {
    const module = join(folder, 'mine.mjs');
    writeFileSync(module, 'export default { name: "n", run() { console.log("printed"); throw new Error("no"); } };');
    record(folder);
    const { code, stderr, stdout } = await runProgram(['report', 'last', '--analysis', module, '--sessions', folder]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /printed: printed; return what is to be shown as lines/);
    assert.match(stderr, /cannot be used: expected it to return \{lines, tables\}, but it threw: no/);
  }));
