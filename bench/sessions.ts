import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Row, tableText } from './load/table.js';
import { costRows } from './sessions/cost-rows.js';
import { killRows } from './sessions/kill-rows.js';
import { replayRows, replayStreamRows } from './sessions/replay-rows.js';
import { reportRows } from './sessions/report-rows.js';
import { sizeRows } from './sessions/size-rows.js';

/**
 * What recorded sessions cost, and what they survive: `npm run bench:sessions`, about ten minutes. `--seconds N` makes each
 * measurement of the main thread longer, `--kills N` the loop of kills, `--only NAMES` runs parts: size, report, cost, kill,
 * replay, replay-streams.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    kills: { type: 'string', default: '200' },
    only: { type: 'string' },
  },
});
const seconds = Math.min(3600, Math.max(5, Number(values.seconds)));
const kills = Math.min(10_000, Math.max(1, Number(values.kills)));
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));

const measurements: Readonly<Record<string, () => Promise<readonly Row[]> | readonly Row[]>> = {
  size: () => sizeRows(folder),
  report: () => reportRows(folder),
  cost: () => costRows(folder, seconds),
  kill: () => killRows(folder, kills),
  replay: () => replayRows(folder),
  'replay-streams': () => replayStreamRows(folder),
};

const rows: Row[] = [];
try {
  for (const part of values.only?.split(',') ?? Object.keys(measurements)) {
    const measure = measurements[part];
    if (measure === undefined) {
      throw new Error(`There is no part ${part}; there are ${Object.keys(measurements).join(', ')}.`);
    }
    process.stderr.write(`measuring: ${part}\n`);
    rows.push(...(await measure()));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${tableText(rows)}\n`);
process.exit(0);
