import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readArguments } from '../../source/commands/arguments.js';
import { flagsOf, helpText } from '../../source/commands/help.js';
import { commandNames } from '../../source/config/option.js';
import type { Problem } from '../../source/model/problem.js';

function problemsOf(...argv: readonly string[]): readonly Problem[] {
  const read = readArguments(argv);
  return read.kind === 'problems' ? read.problems : assert.fail(JSON.stringify(read));
}

function flagsRead(...argv: readonly string[]): object {
  const read = readArguments(argv);
  return read.kind === 'command' ? read.flags : assert.fail(JSON.stringify(read));
}

test('a command, its target and its flags are read, in any order', () => {
  const expected = {
    kind: 'command',
    command: 'run',
    positionals: ['http://127.0.0.1:8080/'],
    flags: { rate: 20, duration: 8000, headless: true, output: '-' },
    values: { rate: '1200/min', duration: '8s', headless: true, output: '-' },
  };
  const flags = ['--rate', '1200/min', '--duration=8s', '--headless', '--output', '-'];
  assert.deepEqual(readArguments(['run', 'http://127.0.0.1:8080/', ...flags]), expected);
  assert.deepEqual(readArguments(['run', ...flags, 'http://127.0.0.1:8080/']), expected);
  assert.deepEqual(readArguments([...flags, 'run', 'http://127.0.0.1:8080/']), expected);
  assert.deepEqual(readArguments(['run', ...flags, '--', 'http://127.0.0.1:8080/']), expected);
});

test('repeatable flags gather, in order', () => {
  assert.deepEqual(
    flagsRead(
      'run',
      '--header',
      'a: 1',
      '--header',
      'b:2',
      '--allow',
      'h',
      '--allow',
      'i',
      '--objective',
      'errors < 1%',
    ),
    {
      headers: [
        ['a', '1'],
        ['b', '2'],
      ],
      allow: ['h', 'i'],
      objectives: [{ kind: 'errors', text: 'errors < 1%', limitRatio: 0.01 }],
    },
  );
});

test('the same flag means the key of its command', () => {
  assert.deepEqual(flagsRead('run', '--duration', '5s'), { duration: 5000 });
  assert.deepEqual(flagsRead('monitor', '--duration', '5s'), { watchDuration: 5000 });
});

test('a body keeps its quotes, its spaces and a dash at its beginning', () => {
  assert.deepEqual(flagsRead('run', '--body', '"quoted"'), { body: '"quoted"' });
  assert.deepEqual(flagsRead('run', '--body', ' {"a": 1} '), { body: ' {"a": 1} ' });
  assert.deepEqual(flagsRead('run', '--body=-x'), { body: '-x' });
  assert.deepEqual(flagsRead('run', '--body', ''), { body: '' });
});

test('an unknown flag is refused with the nearest, whatever its form', () => {
  const rows: readonly (readonly [readonly string[], string, RegExp])[] = [
    [['--ratee', '5'], '--ratee', /--rate\?/],
    [['--hedless'], '--hedless', /--headless\?/],
    [['--druation=5s'], '--druation', /--duration\?/],
    [['--maxRate', '5'], '--maxRate', /--max-rate\?/],
    [['--no-headles'], '--no-headles', /--headless\?/],
    [['--zebra'], '--zebra', /plimsoll run --help/],
    [['-rate', '5'], '-rate', /write --rate/],
    [['-x'], '-x', /plimsoll run --help/],
    [['--__proto__', 'x'], '--__proto__', /plimsoll run --help/],
    [['--constructor.prototype.polluted', 'x'], '--constructor.prototype.polluted', /plimsoll run --help/],
    [['--load.rate', '5'], '--load.rate', /--help|--rate/],
    [['--'.repeat(2)], '----', /--help/],
  ];
  for (const [argv, path, hint] of rows) {
    const problem = problemsOf('run', 'http://127.0.0.1/', ...argv).find((candidate) => candidate.path === path);
    assert.match(problem?.hint ?? '', hint, argv.join(' '));
  }
  assert.equal('polluted' in {}, false);
});

test('a flag of another command is refused, with the commands that have it', () => {
  const [problem] = problemsOf('run', 'http://127.0.0.1/', '--effort', 'quick');
  assert.equal(problem!.path, '--effort');
  assert.match(problem!.message, /demo, discover/);
  assert.match(problemsOf('sessions', '--headless')[0]!.message, /flag of sessions/);
});

test('a flag without its value is refused, with how to give one that begins with a dash', () => {
  for (const argv of [['--rate'], ['--rate', '--headless'], ['--rate='], ['--output']]) {
    const problems = problemsOf('run', 'http://127.0.0.1/', ...argv);
    assert.match(problems[0]!.message, /after it, got nothing/, argv.join(' '));
  }
  assert.match(problemsOf('run', '--body', '-x')[0]!.hint ?? '', /--body=VALUE/);
});

test('a flag that may come once is refused when it comes twice', () => {
  assert.deepEqual(problemsOf('run', '--rate', '5', '--rate', '6'), [
    { path: '--rate', message: 'expected it once, got it 2 times', hint: null },
  ]);
});

test('every wrong value is told at once, each under its flag', () => {
  const problems = problemsOf(
    'run',
    '--rate',
    'fast',
    '--duration',
    '5',
    '--seed',
    '-1',
    '--arrivals',
    'even',
    '--header',
    'x',
  );
  assert.deepEqual(problems.map(({ path }) => path).sort(), [
    '--arrivals',
    '--duration',
    '--header',
    '--rate',
    '--seed',
  ]);
});

test('a second URL or file is refused', () => {
  assert.match(problemsOf('run', 'http://127.0.0.1/', 'b.jsonc')[0]!.message, /"b\.jsonc" too/);
});

test('an unknown command is refused with the nearest, and a URL in its place with run', () => {
  assert.match(problemsOf('discovr')[0]!.hint ?? '', /discover/);
  assert.match(problemsOf('http://127.0.0.1/')[0]!.hint ?? '', /plimsoll run http/);
  assert.match(problemsOf('--headless')[0]!.message, /got none/);
  for (const name of ['__proto__', 'constructor', 'toString', '']) assert.equal(problemsOf(name)[0]!.path, 'command');
});

test('what is shown of an argument holds no control character', () => {
  const shown = JSON.stringify([
    problemsOf('run\u001b[2J'),
    problemsOf('run', '--\u001b]0;x\u0007'),
    problemsOf('run', 'http://127.0.0.1/', 'b\u009b'),
    problemsOf('run', '--rate', '\u001b'),
  ]);
  assert.doesNotMatch(shown, /\\u001b|\\u0007|\u009b/);
});

test('help is for the program or for the command that is named', () => {
  for (const argv of [[], ['--help'], ['-h'], ['help']]) {
    assert.deepEqual(readArguments(argv), { kind: 'help', text: helpText(null) }, argv.join(' '));
  }
  for (const argv of [
    ['run', '--help'],
    ['help', 'run'],
    ['--help', 'run'],
    ['run', '--zebra', '-h'],
  ]) {
    assert.deepEqual(readArguments(argv), { kind: 'help', text: helpText('run') }, argv.join(' '));
  }
});

test('the version is asked for by flag', () => {
  assert.deepEqual(readArguments(['--version']), { kind: 'version' });
  assert.deepEqual(readArguments(['-v']), { kind: 'version' });
});

test('every help fits 80 columns and names every flag of its command', () => {
  for (const command of [null, ...commandNames]) {
    const text = helpText(command);
    for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
    assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'));
    if (command === null) for (const name of commandNames) assert.match(text, new RegExp(`^  ${name} `, 'm'));
    else for (const { flag } of flagsOf(command)) assert.match(text, new RegExp(`^  --${flag} `, 'm'));
  }
});

test('no arguments whatever make the reader throw or end the process', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'run',
      'demo',
      '--rate',
      '--header',
      '-h',
      '--',
      '--headless',
      '-',
      '=',
      '--no-rate',
      '--output=',
      '5/s',
    ),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (argv) => {
      const read = readArguments(argv);
      assert.ok(read.kind !== 'problems' || read.problems.length > 0);
    }),
  );
});

for (const argv of [
  ['run', 'http://127.0.0.1:1/', '--duration', '-1s'],
  ['run', 'http://127.0.0.1:1/', '--timeout', '-5m', '--headless'],
  ['run', 'http://127.0.0.1:1/', '--rate', '-5'],
  ['run', 'http://127.0.0.1:1/', '-1s'],
]) {
  test(`a negative value is refused and not forgotten: ${argv.slice(2).join(' ')}`, () => {
    const read = readArguments(argv);
    assert.equal(read.kind, 'problems');
    assert.match(JSON.stringify(read), /-1s|-5m|-5/);
  });
}
