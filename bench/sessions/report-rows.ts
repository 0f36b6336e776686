import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../load/table.js';
import { createNoisyFleet, fleetSize } from './noisy-fleet.js';
import { createNoisyLoad } from './noisy-load.js';
import { recordHours } from './record-hours.js';

const child = join(import.meta.dirname, 'report-child.js');
const turns = 3;
const mostSeconds = 10;
const mostMegabytes = 300;

const hours = 10;

/** What is read in part, what is made of every interval, and what is told family by family. */
const exported = ['csv', 'hlog', 'openmetrics'] as const;

/**
 * What the HTML report of a long session costs: seconds from the start of a process of its own to its last byte on the disk,
 * the median of three, and the most memory that it ever held. The session is of ten hours with fifty servers, and then of such
 * a one with a load beside.
 */
export async function reportRows(folder: string): Promise<readonly Row[]> {
  const fleet = createNoisyFleet();
  const watched = recordHours(folder, 'watched', hours, fleet.everyReading);
  const rows = await rowsOf(watched, `${hours} h, ${fleetSize} servers`);
  rmSync(watched);
  const load = createNoisyLoad(1000);
  const loaded = recordHours(folder, 'loaded', hours, (atMs) => [...load(atMs), ...fleet.everyReading(atMs)]);
  const reported = await rowsOf(loaded, `the same with a load at 1,000/s`);
  const others = [await memoryRow('compare, with itself', ['compare', loaded, loaded])];
  for (const format of exported) {
    others.push(
      await memoryRow(`export as ${format}`, ['export', loaded, '--format', format, '--output', '/dev/null']),
    );
  }
  return [...rows, ...reported, ...others];
}

/** What a command takes at most of the session with a load, and how long beside it. */
async function memoryRow(what: string, args: readonly string[]): Promise<Row> {
  const { peakBytes, seconds } = await carryOut(args);
  return {
    what: `memory at most: ${what}`,
    asked: `<= ${mostMegabytes} MB`,
    reached: `${(peakBytes / 1e6).toFixed(0)} MB`,
    peer: `${seconds.toFixed(1)} s`,
    ratio: '',
    met: peakBytes <= mostMegabytes * 1e6,
  };
}

async function rowsOf(file: string, session: string): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-report-bench-'));
  try {
    const page = join(folder, 'report.html');
    const measured: { readonly seconds: number; readonly peakBytes: number }[] = [];
    for (let turn = 0; turn < turns; turn++) measured.push(await carryOut(['report', file, '--output', page]));
    const seconds = measured.map((one) => one.seconds).sort((a, b) => a - b)[Math.floor(turns / 2)]!;
    const peakBytes = Math.max(...measured.map((one) => one.peakBytes));
    const size = `${(statSync(file).size / 1e6).toFixed(0)} MB session, ${(statSync(page).size / 1e6).toFixed(2)} MB page`;
    return [
      {
        what: `HTML report: ${session}`,
        asked: `<= ${mostSeconds} s`,
        reached: `${seconds.toFixed(1)} s`,
        peer: size,
        ratio: '',
        met: seconds <= mostSeconds,
      },
      {
        what: `memory of it, at most: ${session}`,
        asked: `<= ${mostMegabytes} MB`,
        reached: `${(peakBytes / 1e6).toFixed(0)} MB`,
        peer: '',
        ratio: '',
        met: peakBytes <= mostMegabytes * 1e6,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function carryOut(args: readonly string[]): Promise<{ readonly seconds: number; readonly peakBytes: number }> {
  const from = performance.now();
  const report = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  report.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise((resolve) => report.on('close', resolve));
  if (code !== 0) throw new Error(`${args[0]} ended with code ${code}.`);
  return { seconds: (performance.now() - from) / 1000, peakBytes: Number(said.split('\n').at(-1)) };
}
