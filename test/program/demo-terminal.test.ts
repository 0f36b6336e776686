import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readSession } from '../../source/record/read-session.js';
import { runProgram } from '../helpers/program.js';
import { openTerminal } from '../helpers/terminal.js';

let folder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-terminal-'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('the demo is driven by its keys, and gives the terminal back', { timeout: 120_000 }, async (t) => {
  const sessions = join(folder, 'keys');
  const terminal = openTerminal(['demo', '--sessions', sessions], { columns: 120, rows: 40 });
  t.after(terminal.close);
  // The panes: a server with its readings, the streams with their circuits, the search under way.
  await terminal.waitFor(/here/);
  assert.equal(terminal.onAlternateScreen(), true);
  await terminal.waitFor(/worker-1[\s\S]*closed/);
  await terminal.waitFor(/warm-up/);
  await terminal.waitFor(/warming|running/i);

  terminal.press('?');
  await terminal.waitFor(/freeze/i);
  terminal.press('?');

  terminal.press('P');
  await terminal.waitFor(/paused/i);
  terminal.press('P');
  await terminal.waitFor(/resumed/);

  terminal.press(' ');
  await terminal.waitFor(/FROZEN/);
  terminal.press(' ');
  await terminal.waitFor(/LIVE/);

  terminal.press('+');
  await terminal.waitFor(/the search chooses the rate/);

  terminal.press('X');
  await terminal.waitFor(/\by\b/);
  terminal.press('y');
  await terminal.waitFor(/finished/i);

  terminal.press('q');
  const { exitCode } = await terminal.ended;
  assert.equal(terminal.onAlternateScreen(), false);
  assert.match(terminal.bytes().slice(-2000), /\x1b\[\?25h/, 'the cursor is shown again');
  assert.match(terminal.scrollback(), /session recorded/);
  assert.doesNotMatch(terminal.scrollback(), /^\s+at .+:\d+/m);
  assert.ok([0, 3].includes(exitCode), `stopped before or after a line was known, got ${exitCode}`);

  const [session] = JSON.parse((await runProgram(['sessions', '--json', '--sessions', sessions])).stdout);
  assert.equal(session.kind, 'demo');
  assert.equal(session.state, 'complete');
});

test('a lost terminal ends the session properly, and the demo cluster with it', { timeout: 60_000 }, async (t) => {
  const sessions = join(folder, 'lost');
  const terminal = openTerminal(['demo', '--sessions', sessions], { columns: 120, rows: 40 });
  t.after(terminal.close);
  // Both workers have told of themselves.
  await terminal.waitFor(/\d\.\d m\w+\/s[\s\S]*\d\.\d m\w+\/s/);
  terminal.kill('SIGHUP');
  await terminal.ended;
  const [session] = JSON.parse((await runProgram(['sessions', '--json', '--sessions', sessions])).stdout);
  assert.equal(session.state, 'complete');
  const pids = workerPids(session.file);
  assert.equal(pids.length >= 2, true);
  for (const pid of pids)
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' }, `worker ${pid} outlived the demo`);
});

/** The processes of the built-in target, as its own metrics told them. */
function workerPids(file: string): readonly number[] {
  const reading = readSession(file);
  if (reading.kind !== 'ok') return assert.fail(reading.reason);
  try {
    const samples = [...reading.events()].flatMap((event) => (event.kind === 'stream/sample' ? [event.sample] : []));
    return [...new Set(samples.flatMap(({ values }) => (typeof values.pid === 'number' ? [values.pid] : [])))];
  } finally {
    reading.close();
  }
}
