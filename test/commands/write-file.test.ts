import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { writeFile } from '../../source/commands/write-file.js';
import { projectRoot } from '../helpers/project-root.js';
import { withFolder } from '../record/helpers.js';

test('of a file that could not be written to its end nothing is left', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'page.html');
    const module = pathToFileURL(join(projectRoot, 'dist', 'source', 'commands', 'write-file.js')).href;
    // The limit of a file's size stands in for a full disk. Node ignores the signal.
    for (const write of [
      `writeFile('${file}', 'x'.repeat(1e6))`,
      `await streamToFile(Readable.from(['x'.repeat(5e4), 'x'.repeat(1e6)]), '${file}')`,
    ]) {
      const imports = `import { streamToFile, writeFile } from '${module}'; import { Readable } from 'node:stream';`;
      const code = `${imports} try { ${write}; } catch (error) { console.log(error.code); }`;
      const { stdout } = spawnSync(
        '/bin/sh',
        ['-c', 'trap "" XFSZ; ulimit -f 100; exec "$0" --input-type=module -e "$1"', process.execPath, code],
        { encoding: 'utf8', timeout: 60_000 },
      );
      assert.equal(stdout.trim(), 'EFBIG', write);
      assert.equal(existsSync(file), false, write);
    }
  }));

test(
  'what may not be written stays as it is',
  { skip: process.getuid?.() === 0 ? 'root may write anything' : false },
  () =>
    withFolder(async (folder) => {
      const file = join(folder, 'page.html');
      writeFileSync(file, 'before');
      chmodSync(file, 0o400);
      assert.throws(() => writeFile(file, 'after'), { code: 'EACCES' });
      assert.equal(readFileSync(file, 'utf8'), 'before');
    }),
);

test('a device is written to, and is not removed where it takes nothing', () => {
  assert.throws(() => writeFile('/dev/full', 'x'), { code: 'ENOSPC' });
  assert.ok(existsSync('/dev/full'));
});
