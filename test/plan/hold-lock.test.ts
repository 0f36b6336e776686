import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { holdLock } from '../../source/plan/hold-lock.js';
import { projectRoot } from '../helpers/project-root.js';

const holder = `
import { holdLock } from ${JSON.stringify(join(projectRoot, 'dist', 'source', 'plan', 'hold-lock.js'))};
process.stdout.write(holdLock(process.argv[1]).kind);
setInterval(() => {}, 1000);
`;

test('a lock is held by one process, whose number is told, and free again once that is killed', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-lock-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'lock');
  const child = spawn(process.execPath, ['--input-type=module', '-e', holder, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  context.after(() => child.kill('SIGKILL'));
  const [said] = await once(child.stdout, 'data');
  assert.equal(String(said), 'held');
  assert.deepEqual(holdLock(path), { kind: 'taken', pid: child.pid });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const again = holdLock(path);
  assert.equal(again.kind, 'held');
  assert.equal(holdLock(path).kind, 'taken');
  if (again.kind === 'held') {
    again.lock.release();
    again.lock.release();
  }
  const third = holdLock(path);
  assert.equal(third.kind, 'held');
  if (third.kind === 'held') third.lock.release();
});

test('a lock where nothing can be written is an error that says so', () => {
  assert.throws(() => holdLock('/nowhere/at/all/lock'), { code: 'no-lock', message: /expected a lock file/ });
});
