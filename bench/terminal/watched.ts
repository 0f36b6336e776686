import { readFileSync } from 'node:fs';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program in a pseudo-terminal, counted. */
export type Watched = {
  /** Bytes that it has written so far. */
  readonly bytes: () => number;
  /** Milliseconds from its start to the first screen that matches; null while there was none. */
  readonly firstMs: () => number | null;
  /** CPU seconds used so far. */
  readonly cpuSeconds: () => number;
  readonly residentBytes: () => number;
  /** The most that it ever had resident. */
  readonly peakBytes: () => number;
  readonly press: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Reads nothing more from it, as a link does that has stalled; `resume` reads on. */
  readonly stall: () => void;
  readonly resume: () => void;
  /** Milliseconds until the screen does (or does not) match. */
  readonly until: (pattern: RegExp, isWanted: boolean, limitMs?: number) => Promise<number>;
  /** Whether the screen matches now. */
  readonly shows: (pattern: RegExp) => boolean;
  readonly ended: Promise<void>;
  readonly kill: () => void;
};

/** Starts a program at a size. `first` is what its first screen shows. */
export function watch(
  command: readonly [string, ...string[]],
  columns: number,
  rows: number,
  first: RegExp = /\S/,
): Watched {
  const startedMs = performance.now();
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const { NO_COLOR: _noColor, CI: _ci, ...env } = process.env;
  const [file, ...args] = command;
  const child = spawn(file, args, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env: { ...env, LANG: 'C.UTF-8', TERM: 'xterm-256color' },
  });
  let bytes = 0;
  let firstMs: number | null = null;
  let over = false;
  const looks = new Set<() => void>();
  const text = (): string => {
    const { active } = screen.buffer;
    return Array.from(
      { length: screen.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    ).join('\n');
  };
  // A terminal answers what it is asked; without this a program that asks would wait.
  screen.onData((reply) => child.write(reply));
  child.onData((chunk) => {
    bytes += Buffer.byteLength(chunk);
    screen.write(chunk, () => {
      if (firstMs === null && first.test(text())) firstMs = performance.now() - startedMs;
      for (const look of [...looks]) look();
    });
  });
  const ended = new Promise<void>((resolve) => {
    child.onExit(() => {
      over = true;
      resolve();
    });
  });
  const stat = (): readonly string[] => {
    const line = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  };
  return {
    bytes: () => bytes,
    firstMs: () => firstMs,
    cpuSeconds: () => (Number(stat()[11]) + Number(stat()[12])) / 100,
    residentBytes: () => Number(stat()[21]) * 4096,
    press: (keys) => child.write(keys),
    resize(toColumns, toRows) {
      child.resize(toColumns, toRows);
      screen.resize(toColumns, toRows);
    },
    shows: (pattern) => pattern.test(text()),
    stall: () => child.pause(),
    resume: () => child.resume(),
    peakBytes: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
    },
    until: (pattern, isWanted, limitMs = 5000) =>
      new Promise((resolve, reject) => {
        const fromMs = performance.now();
        const look = (): void => {
          if (pattern.test(text()) !== isWanted) return;
          clearTimeout(timer);
          looks.delete(look);
          resolve(performance.now() - fromMs);
        };
        const timer = setTimeout(() => reject(new Error(`never saw ${pattern}:\n${text()}`)), limitMs);
        looks.add(look);
        look();
      }),
    ended,
    kill: () => {
      if (!over) child.kill('SIGKILL');
    },
  };
}
