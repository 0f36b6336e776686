import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from './processes.js';

const root = join(import.meta.dirname, '..', '..', '..');
const autocannonFile = join(root, 'node_modules', 'autocannon', 'autocannon.js');

/** The peers that can be run here. */
export const has: Readonly<Record<'autocannon' | 'wrk', boolean>> = {
  autocannon: existsSync(autocannonFile),
  wrk: isInstalled('wrk', '-v'),
};

/** A program at a URL: for so long, over so many connections, at a rate or (null) as fast as it can. */
export type Drive = {
  readonly url: string;
  readonly seconds: number;
  readonly connections: number;
  readonly perSecond: number | null;
};

/** The whole program, as a user starts it; `connections` null: as many as needed. `folder` takes its session files. */
export function plimsollCommand(
  drive: Omit<Drive, 'connections' | 'perSecond'> & {
    readonly perSecond: number;
    readonly connections: number | null;
    readonly warmUpSeconds: number;
    readonly folder: string;
  },
): readonly string[] {
  const bound =
    drive.connections === null ? ['--in-flight-limit', '12000'] : ['--connections', String(drive.connections)];
  return [
    process.execPath,
    join(root, 'dist', 'source', 'cli.js'),
    'run',
    drive.url,
    ...['--rate', String(drive.perSecond), '--arrivals', 'paced', '--workers', '1', ...bound],
    ...['--warm-up', `${drive.warmUpSeconds}s`, '--duration', `${drive.seconds}s`],
    ...['--headless', '--output', '-', '--sessions', drive.folder],
  ];
}

export function autocannonCommand({ url, seconds, connections, perSecond }: Drive): readonly string[] {
  const rate = perSecond === null ? [] : ['-R', String(perSecond)];
  return [process.execPath, autocannonFile, '-j', '-c', String(connections), '-d', String(seconds), ...rate, url];
}

export function wrkCommand({ url, seconds, connections }: Drive): readonly string[] {
  return ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, url];
}

/** What is read of plimsoll's answer; the contract of `run --output` has more. */
export type PlimsollAnswer = {
  readonly intended: { readonly count: number };
  readonly outcomes: Readonly<Record<string, number>>;
  readonly responseTimeMs: Latencies;
  readonly sendLagMs: { readonly p50: number; readonly p99: number };
};

export type Latencies = { readonly p50: number; readonly p99: number; readonly p999: number; readonly max: number };

/** The answer of a run; null when there is none. */
export function plimsollAnswer(stdout: string): PlimsollAnswer | null {
  return stdout.trim() === '' ? null : (JSON.parse(stdout) as PlimsollAnswer);
}

/** The latencies that autocannon reports, in whole milliseconds. */
export function autocannonLatencies(stdout: string): Latencies | null {
  if (stdout.trim() === '') return null;
  const { latency } = JSON.parse(stdout) as { latency: { p50: number; p99: number; p99_9: number; max: number } };
  return { p50: latency.p50, p99: latency.p99, p999: latency.p99_9, max: latency.max };
}
