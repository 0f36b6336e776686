import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parquetReadObjects } from 'hyparquet';
import { comparisonResultSchema, trendResultSchema } from '../../source/report/compare/comparison-schema.js';
import { runProgram } from '../helpers/program.js';
import { projectRoot } from '../helpers/project-root.js';
import { recordRun } from '../helpers/recorded-run.js';
import { isInstalled } from '../helpers/server-program.js';
import { simulateRun, slowed } from '../helpers/simulated-run.js';
import { scenarioNamed } from '../helpers/simulated-scenarios.js';
import { withFolder } from '../record/helpers.js';

const { target } = scenarioNamed('mmc8');
const cells = (seed: number, factor = 1) => simulateRun(slowed(target, factor), 400, 30, seed);
const startedAt = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T12:00:00.000Z`;

/** A folder with three sessions of one target: a baseline, the same again, and a slower one. */
async function withSessions(use: (folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    recordRun(folder, { id: 'base1', cells: cells(1), perSecond: 400, startedAt: startedAt(1) });
    recordRun(folder, { id: 'again2', cells: cells(2), perSecond: 400, startedAt: startedAt(2) });
    recordRun(folder, { id: 'slow3', cells: cells(3, 1.2), perSecond: 400, startedAt: startedAt(3) });
    await use(folder);
  });
}

test('comparing ends with an exit code for scripts, and says why in one sentence', () =>
  withSessions(async (folder) => {
    const compare = (...args: readonly string[]) => runProgram(['compare', ...args, '--sessions', folder]);
    const same = await compare('base', 'again');
    assert.equal(same.code, 0, same.stderr);
    assert.match(same.stdout, /^same: again2 is not told apart from base1/m);
    const worse = await compare('base', 'slow3', '--output', '-');
    assert.equal(worse.code, 1);
    const result = comparisonResultSchema.parse(JSON.parse(worse.stdout));
    assert.equal(result.verdict, 'regression');
    assert.match(result.sentence, /^slow3 is worse than base1: p50 at 400\/s is /);
    assert.equal((await compare('base', 'slow3', '--fail-on', 'never')).code, 0);
    assert.equal((await compare('slow3', 'base')).code, 0);
    assert.equal((await compare('slow3', 'base', '--fail-on', 'difference')).code, 1);
    assert.equal((await compare('base', 'slow3', '--noise-band', '60%')).code, 0);
  }));

test('what cannot be compared ends with 3, and what is not there with 2', () =>
  withSessions(async (folder) => {
    recordRun(folder, { id: 'other', cells: cells(4), perSecond: 450, startedAt: startedAt(4) });
    const compare = (...args: readonly string[]) => runProgram(['compare', ...args, '--sessions', folder]);
    const apart = await compare('base', 'other');
    assert.equal(apart.code, 3);
    assert.match(apart.stdout, /No rate was held by both: the baseline held 400\/s, the candidate 450\/s/);
    const missing = await compare('base', 'nowhere');
    assert.deepEqual([missing.code, missing.stdout], [2, '']);
    assert.match(missing.stderr, /expected the id of a session/);
    assert.equal((await compare('base')).code, 2);
  }));

test('a regression ends with 1 whatever else could not be compared', () =>
  withSessions(async (folder) => {
    recordRun(folder, { id: 'other', cells: cells(4), perSecond: 450, startedAt: startedAt(4) });
    const codeOf = async (...args: readonly string[]) =>
      (await runProgram(['compare', ...args, '--sessions', folder])).code;
    assert.equal(await codeOf('base', 'slow3', 'other'), 1);
    assert.equal(await codeOf('base', 'other', 'slow3'), 1);
    assert.equal(await codeOf('base', 'again', 'other'), 3);
    assert.equal(await codeOf('base', 'slow3', 'other', '--fail-on', 'never'), 3);
    assert.equal(await codeOf('slow3', 'base', 'other', '--fail-on', 'difference'), 1);
  }));

test('sessions of one target are followed over time', () =>
  withFolder(async (folder) => {
    for (let day = 1; day <= 12; day++) {
      recordRun(folder, {
        id: `d${day}`,
        cells: cells(day, day > 6 ? 1.3 : 1),
        perSecond: 400,
        startedAt: startedAt(day),
      });
    }
    const trend = (...args: readonly string[]) =>
      runProgram(['compare', '--trend', 'http://127.0.0.1:8080/', '--sessions', folder, ...args]);
    const text = await trend();
    assert.equal(text.code, 1, text.stderr);
    assert.match(
      text.stdout,
      /^regression: Since d7, 2026-01-07T12:00:00\.000Z, the p99 at 400\/s of .* is \d+\.\d % higher/,
    );
    assert.match(text.stdout, /^worse from d7 \(2026-01-07T12:00:00\) on: /m);
    const result = trendResultSchema.parse(JSON.parse((await trend('--output', '-')).stdout));
    assert.deepEqual(
      result.series.map(({ points }) => points.length),
      [12],
    );
    const none = await runProgram(['compare', '--trend', 'nothing', '--sessions', folder]);
    assert.equal(none.code, 2);
  }));

test('an export goes to a pipe or a file, and other programs read it', () =>
  withSessions(async (folder) => {
    const lines = await runProgram(['export', 'base', '--sessions', folder]);
    assert.equal(lines.code, 0, lines.stderr);
    const kinds = lines.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
    assert.equal(kinds.filter((kind) => kind === 'load/interval').length, 31);
    const file = join(folder, 'out.parquet');
    const written = await runProgram(['export', 'base', '--format', 'parquet', '--output', file, '--sessions', folder]);
    assert.equal(written.code, 0, written.stderr);
    const bytes = readFileSync(file);
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    });
    assert.equal(rows.length, 31);
    const refused = await runProgram(['export', '--sessions', folder]);
    assert.equal(refused.code, 2);
  }));

test(
  'jq reads what is exported, whatever the size of a pipe',
  { skip: isInstalled('jq') ? false : 'jq is not installed' },
  () =>
    withSessions(async (folder) => {
      const cli = join(projectRoot, 'dist', 'source', 'cli.js');
      const command = `"${process.execPath}" "${cli}" export base --sessions "${folder}" | jq -s 'map(select(.kind == "load/interval") | .interval.sent) | add'`;
      const { status, stderr, stdout } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8', timeout: 60_000 });
      assert.equal(status, 0, stderr);
      const first = cells(1);
      assert.equal(
        Number(stdout),
        first.reduce((sum, cell) => sum + cell.due, first[0]!.due),
      );
    }),
);

test(
  'SQLite reads the CSV that is exported',
  { skip: isInstalled('sqlite3') ? false : 'sqlite3 is not installed' },
  () =>
    withSessions(async (folder) => {
      const file = join(folder, 'out.csv');
      await runProgram(['export', 'base', '--format', 'csv', '--output', file, '--sessions', folder]);
      const { stdout } = spawnSync(
        'sqlite3',
        [':memory:', '.mode csv', `.import ${file} t`, 'select count(*), sum(bad_status) from t'],
        { encoding: 'utf8', timeout: 60_000 },
      );
      assert.equal(stdout.trim(), '31,0');
    }),
);

test("other programs' results become sessions that can be listed and compared", () =>
  withFolder(async (folder) => {
    const fixtures = join(projectRoot, 'test', 'fixtures', 'import');
    const imported = await runProgram([
      'import',
      join(fixtures, 'wrk.txt'),
      join(fixtures, 'wrk-errors.txt'),
      '--sessions',
      folder,
    ]);
    assert.equal(imported.code, 0, imported.stderr);
    assert.match(imported.stdout, /^[0-9a-f]{8} Imported from wrk \(wrk\.txt\): 59,404 requests in 3 s/);
    assert.match(imported.stderr, /coordinated omission/);
    const listed = JSON.parse((await runProgram(['sessions', '--json', '--sessions', folder])).stdout);
    assert.deepEqual(
      listed.map(({ kind, state }: { kind: string; state: string }) => [kind, state]),
      [
        ['imported', 'complete'],
        ['imported', 'complete'],
      ],
    );
    const ids = imported.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 8));
    const compared = await runProgram(['compare', ...ids, '--sessions', folder]);
    assert.equal(compared.code, 0, compared.stderr);
    assert.match(compared.stdout, /^throughput +19,671\/s +n\/a +748,868\/s/m);
    const wrong = await runProgram(['import', join(fixtures, 'wrk.txt'), '--from', 'k6', '--sessions', folder]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /expected results of k6, got some of wrk/);
  }));

test('imported sessions are known as such, and by the program that measured them', () =>
  withFolder(async (folder) => {
    const file = join(projectRoot, 'test', 'fixtures', 'import', 'k6.ndjson');
    const { code, stderr } = await runProgram(['import', file, '--name', 'nightly', '--sessions', folder]);
    assert.equal(code, 0, stderr);
    recordRun(folder, { id: 'own', cells: cells(1), perSecond: 400, startedAt: startedAt(1) });
    const of = async (...args: readonly string[]) => (await runProgram([...args, '--sessions', folder])).stdout;
    assert.match(await of('sessions'), /imported \(k6\) +complete +nightly/);
    assert.deepEqual(
      JSON.parse(await of('sessions', '--kind', 'imported', '--json')).map(
        ({ importedFrom, name }: { importedFrom: string; name: string }) => [importedFrom, name],
      ),
      [['k6', 'nightly']],
    );
    assert.doesNotMatch(await of('sessions', '--kind', 'run'), /k6/);
    const shown = await of('sessions', 'show', 'last');
    assert.match(shown, /^session +[0-9a-f]{8}, imported, complete$/m);
    assert.match(shown, /^result +Imported from k6 \(k6\.ndjson\): 60 requests in/m);
    assert.match(shown, /^about it +k6 measured this, and plimsoll did not/m);
    const told = JSON.parse(await of('sessions', 'show', 'last', '--json')).imported;
    assert.equal(told.figures.requests, 60);
  }));

test('results come through a pipe as well as out of a file', () =>
  withFolder(async (folder) => {
    const file = join(projectRoot, 'test', 'fixtures', 'import', 'k6.ndjson');
    const piped = spawnSync(
      'bash',
      [
        '-c',
        '"$0" "$1" import - --sessions "$3" < <(cat "$2") && "$0" "$1" import <(cat "$2") --sessions "$3"',
        process.execPath,
        join(projectRoot, 'dist', 'source', 'cli.js'),
        file,
        folder,
      ],
      { encoding: 'utf8', timeout: 60_000 },
    );
    assert.equal(piped.status, 0, piped.stderr);
    assert.match(piped.stdout, /k6 \(stdin\): 60 requests[^\n]*\n[0-9a-f]{8} Imported from k6 \(pipe\): 60 requests/);
    const refused = await runProgram(['import', folder, '--sessions', folder]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /expected a file that can be read: it is a folder/);
  }));

test('a login in the URL of results is nowhere in the session', () =>
  withFolder(async (folder) => {
    const printed = readFileSync(join(projectRoot, 'test', 'fixtures', 'import', 'wrk.txt'), 'utf8');
    const file = join(folder, 'wrk.txt');
    writeFileSync(file, printed.replace('@ http://', '@ http://bob77:hunter2@'));
    assert.equal((await runProgram(['import', file, '--sessions', folder])).code, 0);
    const [recorded] = readdirSync(folder).filter((name) => name.endsWith('.sqlite'));
    const bytes = readFileSync(join(folder, recorded!), 'latin1');
    assert.match(bytes, /http:\/\/\(not kept\)@127/);
    assert.doesNotMatch(bytes, /bob77|hunter2/);
  }));
