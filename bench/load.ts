import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freezeRows } from './load/freeze-rows.js';
import { memoryRows } from './load/memory-rows.js';
import { paceRows } from './load/pace-rows.js';
import { peakRows } from './load/peak-rows.js';
import { isPinned, startTarget } from './load/processes.js';
import { has } from './load/programs.js';
import { recorderRows } from './load/recorder-rows.js';
import { type Row, tableText } from './load/table.js';

/**
 * How exact and how cheap the load engine is, as the whole program and beside its peers in the same run: `npm run
 * bench:load`, about four minutes. Generator and target are pinned to a core each. `--minutes N` makes the run that
 * watches memory longer, `--only NAMES` runs parts: pace, peak, freeze, recorder, memory. Loopback only.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, only: { type: 'string' } } });
const parts = values.only?.split(',') ?? ['pace', 'peak', 'freeze', 'recorder', 'memory'];
const memorySeconds = Math.min(60, Math.max(0.2, Number(values.minutes))) * 60;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
const target = await startTarget();

if (!isPinned) say('taskset is missing: nothing is pinned to a core, and figures say less.');
if (!has.wrk) say('wrk is missing: install it with the system’s package manager to compare with it.');
if (!has.autocannon) say('autocannon is missing: npm install brings it.');

const measurements: Readonly<Record<string, () => Promise<Row[]> | Row[]>> = {
  pace: async () => [
    ...(await paceRows(target, folder, 1_000, 3, false)),
    ...(await paceRows(target, folder, 20_000, 3, true)),
  ],
  peak: () => peakRows(target, folder),
  freeze: () => freezeRows(target, folder),
  recorder: () => recorderRows(),
  memory: () => memoryRows(target, folder, memorySeconds),
};

const rows: Row[] = [];
try {
  for (const part of parts) {
    const measure = measurements[part];
    if (measure === undefined)
      throw new Error(`There is no part ${part}; there are ${Object.keys(measurements).join(', ')}.`);
    say(`measuring: ${part}`);
    rows.push(...(await measure()));
  }
} finally {
  target.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${tableText(rows)}\n`);

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
