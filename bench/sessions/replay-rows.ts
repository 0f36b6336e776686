import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from '../load/table.js';
import { type Watched, watch } from '../terminal/watched.js';
import { writeSession } from './write-session.js';

const cli = join(import.meta.dirname, '..', '..', 'source', 'cli.js');
const hours = 10;
const secondsOfHour = 3600;
const endKey = '\u001b[F';

/** So long after the first frame everything is loaded: what reads the keys waits until none was pressed for a while. */
const loadedMs = 1500;

/**
 * What it costs to look at a session of ten hours again, with load and fifty servers at 1 Hz, in a pseudo-terminal: from the
 * start of the program until its first frame, from a key until the frame of a time far away, and memory. `folder` is one to
 * write it into: 310 MB, half a minute.
 */
export async function replayRows(folder: string): Promise<readonly Row[]> {
  const { gigabytes, firstMs, unreadMs, readMs, seekMs, peakBytes } = await look(folder, 0);
  return [
    row('replay of 10 h, 50 servers: first frame', 500, middle(firstMs), `${gigabytes} GB`),
    row('seek, key to frame', 100, middle(seekMs), `p95 ${quantile(seekMs, 0.95).toFixed(0)} ms`),
    row('seek to the end right after the first frame', 100, middle(unreadMs), `all read after ${readMs.toFixed(0)} ms`),
    memoryRow(300e6, peakBytes),
  ];
}

/** The same with fifty streams at 1 Hz beside: 0.6 GB, a minute to write. */
export async function replayStreamRows(folder: string): Promise<readonly Row[]> {
  const { gigabytes, firstMs, unreadMs, readMs, seekMs, peakBytes } = await look(folder, 50);
  return [
    row('replay of 10 h, 50 servers and 50 streams: first frame', 500, middle(firstMs), `${gigabytes} GB`),
    row('seek, key to frame', 100, middle(seekMs), `p95 ${quantile(seekMs, 0.95).toFixed(0)} ms`),
    row(
      'seek to the end right after the first frame',
      null,
      middle(unreadMs),
      `all read after ${readMs.toFixed(0)} ms`,
    ),
    memoryRow(300e6, peakBytes),
  ];
}

type Looked = {
  readonly gigabytes: string;
  readonly firstMs: readonly number[];
  readonly unreadMs: readonly number[];
  readonly readMs: number;
  readonly seekMs: readonly number[];
  readonly peakBytes: number;
};

async function look(folder: string, streams: number): Promise<Looked> {
  const own = join(folder, `replay-${streams}`);
  mkdirSync(own);
  const seconds = hours * secondsOfHour;
  const file = writeSession(own, { seconds, servers: 50, streams });
  const gigabytes = (statSync(file).size / 1e9).toFixed(2);
  const start = (...args: readonly string[]): Watched =>
    watch([process.execPath, cli, 'replay', file, ...args], 140, 40, /REPLAY/);

  const firstMs: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const child = start();
    await child.until(/of 10:00:00/, true, 60_000);
    firstMs.push(child.firstMs() ?? Number.POSITIVE_INFINITY);
    child.kill();
    await child.ended;
  }

  const unreadMs: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const early = start();
    await early.until(/of 10:00:00/, true, 60_000);
    early.press(endKey);
    unreadMs.push(await early.until(/10:00:00 of/, true, 120_000));
    early.kill();
    await early.ended;
  }

  const child = start();
  await child.until(/of 10:00:00/, true, 60_000);
  child.press(' ');
  await child.until(/paused/, true);
  // The last mark can only be gone to once everything is known.
  const readMs = await lastMark(child);
  await sleep(loadedMs);
  const seekMs: number[] = [];
  // Marks are ten minutes apart: each is far from the one before.
  for (let mark = 59; mark > 19; mark--) {
    child.press('"');
    seekMs.push(await child.until(new RegExp(`deployed at ${mark * 600 - 500}\\b`), true, 20_000));
    await sleep(20);
  }
  const peakBytes = child.peakBytes();
  child.kill();
  await child.ended;
  rmSync(own, { recursive: true });
  return { gigabytes, firstMs, unreadMs, readMs, seekMs, peakBytes };
}

function memoryRow(askedBytes: number, reachedBytes: number): Row {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  return {
    what: 'memory of the replay, at most',
    asked: `<= ${megabytes(askedBytes)}`,
    reached: megabytes(reachedBytes),
    peer: '',
    ratio: '',
    met: reachedBytes <= askedBytes,
  };
}

/** Goes to the last mark as soon as that can be, and says how long that took, in ms. */
async function lastMark(child: Watched): Promise<number> {
  const fromMs = performance.now();
  child.press(endKey);
  await child.until(/10:00:00 of/, true, 120_000);
  child.press('"');
  await child.until(/deployed at 35500/, true, 20_000);
  return performance.now() - fromMs;
}

function row(what: string, askedMs: number | null, reachedMs: number, peer: string): Row {
  return {
    what,
    asked: askedMs === null ? '' : `<= ${askedMs} ms`,
    reached: `${reachedMs.toFixed(0)} ms`,
    peer,
    ratio: '',
    met: askedMs === null ? null : reachedMs <= askedMs,
  };
}

function middle(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}
