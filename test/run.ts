import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs every compiled test, or those whose path contains an argument, with node's own runner. One file at a time: most
 * of the engines' tests measure, and two cores shared by several measuring tests would measure each other.
 */
const folder = import.meta.dirname;
const wanted = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.js'))
  .filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)))
  .map((path) => join(folder, path))
  .sort();
if (files.length === 0) {
  // Without files node's runner would look for tests by itself, and find helpers too.
  process.stderr.write(`expected a part of the path of a test, got ${wanted.join(' ')}: no test has it\n`);
  process.exitCode = 2;
} else {
  const run = spawnSync(process.execPath, ['--test', '--test-concurrency=1', '--test-timeout=300000', ...files], {
    stdio: 'inherit',
  });
  process.exitCode = run.status ?? 1;
}
