// Run by `npm run screens`: draws the screens of the documentation anew from the real program, looking for the load line of
// the built-in target. Look at the pictures before committing them.
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from './terminal/watched.js';

const root = join(import.meta.dirname, '..', '..');
const cli = join(root, 'dist', 'source', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-screens-'));
const command = `cd '${folder}' && exec '${process.execPath}' '${cli}' demo --sessions '${folder}'`;
const child = watch(['sh', '-c', command], 120, 40, /plimsoll/);
/** A whole search, and the time a machine takes that others use too. */
const patienceMs = 240_000;

/** Has the program write what is on its screen, and keeps it under a name. */
async function keep(name: string): Promise<void> {
  const before = new Set(readdirSync(folder));
  child.press('w');
  await child.until(/written: /, true);
  const written = readdirSync(folder).find((file) => file.endsWith('.svg') && !before.has(file));
  if (written === undefined) throw new Error(`expected a picture for ${name}, got none`);
  copyFileSync(join(folder, written), join(root, 'docs', 'screens', `${name}.svg`));
  process.stderr.write(`${name}\n`);
  // Pictures are named by the second, and the sentence about the last one is not to be on the next.
  await child.until(/written: /, false, 10_000);
}

async function at(columns: number, rows: number): Promise<void> {
  child.resize(columns, rows);
  await sleep(500);
}

try {
  await child.until(/bisect|verify|✓ finished/, true, patienceMs);
  if (child.shows(/✓ finished/))
    throw new Error('expected a search to draw, got none: this machine is too busy for one');
  await sleep(8000);
  await keep('demo-120x40');
  await at(200, 60);
  await keep('demo-200x60');
  await at(80, 24);
  await keep('demo-80x24');
  await at(120, 40);
  for (let turn = 0; turn < 12; turn++) child.press(',');
  await child.until(/FROZEN -00:1/, true);
  await keep('demo-walk-120x40');
  child.press(' ');
  await child.until(/✓ finished/, true, patienceMs);
  await sleep(1000);
  await keep('demo-answer-120x40');
} finally {
  child.kill();
  await child.ended;
  rmSync(folder, { recursive: true, force: true });
}
