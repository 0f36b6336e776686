import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { openTerminal, type Terminal } from '../helpers/terminal.js';
import { longHead, longSession } from '../replay/helpers/long-session.js';
import { record } from '../replay/helpers/recorded.js';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-replay-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const of = { seconds: 130, servers: 2, streams: 1 };
record(folder, longHead(of), longSession(of));

function replay(context: TestContext, ...args: readonly string[]): Terminal {
  const terminal = openTerminal(['replay', 'long', '--sessions', folder, ...args], { columns: 140, rows: 40 });
  context.after(() => terminal.close());
  return terminal;
}

/** Types a command into the palette, key by key: more at once would be taken for pasted text. */
async function command(terminal: Terminal, text: string): Promise<void> {
  terminal.press(':');
  await terminal.waitFor('tab completes');
  for (const key of text) terminal.press(key);
  await terminal.waitFor(`:${text}`);
  terminal.press('\r');
}

/** The terminal is as it was: nothing of the screen, of its modes and of pasting is left. */
function assertGivenBack(terminal: Terminal): void {
  assert.equal(terminal.onAlternateScreen(), false);
  assert.deepEqual(terminal.modes(), { wraps: true, marksPaste: false });
}

test('a recording is played, paused, walked through and left, and the terminal is given back', {
  timeout: 60_000,
}, async (t) => {
  const terminal = replay(t);
  await terminal.waitFor(/REPLAY 1x .* of 02:10/);
  terminal.press(' ');
  await terminal.waitFor('paused');
  await command(terminal, 'seek 1:05');
  await terminal.waitFor(/60 of 126 .* 01:05 of 02:10/);
  await terminal.waitFor(/api-2 .*%/);
  terminal.press('.');
  await terminal.waitFor(/61 of 126 .* 01:05 of/);
  terminal.press(',');
  await terminal.waitFor(/60 of 126 .* 01:04 of/);
  terminal.press('n');
  await terminal.waitFor(/deployed at 100/);
  await terminal.waitFor(/01:40 of 02:10/);
  terminal.press('(');
  await terminal.waitFor(/measure/);
  await terminal.waitFor(/01:00 of 02:10/);
  terminal.press('}}');
  await terminal.waitFor(/REPLAY 4x/);
  terminal.press('{');
  await terminal.waitFor(/REPLAY 2x/);
  // Load keys have nobody to reach.
  terminal.press('S');
  await terminal.waitFor('this is a recording');
  terminal.press('\u001b[F');
  await terminal.waitFor(/REPLAY 2x {2}end/);
  terminal.press(' ');
  await terminal.waitFor(/00:0\d of 02:10/);
  terminal.press('q');
  assert.deepEqual(await terminal.ended, { exitCode: 0, signal: 0 });
  assertGivenBack(terminal);
});
