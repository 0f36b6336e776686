import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { okAnswer, startScriptedServer } from '../helpers/http-servers.js';
import { cliPath, openTerminal, type Terminal, type TerminalOptions } from '../helpers/terminal.js';

let folder = '';
let config = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-screen-'));
  config = join(folder, 'watch.json');
  writeFileSync(config, JSON.stringify({ servers: [{ name: 'here', address: 'local' }] }));
});

after(() => rmSync(folder, { recursive: true, force: true }));

/** With the mouse on, so that there is more to be given back. */
function monitor(t: TestContext, options: TerminalOptions = {}): Terminal {
  const terminal = openTerminal(['monitor', config, '--mouse', '--sessions', join(folder, 'sessions')], options);
  t.after(terminal.close);
  return terminal;
}

function assertGivenBack(terminal: Terminal): void {
  assert.equal(terminal.onAlternateScreen(), false);
  assert.deepEqual(terminal.modes(), { wraps: true, marksPaste: false, tellsClicks: false });
  const bytes = terminal.bytes();
  assert.ok(bytes.lastIndexOf('\u001b[?25h') > bytes.lastIndexOf('\u001b[?25l'), 'the cursor is shown');
}

test('a live watch can be walked back through, marked and gone back to live', { timeout: 60_000 }, async (t) => {
  const terminal = monitor(t, { cwd: folder });
  await terminal.waitFor(/here .*%/);
  await terminal.waitFor(/00:03/);
  terminal.press('\u001b[D');
  await terminal.waitFor(/FROZEN -00:0\d/);
  terminal.press('\u001b[D\u001b[D');
  const walked = await terminal.waitFor(/FROZEN -00:0[2-9]/);
  assert.match(walked, /here/);
  terminal.press(' ');
  await terminal.waitFor(/● LIVE/);
  terminal.press(':');
  await terminal.waitFor(/tab completes/);
  for (const key of 'mark canary out') terminal.press(key);
  await terminal.waitFor(/:mark canary out/);
  terminal.press('\r');
  await terminal.waitFor(/mark +canary out/);
  terminal.press('w');
  await terminal.waitFor(/written: plimsoll-.*\.txt/);
  const [text] = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  assert.match(readFileSync(join(folder, text ?? ''), 'utf8'), /plimsoll .* LIVE/);
  terminal.press('q');
  await terminal.ended;
  assertGivenBack(terminal);
});

test('not one byte is written while the display is frozen, whatever goes on', { timeout: 60_000 }, async (t) => {
  const waiting: { readonly at: number; readonly resolve: () => void }[] = [];
  const server = await startScriptedServer(({ index }, reply) => {
    for (const { at, resolve } of waiting) if (index >= at) resolve();
    reply.write(okAnswer);
  });
  t.after(server.stop);
  const more = (requests: number): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ at: server.requests.length + requests, resolve });
    });
  const url = `http://127.0.0.1:${server.port}/`;
  const args = ['run', url, '--rate', '50', '--duration', '120s', '--sessions', join(folder, 'sessions')];
  const terminal = openTerminal(args);
  t.after(terminal.close);
  await terminal.waitFor(/running 00:02/);
  terminal.press(' ');
  // The last line of the frame: what comes behind it is on its way while the next requests are.
  await terminal.waitFor(/FROZEN[\s\S]*go live/);
  await more(25);
  const before = terminal.bytes();
  await more(200);
  assert.equal(terminal.bytes(), before);
  terminal.press(' ');
  await terminal.waitFor(/● LIVE.*running 00:0[6-9]/);
  terminal.press('\u0003');
  await terminal.ended;
});

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const) {
  test(`the terminal is given back at ${signal}`, { timeout: 60_000 }, async (t) => {
    const terminal = monitor(t);
    await terminal.waitFor(/here .*%/);
    terminal.kill(signal);
    await terminal.ended;
    assertGivenBack(terminal);
  });
}

for (const [how, trace] of [
  ['thrown', /thrown on purpose/],
  ['rejected', /rejected on purpose/],
  ['exit', null],
] as const) {
  test(`the terminal is given back when the program fails: ${how}`, { timeout: 60_000 }, async (t) => {
    const program = join(import.meta.dirname, '..', 'helpers', 'failing-app.js');
    const terminal = openTerminal([how], { program });
    t.after(terminal.close);
    const { exitCode } = await terminal.ended;
    assert.notEqual(exitCode, 0);
    assertGivenBack(terminal);
    assert.match(terminal.bytes(), /\u001b\[\?1049h/, 'it was up before');
    if (trace !== null) assert.match(terminal.scrollback(), trace, 'the trace stands on the normal screen');
  });
}

test('ctrl-z gives the terminal back and stops, and going on draws everything anew', { timeout: 60_000 }, async (t) => {
  const terminal = monitor(t);
  await terminal.waitFor(/here .*%/);
  terminal.press('\u001a');
  await terminal.stopped();
  await terminal.waitUntil('the normal screen was back', () => !terminal.onAlternateScreen());
  terminal.resize(100, 30);
  terminal.kill('SIGCONT');
  await terminal.waitUntil('the screen was taken again', () => terminal.onAlternateScreen());
  await terminal.waitFor(/here .*%[\s\S]*q quit/);
  assert.equal(terminal.rows().length, 30);
  terminal.press('\u0003');
  await terminal.ended;
  assertGivenBack(terminal);
});

test('a link that has stalled blocks nothing: the program goes on, and ends when it is told to', {
  timeout: 60_000,
}, async (t) => {
  const terminal = monitor(t, { columns: 200, rows: 60 });
  await terminal.waitFor(/here .*%/);
  terminal.stall();
  // Whole frames, far more than fits between the two.
  for (let turn = 0; turn < 100; turn++) terminal.press('\u000c');
  terminal.press('2');
  terminal.resume();
  await terminal.waitFor(/this session has no latency pane/);
  terminal.stall();
  for (let turn = 0; turn < 100; turn++) terminal.press('\u000c');
  terminal.kill('SIGTERM');
  // Its end is told by the process, not by a terminal that nobody reads.
  await terminal.gone();
});

test('a window that is resized has exactly what fits', { timeout: 60_000 }, async (t) => {
  const terminal = monitor(t);
  await terminal.waitFor(/here .*%/);
  for (const [columns, rows] of [
    [80, 24],
    [60, 12],
    [40, 8],
    [132, 50],
  ] as const) {
    terminal.resize(columns, rows);
    await terminal.waitFor(columns >= 60 ? /q quit/ : /live/);
    await terminal.waitFor(/here/);
    assert.ok(terminal.rows().every((row) => row.length <= columns));
  }
  terminal.press('q');
  await terminal.ended;
});

const hasTmux = spawnSync('tmux', ['-V']).error === undefined;

test('draws inside of tmux', { timeout: 60_000, skip: hasTmux ? false : 'tmux is not installed' }, async (t) => {
  const socket = join(folder, 'tmux');
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  const sessions = join(folder, 'tmux-sessions');
  const command = [process.execPath, cliPath, 'monitor', config, '--sessions', sessions].join(' ');
  tmux('new-session', '-d', '-x', '120', '-y', '40', `env LANG=C.UTF-8 ${command}; cat`);
  t.after(() => spawnSync('tmux', ['-S', socket, 'kill-server']));
  const deadlineMs = performance.now() + 20_000;
  const until = (pattern: RegExp): void => {
    while (!pattern.test(tmux('capture-pane', '-p'))) {
      if (performance.now() > deadlineMs) assert.fail(`never saw ${pattern}:\n${tmux('capture-pane', '-p')}`);
    }
  };
  until(/here .*%/);
  tmux('send-keys', '?');
  until(/Freeze the display/);
  // One after the other: an escape and what follows it at once is a key held with alt.
  tmux('send-keys', 'Escape');
  until(/here .*%/);
  tmux('send-keys', 'Space');
  until(/FROZEN/);
  tmux('send-keys', 'q');
  until(/session recorded/);
});
