import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DatasetsReading, readDatasets } from '../../source/commands/read-datasets.js';
import type { Config } from '../../source/config/config.js';
import { resolveConfig } from '../../source/config/resolve.js';

function configOf(jobs: Partial<Config['jobs']>): Config {
  const reading = resolveConfig({ command: {}, file: {}, flags: {} });
  assert.ok(reading.kind === 'ok');
  return { ...reading.config, jobs: { ...reading.config.jobs, ...jobs } };
}

function levelsOf(reading: DatasetsReading) {
  assert.ok(reading.kind === 'ok', JSON.stringify(reading));
  return reading.levels;
}

const noFiles = (): never => assert.fail('no file is read');

test('without files, datasets of graduated size are made, the same for the same seed', () => {
  const levels = levelsOf(readDatasets(configOf({ levels: 3, rows: 100, columns: 4 }), noFiles));
  assert.deepEqual(
    levels.map(({ level, rows, columns }) => [level, rows, columns]),
    [
      ['level 1', 100, 4],
      ['level 2', 168, 5],
      ['level 3', 283, 6],
    ],
  );
  const again = levelsOf(readDatasets(configOf({ levels: 3, rows: 100, columns: 4 }), noFiles));
  assert.equal(levels[1]?.csv(0), again[1]?.csv(0));
  assert.equal(levels[0]?.csv(0).trim().split('\n').length, 101);
});

test('jobs that run together get datasets of their own', () => {
  const [level] = levelsOf(readDatasets(configOf({ levels: 1, rows: 50, columns: 3 }), noFiles));
  assert.equal(new Set([0, 1, 2].map((copy) => level?.csv(copy))).size, 3);
});

test('more values than anybody would want to upload are refused', () => {
  const reading = readDatasets(configOf({ levels: 20 }), noFiles);
  assert.ok(reading.kind === 'problems');
  assert.match(
    reading.problems[0]!.message,
    /^expected at most 5000000 values in the heaviest dataset, got \d+ after 20/,
  );
});

test('files are levels in their order, with or without a header, and their size is counted', () => {
  const files: Readonly<Record<string, string>> = {
    'a/small.csv': 'x,y\n1,2\n3,4\n\n',
    'big.csv': '1,2,3\n4,5,6\n7,8,9',
  };
  const levels = levelsOf(readDatasets(configOf({ datasets: Object.keys(files) }), (path) => files[path]!));
  assert.deepEqual(
    levels.map(({ level, rows, columns }) => [level, rows, columns]),
    [
      ['1 small.csv', 2, 2],
      ['2 big.csv', 3, 3],
    ],
  );
  assert.equal(levels[0]?.csv(1), files['a/small.csv']);
});

test('everything that is wrong with files is told at once', () => {
  const reading = readDatasets(configOf({ datasets: ['gone.csv', 'empty.csv'] }), (path) => {
    if (path === 'empty.csv') return '\n\n';
    throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
  });
  assert.ok(reading.kind === 'problems');
  assert.deepEqual(
    reading.problems.map(({ path }) => path),
    ['--dataset gone.csv', '--dataset empty.csv'],
  );
});
