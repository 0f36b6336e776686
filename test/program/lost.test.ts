import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { okAnswer, startScriptedServer } from '../helpers/http-servers.js';
import { runProgram, startProgram } from '../helpers/program.js';
import { projectRoot } from '../helpers/project-root.js';
import { cliPath, openTerminal } from '../helpers/terminal.js';

let folder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-lost-'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

async function onlySession(sessions: string): Promise<{ readonly state: string }> {
  const list = JSON.parse((await runProgram(['sessions', '--json', '--sessions', sessions])).stdout);
  assert.equal(list.length, 1);
  return list[0];
}

test('a reader that goes away does not cost the run, its exit code or its record', async (t) => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  t.after(server.stop);
  const sessions = join(folder, 'pipe');
  const url = `http://127.0.0.1:${server.port}/`;
  const child = spawn(
    process.execPath,
    [cliPath, 'run', url, '--rate', '50', '--duration', '2s', '--headless', '--sessions', sessions],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // As `2>&1 | head -1` does: the first line is read, then nobody reads any more.
  child.stderr.once('data', () => {
    child.stderr.destroy();
    child.stdout.destroy();
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  // 3 on a machine so busy that the generator was late; nobody reads why.
  assert.ok(code === 0 || code === 3, String(code));
  assert.equal((await onlySession(sessions)).state, 'complete');
});

test('a target that dies in the middle of a search is told as gone, not as overrun', async (t) => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  t.after(server.stop);
  const program = startProgram([
    'discover',
    `http://127.0.0.1:${server.port}/`,
    ...['--objective', 'p99 < 100ms', '--max-rate', '400', '--start-rate', '50', '--effort', 'quick'],
    ...['--headless', '--sessions', join(folder, 'gone')],
  ]);
  await program.said(/warm-up at \d+\/s for/);
  await server.stop();
  const ended = await program.ended;
  assert.equal(ended.code, 3, ended.stderr);
  assert.match(ended.stdout, /stopped answering before its load line was found/);
  assert.match(ended.stderr, /the target is gone/);
});

test('ctrl-z pauses the load, and it goes on where it was when the program does', { timeout: 60_000 }, async (t) => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  t.after(server.stop);
  const sessions = join(folder, 'suspended');
  const args = ['run', `http://127.0.0.1:${server.port}/`, '--rate', '100', '--duration', '60s'];
  const terminal = openTerminal([...args, '--sessions', sessions], { columns: 120, rows: 40 });
  t.after(terminal.close);
  await terminal.waitFor(/running[\s\S]*achieved +\d+/);
  terminal.press('\x1a');
  await terminal.stopped();
  await terminal.leftScreen();
  terminal.kill('SIGCONT');
  await terminal.waitFor(/resumed/);
  assert.match(terminal.text(), /paused/);
  terminal.press('q');
  await terminal.waitFor(/yes/);
  terminal.press('y');
  await terminal.ended;
  // What was due while nothing ran was not sent: nothing came in one heap.
  assert.equal((await onlySession(sessions)).state, 'complete');
});
