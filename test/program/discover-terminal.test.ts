import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { okAnswer, startScriptedServer } from '../helpers/http-servers.js';
import { openTerminal } from '../helpers/terminal.js';

test('a search is followed, paused, resumed and accepted in its pane, and ends with its answer', {
  timeout: 120_000,
}, async (t) => {
  const sessions = mkdtempSync(join(tmpdir(), 'plimsoll-discover-'));
  t.after(() => rmSync(sessions, { recursive: true, force: true }));
  const { port, stop } = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  t.after(stop);
  const url = `http://127.0.0.1:${port}/`;
  const terminal = openTerminal([
    ...['discover', url, '--objective', 'p90 < 900ms', '--start-rate', '30', '--max-rate', '40'],
    ...['--effort', 'quick', '--budget', '90s', '--sessions', sessions],
  ]);
  t.after(terminal.close);
  // The phase, the rate under trial, and the time that it will still take.
  await terminal.waitFor(/▶ warm-up/);
  await terminal.waitFor(/best so far - .* used 00:\d\d, about 0\d:\d\d left/);
  await terminal.waitFor(/▶ trying 30\.0\/s {2}warm-up/);
  // There is nothing yet that could be accepted.
  await terminal.waitFor(/P pause {2}C cool {2}X stop/);

  terminal.press('P');
  await terminal.waitFor(/■ paused/);
  assert.match(terminal.text(), /▶ warm-up/, 'the search waits where it is');
  await terminal.waitFor(/P resume/);
  terminal.press('P');
  await terminal.waitFor(/paused to warming by key: resumed/);

  // The bracket: what was met, and nothing that was missed.
  await terminal.waitFor(/▶ ramp/, 60_000);
  await terminal.waitFor(/P pause .*A accept {2}X stop/);
  await terminal.waitFor(/best so far 40\.0\/s/, 60_000);
  await terminal.waitFor(/40 ━*[━✓?░╌]+ \?/);
  await terminal.waitFor(/✓ meets +40\.0\/s +bad 0 %/);

  await terminal.waitFor(/▶ verify/, 60_000);
  terminal.press('A');
  const answer = await terminal.waitFor(/the load line ─.*enter closes/);
  assert.match(answer, /Stopped before the load line of http:\/\/127\.0\.0\.1:\d+\/ was found/);
  await terminal.waitFor(/✓ finished/);
  await terminal.waitFor(/the search is done/);
  terminal.press('\r');
  await terminal.waitUntil('the answer was closed', () => !terminal.text().includes('enter closes'));
  terminal.press('q');
  const { exitCode } = await terminal.ended;
  assert.equal(exitCode, 3, 'no line is known');
  assert.equal(terminal.onAlternateScreen(), false);
  assert.match(terminal.scrollback(), /Stopped before the load line/);
});
