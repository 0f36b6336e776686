import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createSystemClock } from '../../source/time/clock.js';
import { tryModule } from '../../source/workload/try-module.js';

/** What is said of a module with that code. */
async function said(code: string, limitMs?: number): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-module-'));
  try {
    const file = join(folder, 'module.mjs');
    writeFileSync(file, code);
    return await tryModule(pathToFileURL(file).href, createSystemClock(), limitMs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a module that loads, and one that says why it cannot, are left to who brings them in', async () => {
  assert.equal(await said("console.log('hello'); export default {};"), null);
  assert.equal(await said("throw new Error('no');"), null);
  assert.equal(await said('export default ;;'), null);
});

test('a module that never ends is given up', async () => {
  assert.match(`${await said('for (;;);', 300)}`, /to load within 0\.3 s, but it did not/);
});

test('a module that waits for nothing, or ends the process, is told', async () => {
  assert.match(`${await said('await new Promise(() => {});')}`, /waits for something that never comes/);
  assert.match(`${await said('process.exit(7);')}`, /ended the process \(with code 7\)/);
});
