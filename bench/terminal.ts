import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isInstalled } from './load/processes.js';
import { type Row, tableText } from './load/table.js';
import type { BusyInput } from './terminal/busy-session.js';
import { loadRows } from './terminal/load-rows.js';
import { type Watched, watch } from './terminal/watched.js';

/**
 * What the screen costs, in a pseudo-terminal of 120 by 40 with all ten panes on four servers and four streams, and what btop
 * and htop cost beside it in the same run: `npm run bench:terminal`, about four minutes. Figures are of the strict input:
 * every source has something new at every frame, each value drawn anew. Bytes are told of a session's own pace too, where each
 * source tells once a second. `--seconds N` makes each measurement longer; `--only NAMES` runs parts: draw, first, keys,
 * frozen, load, peers.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' }, only: { type: 'string' } } });
const parts = new Set(values.only?.split(',') ?? ['draw', 'first', 'keys', 'frozen', 'load', 'peers']);
const seconds = Math.max(3, Number(values.seconds));
const warmUpSeconds = 3;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
const app = join(import.meta.dirname, 'terminal', 'drawn-app.js');
const cli = join(import.meta.dirname, '..', 'source', 'cli.js');
const size = [120, 40] as const;

type Figures = {
  readonly cpuRatio: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  readonly residentBytes: number;
};

const rows: Row[] = [];
try {
  if (parts.has('draw')) for (const hz of [4, 10]) await draw(hz);
  if (parts.has('first')) await first();
  if (parts.has('keys')) await keys();
  if (parts.has('frozen')) await frozen();
  if (parts.has('load')) {
    say('load');
    rows.push(...(await loadRows(folder, seconds)));
  }
  if (parts.has('peers')) await peers();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${tableText(rows)}\n`);

function start(
  hz: number,
  forSeconds: number,
  drawn: 'drawn' | 'undrawn',
  input: BusyInput = 'all',
): [Watched, () => Figures] {
  const file = join(folder, `${drawn}-${hz}.json`);
  const command = [process.execPath, app, String(hz), String(forSeconds), drawn, file, input] as const;
  return [watch([...command], ...size, /plimsoll/), () => JSON.parse(readFileSync(file, 'utf8')) as Figures];
}

/** Bytes, CPU, loop delay, first frame and memory; the same program without a screen says what drawing is not to blame for. */
async function draw(hz: number): Promise<void> {
  say(`drawing at ${hz} Hz`);
  const [child, figures] = start(hz, seconds, 'drawn');
  const bytesPerSecond = await bytesOf(child);
  const drawn = figures();
  const [plain, plainFigures] = start(hz, seconds, 'undrawn');
  await plain.ended;
  const undrawn = plainFigures();
  const cpu = drawn.cpuRatio - undrawn.cpuRatio;
  const mostBytes = hz === 4 ? 3000 : 8000;
  const mostCpu = hz === 4 ? 0.03 : 0.06;
  add(
    `bytes at ${hz} Hz, all new at each frame`,
    `<= ${mostBytes / 1000} kB/s`,
    `${kilo(bytesPerSecond)} kB/s`,
    bytesPerSecond <= mostBytes,
  );
  const [paced] = start(hz, seconds, 'drawn', 'paced');
  const pacedBytes = await bytesOf(paced);
  add(
    `bytes at ${hz} Hz, sources once a second`,
    `<= ${mostBytes / 1000} kB/s`,
    `${kilo(pacedBytes)} kB/s`,
    pacedBytes <= mostBytes,
  );
  add(`CPU of drawing at ${hz} Hz`, `<= ${mostCpu * 100} %`, `${percent(cpu)} %`, cpu <= mostCpu);
  add(
    `event-loop delay p99 at ${hz} Hz`,
    '<= 5 ms',
    `${drawn.loopDelayP99Ms.toFixed(1)} ms (undrawn ${undrawn.loopDelayP99Ms.toFixed(1)}, max ${drawn.loopDelayMaxMs.toFixed(0)})`,
    drawn.loopDelayP99Ms - undrawn.loopDelayP99Ms <= 5,
  );
  if (hz !== 4) return;
  const megabytes = drawn.residentBytes / 2 ** 20;
  add('memory (resident)', '<= 130 MB', `${megabytes.toFixed(0)} MB`, megabytes <= 130);
}

/** Bytes a second once it has settled, until it has ended. */
async function bytesOf(child: Watched): Promise<number> {
  await sleep(warmUpSeconds * 1000);
  const before = child.bytes();
  await sleep((seconds - 1) * 1000);
  const bytesPerSecond = (child.bytes() - before) / (seconds - 1);
  await child.ended;
  return bytesPerSecond;
}

/** From the start of plimsoll itself, all that it loads included, until its name is on the screen: the middle one of five. */
async function first(): Promise<void> {
  say('first frame');
  const tookMs: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const child = watch([process.execPath, cli, 'monitor', '--sessions', folder], ...size, /plimsoll/);
    await child.until(/plimsoll/, true);
    tookMs.push(child.firstMs() ?? Number.POSITIVE_INFINITY);
    // By its own end: then what was compiled is kept for the next start.
    child.press('q');
    await child.ended;
  }
  const middle = tookMs.sort((a, b) => a - b)[2] ?? Number.POSITIVE_INFINITY;
  add('first frame after start', '<= 500 ms', `${middle.toFixed(0)} ms`, middle <= 500);
}

/** A key until the cells that it changes are on the screen, while everything else changes at 10 Hz. */
async function keys(): Promise<void> {
  say('keys');
  const [child] = start(10, 60, 'drawn');
  await child.until(/plimsoll/, true);
  await sleep(2000);
  const tookMs: number[] = [];
  for (let turn = 0; turn < 60; turn++) {
    const isOpening = turn % 2 === 0;
    child.press('?');
    tookMs.push(await child.until(/Start the load, or/, isOpening));
    await sleep(80 + (turn % 7) * 10);
  }
  child.kill();
  await child.ended;
  const sorted = tookMs.sort((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
  add('key to changed cells p95', '<= 50 ms', `${p95.toFixed(0)} ms`, p95 <= 50);
}

/** Not one byte while the display is frozen. */
async function frozen(): Promise<void> {
  say('frozen');
  const [child] = start(10, 60, 'drawn');
  await child.until(/plimsoll/, true);
  await sleep(1000);
  child.press(' ');
  await child.until(/FROZEN/, true);
  await sleep(300);
  const before = child.bytes();
  await sleep(3000);
  add('bytes while frozen', '0', String(child.bytes() - before), child.bytes() === before);
  child.kill();
  await child.ended;
}

/** What others write and use, at their own pace and as fast as ten times a second. */
async function peers(): Promise<void> {
  const found: readonly (readonly [string, readonly [string, ...string[]], string])[] = [
    ['btop, every 2 s', ['env', `XDG_CONFIG_HOME=${btopConfig(2000)}`, 'btop', '--utf-force'], 'btop'],
    ['btop, 10 Hz', ['env', `XDG_CONFIG_HOME=${btopConfig(100)}`, 'btop', '--utf-force'], 'btop'],
    ['htop, every 1.5 s', ['htop'], 'htop'],
    ['htop, 10 Hz', ['htop', '-d', '1'], 'htop'],
  ];
  for (const [name, command, program] of found) {
    if (!isInstalled(program, '--version')) {
      rows.push({ what: name, asked: '', reached: 'not installed', peer: '', ratio: '', met: null });
      continue;
    }
    say(name);
    const child = watch(command, ...size);
    await sleep(warmUpSeconds * 1000);
    const [bytes, cpu] = [child.bytes(), child.cpuSeconds()];
    await sleep(seconds * 1000);
    const text = `${kilo((child.bytes() - bytes) / seconds)} kB/s, ${percent((child.cpuSeconds() - cpu) / seconds)} %`;
    child.kill();
    await child.ended;
    rows.push({ what: name, asked: '', reached: '', peer: text, ratio: '', met: null });
  }
}

/** btop takes its pace from its config file only. */
function btopConfig(updateMs: number): string {
  const home = join(folder, `btop-${updateMs}`);
  mkdirSync(join(home, 'btop'), { recursive: true });
  writeFileSync(join(home, 'btop', 'btop.conf'), `update_ms = ${updateMs}\n`);
  return home;
}

function add(what: string, asked: string, reached: string, met: boolean): void {
  rows.push({ what, asked, reached, peer: '', ratio: '', met });
}

function kilo(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

function percent(ratio: number): string {
  return (ratio * 100).toFixed(1);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
