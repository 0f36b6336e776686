import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../load/table.js';

const child = join(import.meta.dirname, 'report-child.js');
const turns = 3;

/**
 * What the HTML report of a long session costs: seconds from the start of a process of its own to its last byte on the disk,
 * the median of three, and the most memory that it ever held. `file`: a session of ten hours with fifty servers.
 */
export async function reportRows(file: string): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-report-bench-'));
  try {
    const page = join(folder, 'report.html');
    const measured: { readonly seconds: number; readonly peakBytes: number }[] = [];
    for (let turn = 0; turn < turns; turn++) measured.push(await makeReport(file, page));
    const seconds = measured.map((one) => one.seconds).sort((a, b) => a - b)[Math.floor(turns / 2)]!;
    const peakBytes = Math.max(...measured.map((one) => one.peakBytes));
    const size = `${(statSync(file).size / 1e6).toFixed(0)} MB session, ${(statSync(page).size / 1e6).toFixed(2)} MB page`;
    return [
      {
        what: 'HTML report of 10 h, 50 servers',
        asked: '<= 10 s',
        reached: `${seconds.toFixed(1)} s`,
        peer: size,
        ratio: '',
        met: seconds <= 10,
      },
      {
        what: 'memory of the report, at most',
        asked: '<= 300 MB',
        reached: `${(peakBytes / 1e6).toFixed(0)} MB`,
        peer: '',
        ratio: '',
        met: peakBytes <= 300e6,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeReport(
  file: string,
  page: string,
): Promise<{ readonly seconds: number; readonly peakBytes: number }> {
  const from = performance.now();
  const report = spawn(process.execPath, [child, file, page], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  report.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise((resolve) => report.on('close', resolve));
  if (code !== 0) throw new Error(`The report ended with code ${code}.`);
  return { seconds: (performance.now() - from) / 1000, peakBytes: Number(said) };
}
