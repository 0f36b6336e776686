import { parseArgs } from 'node:util';
import { type Row, tableText } from './load/table.js';
import { breakerRows, hashRows, recordRows } from './streams/cost-rows.js';
import { loadRows } from './streams/load-rows.js';
import { serverRows } from './streams/server-rows.js';

/**
 * What metric streams cost, and the parts that they are made of: `npm run bench:streams`, about a minute and a half.
 * `--minutes N` makes the run that watches CPU and memory longer, `--only NAMES` runs parts: record, breaker, hash,
 * server, load. Loopback only.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, only: { type: 'string' } } });
const seconds = Math.min(60, Math.max(0.2, Number(values.minutes))) * 60;

const measurements: Readonly<Record<string, () => Promise<Row[]> | Row[]>> = {
  record: recordRows,
  breaker: breakerRows,
  hash: hashRows,
  server: serverRows,
  load: () => loadRows(seconds),
};

const rows: Row[] = [];
for (const part of values.only?.split(',') ?? Object.keys(measurements)) {
  const measure = measurements[part];
  if (measure === undefined) {
    throw new Error(`There is no part ${part}; there are ${Object.keys(measurements).join(', ')}.`);
  }
  process.stderr.write(`measuring: ${part}\n`);
  rows.push(...(await measure()));
}
process.stdout.write(`${tableText(rows)}\n`);
process.exit(0);
