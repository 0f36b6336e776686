import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readProfile } from '../../source/config/profile.js';

const points = [
  { atMs: 0, perSecond: 50 },
  { atMs: 2_500, perSecond: 200 },
  { atMs: 2_500, perSecond: 0 },
  { atMs: 4_000, perSecond: 12.5 },
];

function faultsOf(text: string): readonly (readonly [number | string, string])[] {
  const reading = readProfile(text);
  return reading.kind === 'faulty'
    ? reading.faults.map(({ path, message }) => [path.join('.') === '' ? '' : Number(path[0]), message] as const)
    : assert.fail('it was accepted');
}

test('two columns are read, with a line of names or without, however their lines end', () => {
  const lines = ['0,50', '2.5,200', '2.5,0', '4,12.5'];
  for (const text of [
    lines.join('\n'),
    `seconds,rate\n${lines.join('\n')}\n`,
    `\ufeff"seconds","rate"\r\n${lines.join('\r\n')}\r\n\r\n`,
    `\n  \n${lines.map((line) => line.replace(',', ' , ')).join('\n\n')}`,
    lines
      .map((line) =>
        line
          .split(',')
          .map((cell) => `"${cell}"`)
          .join(','),
      )
      .join('\r'),
  ]) {
    assert.deepEqual(readProfile(text), { kind: 'ok', value: points }, JSON.stringify(text));
  }
});

test('every wrong line is told with its number', () => {
  assert.deepEqual(
    faultsOf('seconds,rate\n0,50\nfast,9\n2,-5\n\n3\n1,2,3').map(([line]) => line),
    [3, 4, 6, 7],
  );
  const [fault] = faultsOf('seconds,rate\n0,50\nfast,9\n2,1');
  assert.deepEqual(fault, [3, 'expected two numbers, seconds and rate, such as 12.5,300, got "fast,9"']);
});

test('what is no course of time or no rate is refused', () => {
  const rows: readonly (readonly [string, RegExp])[] = [
    ['5,50\n6,50', /first line to be at 0 seconds, got 5/],
    ['0,1\n4,1\n3,1', /never go back, got 3 after 4/],
    ['0,1\n4,1\n4,2\n4,3', /at most two lines at 4 seconds/],
    ['0,1\n700000,1', /at most 168 hours/],
    ['0,1\n1,1000001', /at most 1,000,000 a second/],
    ['0,0\n9,0', /a rate above 0 somewhere/],
    ['0,5', /at least two points in time, got 1/],
    ['0,5\n0,6', /at least two points in time/],
    ['', /at least two points/],
    ['seconds,rate', /at least two points/],
    ['seconds,rate\nseconds,rate', /expected two numbers/],
    [
      `0,1\n${'1,1\n2,1\n'.repeat(1)}${Array.from({ length: 10_001 }, (_, index) => `${index + 3},1`).join('\n')}`,
      /at most 10000 points/,
    ],
    ['x'.repeat(1_048_577), /at most 1 MiB/],
  ];
  for (const [text, expected] of rows) assert.match(JSON.stringify(faultsOf(text)), expected, text.slice(0, 40));
});

test('a file that is wrong throughout is told of in a few lines, and safely', () => {
  const faults = faultsOf('\u001b[2J,1\n'.repeat(1000));
  assert.equal(faults.length, 5);
  assert.doesNotMatch(JSON.stringify(faults), /\\u001b/);
});

test('any text at all is read or refused, never thrown over', () => {
  const line = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.tuple(fc.nat(99), fc.nat(99)).map(String));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const reading = readProfile(lines.join('\n'));
      if (reading.kind === 'faulty') assert.ok(reading.faults.length > 0);
      else assert.ok(reading.value.every(({ atMs }, index, all) => atMs >= (all[index - 1]?.atMs ?? 0)));
    }),
  );
});
