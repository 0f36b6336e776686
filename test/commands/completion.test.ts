import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bashScript, fishScript, zshScript } from '../../source/commands/completion-scripts.js';
import { completionWords } from '../../source/commands/completion-words.js';
import { flagsOf } from '../../source/commands/help.js';
import { commandNames } from '../../source/config/option.js';
import { runProgram } from '../helpers/program.js';
import { shellSays, skipWithout } from '../helpers/shells.js';

const words = completionWords();
let folder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-completion-'));
  mkdirSync(join(folder, 'a folder'));
  writeFileSync(join(folder, 'a config.json'), '{}');
  writeFileSync(join(folder, 'plimsoll.bash'), bashScript(words));
  writeFileSync(join(folder, '_plimsoll'), zshScript(words));
  writeFileSync(join(folder, 'plimsoll.fish'), fishScript(words));
});
after(() => rmSync(folder, { recursive: true }));

/** What is typed, and some of what must and must not be offered. */
const rows: readonly {
  readonly typed: readonly string[];
  readonly has: readonly string[];
  readonly lacks: readonly string[];
}[] = [
  { typed: ['di'], has: ['discover'], lacks: ['run', 'demo'] },
  { typed: ['run', '--ra'], has: ['--rate', '--ramp'], lacks: ['--max-level', '--seed'] },
  { typed: ['monitor', '--d'], has: ['--duration'], lacks: ['--rate'] },
  { typed: ['run', '--arrivals', 'p'], has: ['poisson', 'paced'], lacks: ['discover'] },
  { typed: ['config', ''], has: ['show'], lacks: ['set'] },
  { typed: ['secret', 'ro'], has: ['rotate'], lacks: ['set'] },
  { typed: ['run', 'a'], has: ['a config.json'], lacks: ['plimsoll.bash'] },
  { typed: ['completion', ''], has: ['bash', 'zsh', 'fish'], lacks: ['run'] },
];

test('every command and every flag of the tables is among the words', () => {
  assert.deepEqual(
    words.map(({ name }) => name),
    commandNames,
  );
  for (const { name, flags } of words) {
    assert.deepEqual(
      flags.map(({ flag }) => flag),
      [...flagsOf(name).map(({ flag }) => `--${flag}`), '--help'],
    );
  }
});

/** What bash would offer for the words typed after the program's name. */
function bashOffers(typed: readonly string[]): readonly string[] {
  const script =
    'source ./plimsoll.bash; COMP_WORDS=(plimsoll "$@"); COMP_CWORD=$#; _plimsoll; printf "%s\\n" "$' +
    '{COMPREPLY[@]}"';
  return shellSays('bash', ['--norc', '-c', script, 'bash', ...typed], folder).split('\n');
}

const skipBash = skipWithout('bash');

for (const { typed, has, lacks } of rows) {
  test(`bash completes plimsoll ${typed.join(' ')}`, { skip: skipBash }, () => {
    const offered = bashOffers(typed);
    for (const word of has) assert.ok(offered.includes(word), `${word} of ${offered.join('|')}`);
    for (const word of lacks) assert.ok(!offered.includes(word), word);
  });
}

test('bash offers folders where one is meant, and a value behind an equals sign', { skip: skipBash }, () => {
  assert.ok(bashOffers(['run', '--sessions', 'a']).includes('a folder'));
  assert.ok(!bashOffers(['run', '--sessions', 'a']).includes('a config.json'));
  assert.ok(bashOffers(['run', '--arrivals', '=', 'pa']).includes('paced'));
  assert.ok(bashOffers(['run', '--arrivals', '=']).includes('paced'));
});

test('bash runs nothing of what is typed', { skip: skipBash }, () => {
  for (const typed of ['$(touch broken)', '`touch broken`', '; touch broken', "'; touch broken; '"]) {
    bashOffers(['run', typed]);
    bashOffers([typed, typed]);
  }
  assert.ok(!bashOffers(['run', 'brok']).includes('broken'));
});

for (const { typed, has, lacks } of rows) {
  test(`fish completes plimsoll ${typed.join(' ')}`, { skip: skipWithout('fish') }, () => {
    const line = `plimsoll ${typed.join(' ')}`;
    const said = shellSays('fish', ['--no-config', '-c', `source ./plimsoll.fish; complete -C '${line}'`], folder);
    const offered = said.split('\n').map((one) => one.split('\t')[0]!.replaceAll('\\', ''));
    for (const word of has) assert.ok(offered.includes(word), `${word} of ${said}`);
    for (const word of lacks) assert.ok(!offered.includes(word), word);
  });
}

test('zsh takes the script, and finds every command in it', { skip: skipWithout('zsh') }, () => {
  // Completion itself needs a line editor: what it would be given is caught at its two doors.
  const script = `
    compdef() { print -r -- "compdef $*" }
    source ./_plimsoll
    _describe() { print -rl -- "\${commands[@]}" }
    _arguments() { print -rl -- "$@" }
    words=(plimsoll di); CURRENT=2; _plimsoll
    for command in ${commandNames.join(' ')}; do
      words=(plimsoll $command --x); CURRENT=3; print -r -- "== $command"; _plimsoll
    done`;
  const said = shellSays('zsh', ['-f', '-c', script], folder);
  assert.match(said, /^compdef _plimsoll plimsoll$/m);
  for (const name of commandNames) {
    assert.match(said, new RegExp(`^${name}:`, 'm'));
    const part = said.slice(said.indexOf(`== ${name}\n`)).split('\n== ')[0]!;
    for (const { flag } of flagsOf(name)) assert.ok(part.includes(`*--${flag}`), `${name} --${flag}`);
  }
});

test('the program prints the script of a shell, and refuses any other', async () => {
  const printed = await runProgram(['completion', 'bash']);
  assert.equal(printed.stdout, bashScript(words));
  const refused = await runProgram(['completion', 'tcsh']);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /expected bash, zsh or fish, got "tcsh"/);
  assert.equal((await runProgram(['completion'])).code, 2);
});
