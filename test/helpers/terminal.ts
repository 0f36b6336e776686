import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { projectRoot } from './project-root.js';

/** A program in a real pseudo-terminal, with a real terminal emulator reading what it draws. */
export type Terminal = {
  /** The visible screen, one string a row, without trailing blanks. */
  readonly rows: () => readonly string[];
  readonly text: () => string;
  /** Everything that the program ever wrote. */
  readonly bytes: () => string;
  /** Whether the alternate screen is on. */
  readonly onAlternateScreen: () => boolean;
  /** Resolves once it is off. */
  readonly leftScreen: (limitMs?: number) => Promise<void>;
  readonly press: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Reads nothing more from the program, as a link does that has stalled; `resume` reads on. */
  readonly stall: () => void;
  readonly resume: () => void;
  /** Whether lines wrap, pasted text is marked and clicks are told: what the program has changed and must give back. */
  readonly modes: () => { readonly wraps: boolean; readonly marksPaste: boolean; readonly tellsClicks: boolean };
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Ends the program by force where it is still running: for the end of a test. */
  readonly close: () => void;
  /** Resolves once the screen matches; rejects with the screen as it was when it never did. */
  readonly waitFor: (pattern: RegExp | string, limitMs?: number) => Promise<string>;
  /** Resolves once something else holds, looked at after every write. */
  readonly waitUntil: (what: string, holds: () => boolean, limitMs?: number) => Promise<void>;
  /** Resolves once the program is stopped, as ctrl-z does it. Linux only: it looks into /proc. */
  readonly stopped: (limitMs?: number) => Promise<void>;
  /** Resolves once the process is there no more, whether or not anybody reads what it wrote. Linux only. */
  readonly gone: (limitMs?: number) => Promise<void>;
  /** Resolves with how the program ended. */
  readonly ended: Promise<{ readonly exitCode: number; readonly signal: number }>;
  /** Everything on the normal screen and its scrollback, for after the end. */
  readonly scrollback: () => string;
  readonly pid: number;
};

export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Another program than plimsoll itself, compiled. */
  readonly program?: string;
};

/** The compiled front door, beside the compiled test. */
export const cliPath: string = join(import.meta.dirname, '..', '..', 'source', 'cli.js');

/** Runs plimsoll with these arguments in a pseudo-terminal. */
export function openTerminal(args: readonly string[], options: TerminalOptions = {}): Terminal {
  const columns = options.columns ?? 120;
  const rows = options.rows ?? 40;
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  const { CI: _ci, NO_COLOR: _noColor, ...env } = process.env;
  const child = spawn(process.execPath, [options.program ?? cliPath, ...args], {
    name: options.env?.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd ?? projectRoot,
    env: { ...env, LANG: 'C.UTF-8', XDG_CONFIG_HOME: '/nonexistent', ...options.env },
  });
  readToTheEnd(child);
  let bytes = '';
  let over = false;
  const watchers = new Set<() => void>();
  const look = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  // A terminal answers what it is asked.
  screen.onData((reply) => {
    if (!over) child.write(reply);
  });
  child.onData((chunk) => {
    bytes += chunk;
    screen.write(chunk, look);
  });
  const ended = new Promise<{ exitCode: number; signal: number }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      over = true;
      // What was written last must be on the screen before anybody looks at it.
      screen.write('', () => {
        look();
        resolve({ exitCode, signal: signal ?? 0 });
      });
    });
  });
  const line = (index: number): string =>
    screen.buffer.active.getLine(index)?.translateToString(true, 0, screen.cols) ?? '';
  const visible = (): string[] => {
    const { baseY } = screen.buffer.active;
    return Array.from({ length: screen.rows }, (_, row) => line(baseY + row));
  };
  const text = (): string => visible().join('\n');
  const matches = (pattern: RegExp | string): boolean =>
    typeof pattern === 'string' ? text().includes(pattern) : pattern.test(text());
  /** Looks after every write whether something holds. */
  const until = (what: string, holds: () => boolean, limitMs: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (failure: string | null): void => {
        clearTimeout(timer);
        watchers.delete(watcher);
        if (failure === null) resolve();
        else reject(new Error(`${failure}; the screen is:\n${text()}`));
      };
      const watcher = (): void => {
        if (holds()) settle(null);
        else if (over) settle(`the program ended before ${what}`);
      };
      const timer = setTimeout(() => settle(`${limitMs} ms went by before ${what}`), limitMs);
      watchers.add(watcher);
      watcher();
    });
  return {
    rows: visible,
    text,
    bytes: () => bytes,
    onAlternateScreen: () => screen.buffer.active.type === 'alternate',
    leftScreen: (limitMs = 20_000) =>
      until('the alternate screen was left', () => screen.buffer.active.type === 'normal', limitMs),
    press: (keys) => child.write(keys),
    resize(toColumns, toRows) {
      child.resize(toColumns, toRows);
      screen.resize(toColumns, toRows);
    },
    stall: () => child.pause(),
    resume: () => child.resume(),
    modes: () => ({
      wraps: screen.modes.wraparoundMode,
      marksPaste: screen.modes.bracketedPasteMode,
      tellsClicks: screen.modes.mouseTrackingMode !== 'none',
    }),
    kill: (signal) => child.kill(signal),
    close() {
      if (!over) child.kill('SIGKILL');
    },
    waitFor: async (pattern, limitMs = 20_000) => {
      await until(`${pattern} was seen`, () => matches(pattern), limitMs);
      return text();
    },
    waitUntil: (what, holds, limitMs = 20_000) => until(what, holds, limitMs),
    async stopped(limitMs = 20_000) {
      const deadlineMs = performance.now() + limitMs;
      // Nothing tells of a stopped child but its state: `T` is the third field, after a name in parentheses.
      while (!/\) T /.test(await readFile(`/proc/${child.pid}/stat`, 'utf8'))) {
        if (performance.now() > deadlineMs) throw new Error(`the program was not stopped within ${limitMs} ms`);
      }
    },
    async gone(limitMs = 20_000) {
      const deadlineMs = performance.now() + limitMs;
      for (;;) {
        const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '');
        // Ended and not yet waited for is gone too.
        if (stat === '' || /\) Z /.test(stat)) return;
        if (performance.now() > deadlineMs) throw new Error(`the program was still there after ${limitMs} ms`);
      }
    },
    ended,
    scrollback: () =>
      Array.from(
        { length: screen.buffer.normal.length },
        (_, row) => screen.buffer.normal.getLine(row)?.translateToString(true) ?? '',
      ).join('\n'),
    pid: child.pid,
  };
}

/**
 * node-pty destroys its socket 200 ms after the program has ended, whatever is still to be read from it: on a busy machine
 * that is what was written last. Left alone, the socket ends by itself once everything is read.
 */
function readToTheEnd(child: object): void {
  const socket = Reflect.get(child, '_socket') as {
    readonly readableEnded: boolean;
    destroy: (error?: Error) => unknown;
  };
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => (error === undefined && !socket.readableEnded ? socket : destroy(error));
}
