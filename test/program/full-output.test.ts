import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { test } from 'node:test';
import { cliPath } from '../helpers/terminal.js';
import { head, note, withFolder } from '../record/helpers.js';
import { record } from '../replay/helpers/recorded.js';

/** A file that is always full. */
const fullFile = '/dev/full';

test('an answer that stdout does not take, as it goes to a full disk, is told with the exit code of one not written', (context) => {
  if (!existsSync(fullFile)) return context.skip(`there is no ${fullFile}`);
  return withFolder((folder) => {
    const file = record(folder, head, [{ atMs: 0, kind: 'session/started', head }, note(1)]);
    const full = openSync(fullFile, 'w');
    try {
      for (const args of [['sessions'], ['sessions', 'show', file], ['verify', file], ['--version']]) {
        const words = args[0] === 'sessions' ? [...args, '--sessions', folder] : args;
        const { status, stderr } = spawnSync(process.execPath, [cliPath, ...words], {
          stdio: ['ignore', full, 'pipe'],
          encoding: 'utf8',
          timeout: 60_000,
        });
        assert.deepEqual(
          [status, stderr.match(/could not be written: .*ENOSPC/g)?.length],
          [2, 1],
          `${args.join(' ')}: ${stderr}`,
        );
      }
    } finally {
      closeSync(full);
    }
  });
});
