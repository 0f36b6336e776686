import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { okAnswer, type ScriptedServer, startScriptedServer } from '../helpers/http-servers.js';
import { runProgram } from '../helpers/program.js';
import { openTerminal, type Terminal, type TerminalOptions } from '../helpers/terminal.js';

let folder = '';
let server: ScriptedServer;
let url = '';

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-options-'));
  server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  url = `http://127.0.0.1:${server.port}/`;
});

after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function open(t: TestContext, args: readonly string[], options: TerminalOptions = {}): Terminal {
  const terminal = openTerminal([...args, '--sessions', folder], options);
  t.after(terminal.close);
  return terminal;
}

const colour = /\u001b\[(?:[\d;]*;)?(?:3[0-7]|9[0-7]|38)[;m]/;

test('a screen looks as its flags say, and its keys are those of the config file', { timeout: 60_000 }, async (t) => {
  const config = join(folder, 'keys.json');
  const keys = { freeze: ['f', 'f5'], help: ['?', 'f1'] };
  writeFileSync(config, JSON.stringify({ servers: [{ name: 'here', address: 'local' }], screen: { keys } }));
  const looks = ['--theme', 'mono', '--glyphs', 'ascii', '--pane', 'servers', '--mouse'];
  const terminal = open(t, ['monitor', config, ...looks]);
  const text = await terminal.waitFor(/here .*%/);
  assert.match(text, /^[ -~\n]*$/);
  assert.match(text, /3 servers/);
  assert.doesNotMatch(text, /6 events/);
  assert.match(text, /f f5 freeze/);
  assert.doesNotMatch(terminal.bytes(), colour);
  assert.match(terminal.bytes(), /\u001b\[\?1000h/);
  terminal.press('f');
  await terminal.waitFor(/FROZEN/);
  terminal.press('\u001b[15~');
  await terminal.waitFor(/\* LIVE/);
  terminal.press('\u001bOP');
  await terminal.waitFor(/Freeze the display/);
  terminal.press('\u0003');
  await terminal.ended;
});

test('there are as many colours as the flag, the environment or the terminal says', { timeout: 60_000 }, async (t) => {
  const shown = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> => {
    const terminal = open(t, ['monitor', '--theme', 'okabe-ito', ...args], { env });
    await terminal.waitFor(/here .*%/);
    terminal.press('q');
    await terminal.ended;
    return terminal.bytes();
  };
  const [never, sixteen, many, exact] = await Promise.all([
    shown([], { NO_COLOR: '1' }),
    shown(['--color', '16'], { NO_COLOR: '1' }),
    shown([], { COLORTERM: '' }),
    shown([], { COLORTERM: 'truecolor' }),
  ]);
  assert.doesNotMatch(never, colour);
  assert.match(sixteen, /\u001b\[36m/);
  assert.doesNotMatch(sixteen, /38;[25];/);
  assert.match(many, /38;5;74/);
  assert.match(exact, /38;2;86;180;233/);
});

test('a viewer that may only watch changes no load, and is asked before it ends one', {
  timeout: 60_000,
}, async (t) => {
  const terminal = open(t, ['run', url, '--rate', '20', '--duration', '120s', '--read-only']);
  const text = await terminal.waitFor(/READ-ONLY[\s\S]*running/);
  assert.doesNotMatch(text, /P pause/);
  terminal.press('P');
  await terminal.waitFor(/this viewer may only watch/);
  terminal.press(' ');
  await terminal.waitFor(/FROZEN {2}.*READ-ONLY/);
  terminal.press(' ');
  terminal.press(':');
  await terminal.waitFor(/tab completes/);
  for (const key of 'stop\r') terminal.press(key);
  await terminal.waitFor(/this viewer may only watch/);
  assert.match(terminal.text(), /running/);
  terminal.press('q');
  await terminal.waitFor(/Stop it and quit\?/);
  terminal.press('y');
  const { exitCode } = await terminal.ended;
  assert.equal(exitCode, 130);
});

test('sentences in place of a screen go to stdout, without a single code in them', { timeout: 60_000 }, async () => {
  const args = ['run', url, '--rate', '20', '--duration', '1s', '--plain', '--sessions', folder];
  const { stdout, stderr } = await runProgram(args);
  assert.match(stdout, /^00:00 session: run of http/);
  assert.match(stdout, /run: .* to finished by plan/);
  assert.doesNotMatch(stdout, /[^\n\P{C}]/u);
  assert.match(stderr, /session recorded/);
  const piped = await runProgram([...args, '--output', '-']);
  assert.equal((JSON.parse(piped.stdout) as { readonly kind: string }).kind, 'run');
  assert.match(piped.stderr, /run: .* to finished by plan/);
});

test('a dumb terminal gets sentences and no code at all, and is steered by lines', { timeout: 60_000 }, async (t) => {
  const args = ['run', url, '--rate', '20', '--duration', '120s'];
  const terminal = open(t, args, { env: { TERM: 'dumb' } });
  await terminal.waitFor(/type a command and enter/);
  await terminal.waitFor(/to running by plan/);
  terminal.press('mark hello\r');
  await terminal.waitFor(/mark: hello/);
  terminal.press('pause\r');
  await terminal.waitFor(/running to paused by key/);
  terminal.press('quit\r');
  await terminal.waitFor(/Stop it and quit\? y or n/);
  terminal.press('y\r');
  await terminal.ended;
  assert.match(terminal.bytes(), /session: run of/);
  assert.doesNotMatch(terminal.bytes(), /\u001b/);
});

test('a wrong look is refused with what was meant, before anything is sent', { timeout: 60_000 }, async () => {
  const { code, stderr } = await runProgram(['run', url, '--theme', 'okabe', '--fps', '0', '--pane', 'lod']);
  assert.equal(code, 2);
  assert.match(stderr, /--theme: expected default, okabe-ito or mono, got "okabe"/);
  assert.match(stderr, /--fps: expected a whole number from 1 to 30, got "0"/);
  assert.match(stderr, /--pane: expected a pane, got "lod".*did you mean load\?/s);
});
