import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportWish } from '../../source/commands/export-wish.js';
import { endingOf } from '../../source/commands/file-ending.js';
import { type Settings, settingsOf } from '../../source/config/settings.js';
import { withFolder } from '../record/helpers.js';

const size = { columns: 80, rows: 24 };

function asked(changed: Partial<Settings>) {
  return exportWish({ ...settingsOf([]), ...changed });
}

function faultsOf(changed: Partial<Settings>): readonly string[] {
  const wish = asked(changed);
  return 'kind' in wish ? [] : wish.map(({ path, message }) => `${path}: ${message}`);
}

test('an export is what it is said to be, or what its file is called', () => {
  assert.deepEqual(asked({}), { kind: 'data', format: 'ndjson', table: 'intervals' });
  assert.deepEqual(asked({ table: 'servers' }), { kind: 'data', format: 'csv', table: 'servers' });
  assert.deepEqual(asked({ exportFile: 'x.parquet' }), { kind: 'data', format: 'parquet', table: 'intervals' });
  assert.deepEqual(asked({ exportFile: 'x.JSONL' }), { kind: 'data', format: 'ndjson', table: 'intervals' });
  assert.deepEqual(asked({ exportFile: 'x.cast' }), { kind: 'film', size: { columns: 120, rows: 40 } });
  assert.deepEqual(asked({ format: 'asciicast', size }), { kind: 'film', size });
  assert.deepEqual(asked({ exportFile: 'x.txt', format: 'openmetrics' }), {
    kind: 'data',
    format: 'openmetrics',
    table: 'intervals',
  });
});

test('a file whose ending is that of no format is refused, for it would be called what it is not', () => {
  assert.deepEqual(faultsOf({ exportFile: 'x.xlsx' }), [
    '--output: expected a file that ends in .ndjson, .jsonl, .csv, .parquet, .hlog, .openmetrics or .cast, got x.xlsx',
  ]);
});

test('what does not go together is refused rather than left out of account', () => {
  assert.deepEqual(faultsOf({ format: 'ndjson', table: 'servers' }), [
    '--table: expected no table for ndjson, got servers',
  ]);
  assert.deepEqual(faultsOf({ size }), ['--size: expected no size for ndjson, got 80x24']);
  assert.deepEqual(faultsOf({ exportFile: 'x.hlog', table: 'events', size }).length, 2);
});

test('stdout, folders, hidden files and dates have no ending', () =>
  withFolder((folder) => {
    const made = join(folder, 'charts.d');
    mkdirSync(made);
    for (const file of [null, '-', 'charts/', '/dev/full', '.profile', 'report-2026.01.05', made]) {
      assert.equal(endingOf(file), null, String(file));
    }
    assert.equal(endingOf('a.b/PAGE.Html'), 'html');
  }));
