import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rows } from '../../source/model/work.js';
import { readFeeder } from '../../source/workload/read-feeder.js';
import { openRows } from '../../source/workload/rows.js';

function cells(rows: Rows): readonly (readonly string[])[] {
  const read = openRows(rows);
  return Array.from({ length: rows.count }, (_, row) => rows.columns.map((_name, column) => read(row, column)));
}

function rowsOf(path: string, text: string): Rows {
  const reading = readFeeder(path, text, '--feeder');
  return reading.kind === 'ok' ? reading.rows : assert.fail(JSON.stringify(reading.problems));
}

function told(path: string, text: string): string {
  const reading = readFeeder(path, text, 'feeder');
  if (reading.kind === 'ok') assert.fail(text);
  return reading.problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ');
}

test('CSV is read with its mark, its quotes, and any line ends', () => {
  const rows = rowsOf('a.CSV', '\ufeffuser, name \n1,"de Vries, ""Jo"""\r\n\n2,"two\nlines €"\r\n3,');
  assert.deepEqual(rows.columns, ['user', 'name']);
  assert.deepEqual(cells(rows), [
    ['1', 'de Vries, "Jo"'],
    ['2', 'two\nlines €'],
    ['3', ''],
  ]);
});

test('a JSON list of objects is read, whatever the order of their keys', () => {
  const rows = rowsOf('a.json', '[{"a": 1, "b": null}, {"b": true, "a": "x"}]');
  assert.deepEqual(
    [rows.columns, cells(rows)],
    [
      ['a', 'b'],
      [
        ['1', ''],
        ['x', 'true'],
      ],
    ],
  );
});

test('what keeps a file from being a feeder is said with its place', () => {
  const rows: readonly (readonly [path: string, text: string, RegExp])[] = [
    ['a.csv', '', /^feeder: .*got an empty file$/],
    ['a.csv', '\n\n', /got an empty file/],
    ['a.csv', 'a,b\n', /^feeder: expected rows below the column names, got none$/],
    ['a.csv', 'a,b\n1\n2,3\n4,5,6\n', /^feeder, line 2: expected 2 values.*got 1; feeder, line 4: .*got 3$/],
    ['a.csv', 'a,b,a\n1,2,3\n', /line 1: expected every column once, got "a" twice/],
    ['a.csv', 'a,\n1,2\n', /got none for column 2/],
    ['a.csv', 'a,level\n1,2\n', /other column names than level, size, arrival, client.*got "level"/],
    ['a.csv', 'a;b\n1;2\n', /line 1: expected columns separated by commas, got a line with ";" and no comma/],
    ['a.csv', 'a\tb\n1\t2\n', /got a line with tabs/],
    ['a.csv', 'a,{{b}}\n1,2\n', /without braces/],
    ['a.csv', 'a,b\n"1,2\n', /expected a closing double quote/],
    ['a.csv', 'a,b\n1"x,2\n', /line 2: expected no double quote inside a value/],
    ['a.csv', 'a,b\n"1"x,2\n', /line 2: expected a comma or a new line after a closing double quote/],
    ['a.csv', `a\n${'x'.repeat(2_000_000)}\n`, /expected rows of at most 1048576 characters/],
    ['a.json', '', /^feeder: expected JSON/],
    ['a.json', '[]', /expected rows, got an empty list/],
    ['a.json', '{"a": 1}', /got no list/],
    ['a.json', '[{}]', /got another first row/],
    ['a.json', '[{"a": 1}, {"b": 1}, 3]', /row 2: expected a value for "a".*row 3: expected an object/],
    ['a.json', '[{"a": 1}, {"a": 1, "b": 2}]', /row 2: expected the columns of the first row, got "b" too/],
    ['a.json', '[{"a": [1]}]', /row 1: expected text.*got a list/],
  ];
  for (const [path, text, expected] of rows) assert.match(told(path, text), expected, text.slice(0, 40));
});

test('only the first few faults are told', () => {
  assert.equal(told('a.csv', `a,b\n${'1\n'.repeat(100)}`).split(';').length, 5);
});

test('rows lie in memory that threads share, and are read there', () => {
  const rows = structuredClone(rowsOf('a.csv', 'a,b\nx,y\n'));
  assert.ok(rows.text instanceof SharedArrayBuffer && rows.ends instanceof SharedArrayBuffer);
  assert.deepEqual(cells(rows), [['x', 'y']]);
});

test('a million rows are read, and not one more', () => {
  const text = `a\n${'1\n'.repeat(1_000_000)}`;
  assert.equal(rowsOf('a.csv', text).count, 1_000_000);
  assert.match(told('a.csv', `${text}1\n`), /expected at most 1000000 rows, got more/);
});
