import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTerminal } from '../helpers/terminal.js';

test('everything is written once and in order, however much there is and whoever writes from a callback', async (t) => {
  const terminal = openTerminal([], { program: join(import.meta.dirname, '..', 'helpers', 'writing-program.js') });
  t.after(terminal.close);
  const { exitCode } = await terminal.ended;
  assert.equal(exitCode, 0);
  const numbers = [...terminal.bytes().matchAll(/<(\d+)>/g)].map(([, number]) => Number(number));
  assert.deepEqual(
    numbers,
    Array.from({ length: 400 }, (_, index) => index),
  );
});

test('a pipe is written to as well', () => {
  const program = join(import.meta.dirname, '..', 'helpers', 'writing-program.js');
  const { stdout, status } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
  assert.equal(status, 0);
  assert.equal(stdout.match(/<\d+>/g)?.length, 400);
});
