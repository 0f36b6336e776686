import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { TargetOrder, TargetWord } from './target.js';

/** The cores that generator and target are pinned to, so that neither takes the other's. */
const cores = { generator: 0, target: 1 } as const;

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;
const ticksPerSecond = 100;

/** Whether programs can be pinned here; without it figures say less. */
export const isPinned: boolean = hasTaskset;

export function isInstalled(program: string, flag: string): boolean {
  return spawnSync(program, [flag]).error === undefined;
}

function start(
  role: keyof typeof cores,
  command: readonly string[],
  stdio: ('ignore' | 'pipe' | 'inherit' | 'ipc')[],
): ChildProcess {
  const pinned = hasTaskset ? ['taskset', '-c', String(cores[role]), ...command] : command;
  return spawn(pinned[0]!, pinned.slice(1), { stdio });
}

const quietRatio = 0.1;
const quietLookMs = 500;
let patienceMs = 60_000;

/**
 * Waits until the machine has nothing else to do, since whatever else runs is in the figures; at most a minute in all, so
 * that a machine that is always busy is measured as it is.
 */
async function quiet(): Promise<void> {
  for (; patienceMs > 0; patienceMs -= quietLookMs) {
    const before = cpuTimes();
    await pause(quietLookMs);
    const after = cpuTimes();
    if (after.busy - before.busy <= (after.all - before.all) * quietRatio) return;
  }
}

/** Time of all cores since the machine started, in ms. */
function cpuTimes(): { readonly busy: number; readonly all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, each) => sum + each.idle, 0);
  const all = times.reduce((sum, each) => sum + each.user + each.nice + each.sys + each.irq + each.idle, 0);
  return { busy: all - idle, all };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export type Target = {
  readonly url: string;
  /** Gives an order and resolves with the answer. */
  readonly ask: <Kind extends TargetWord['kind']>(
    order: TargetOrder,
    kind: Kind,
  ) => Promise<Extract<TargetWord, { kind: Kind }>>;
  readonly stop: () => void;
};

export async function startTarget(): Promise<Target> {
  const child = start(
    'target',
    [process.execPath, join(import.meta.dirname, 'target.js')],
    ['ignore', 'inherit', 'inherit', 'ipc'],
  );
  const next = async <Kind extends TargetWord['kind']>(kind: Kind): Promise<Extract<TargetWord, { kind: Kind }>> => {
    const [word] = (await once(child, 'message')) as [TargetWord];
    if (word.kind !== kind) throw new Error(`The target said ${word.kind}, not ${kind}.`);
    return word as Extract<TargetWord, { kind: Kind }>;
  };
  const { port } = await next('ready');
  return {
    url: `http://127.0.0.1:${port}/`,
    ask(order, kind) {
      const word = next(kind);
      child.send(order);
      return word;
    },
    stop: () => child.disconnect(),
  };
}

/** A program that ran to its end. */
export type Ran = { readonly stdout: string; readonly stderr: string; readonly usage: readonly Usage[] };

/** CPU time that a process had used, all its threads together, and its resident memory, when it was looked at. */
export type Usage = {
  readonly atMs: number;
  readonly cpuMs: number;
  readonly residentMb: number;
  readonly count: number;
};

/**
 * Runs a generator on its core to its end. At each of the times (ms since its start) its usage is read together with the
 * number of requests that the target had counted by then.
 */
export async function runGenerator(
  command: readonly string[],
  target: Target,
  lookAtMs: readonly number[],
): Promise<Ran> {
  await quiet();
  const child = start('generator', command, ['ignore', 'pipe', 'pipe']);
  const ended = once(child, 'exit');
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr!.on('data', (chunk) => {
    stderr += chunk;
  });
  const beganMs = performance.now();
  const usage: Usage[] = [];
  for (const atMs of lookAtMs) {
    await pause(beganMs + atMs - performance.now());
    if (child.exitCode !== null) break;
    const { count } = await target.ask({ kind: 'count' }, 'count');
    usage.push({ atMs: performance.now() - beganMs, count, ...readUsage(child.pid!) });
  }
  await ended;
  return { stdout, stderr, usage };
}

/** From /proc: `taskset` becomes the program that it starts, so the process is the child. */
function readUsage(pid: number): Pick<Usage, 'cpuMs' | 'residentMb'> {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const cpuMs = ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
    const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { cpuMs, residentMb: Number(resident?.[1] ?? 0) / 1024 };
  } catch {
    return { cpuMs: Number.NaN, residentMb: Number.NaN };
  }
}

/** CPU time of one request, in microseconds, between the first and the last look. */
export function cpuPerRequestUs({ usage }: Ran): number {
  const [first, last] = [usage[0], usage.at(-1)];
  if (first === undefined || last === undefined || last.count === first.count) return Number.NaN;
  return ((last.cpuMs - first.cpuMs) * 1000) / (last.count - first.count);
}
