import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { killMany } from '../../test/record/kill.js';
import type { Row } from '../load/table.js';

const atOnce = 4;

/** Recordings whose process was killed at a random moment, some of them while they closed. */
export async function killRows(folder: string, kills: number): Promise<readonly Row[]> {
  const own = join(folder, 'kills');
  mkdirSync(own);
  const done = await killMany(own, kills, atOnce, 200);
  const faulty = done.filter(({ faults }) => faults.length > 0);
  for (const { killedAfterMs, faults } of faulty) {
    process.stderr.write(`killed after ${killedAfterMs.toFixed(0)} ms: ${faults.join('; ')}\n`);
  }
  const left = done.flatMap((kill) => (kill.left === null ? [] : [kill.left]));
  const lost = left.map(({ lostMs }) => lostMs);
  const row = (what: string, asked: string, reached: string, met: boolean | null): Row => {
    return { what, asked, reached, peer: '', ratio: '', met };
  };
  return [
    row(
      `kill -9 at ${kills} random moments: opens as it is, verifies, nothing wrong shown`,
      'all',
      `${done.length - faulty.length} of ${done.length} (${done.length - left.length} before there was a file)`,
      faulty.length === 0,
    ),
    row(
      'the most that was missing',
      '<= 1000 ms',
      `${Math.max(0, ...lost).toFixed(0)} ms`,
      Math.max(0, ...lost) <= 1000,
    ),
  ];
}
