import { spawn } from 'node:child_process';
import { projectRoot } from './project-root.js';
import { cliPath } from './terminal.js';

/** How a run of the program without a terminal ended. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A program under way: its end, and a way to signal it. */
export type Program = {
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves once stderr has shown the pattern. */
  readonly said: (pattern: RegExp) => Promise<void>;
};

/**
 * Runs plimsoll with these arguments, without a terminal. Ended by force after `limitMs`. No file that it writes becomes larger
 * than `mostBlocks` of the shell's `ulimit -f`, as on a disk that fills up.
 */
export function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  limitMs = 150_000,
  folder = projectRoot,
  mostBlocks: number | null = null,
): Program {
  const limited = ['-c', 'ulimit -f "$0" && exec "$@"', String(mostBlocks), process.execPath, cliPath, ...args];
  const child = spawn(
    mostBlocks === null ? process.execPath : 'sh',
    mostBlocks === null ? [cliPath, ...args] : limited,
    {
      cwd: folder,
      // Whoever runs the tests may have a config of their own, which has no say here.
      env: { ...process.env, XDG_CONFIG_HOME: '/nonexistent', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
    },
  );
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    for (const watcher of [...watchers]) watcher();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    ended,
    kill: (signal) => child.kill(signal),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const watcher = (): void => {
          if (!pattern.test(stderr)) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
        void ended.then((end) => reject(new Error(`ended before saying ${pattern}: ${end.stderr}`)));
      }),
  };
}

/**
 * Whether a load went well, as far as the program can help it: on a machine that is busy with other work the generator may
 * be late, and then 3 is the right answer.
 */
export function wentWell({ code, stdout }: Ended): boolean {
  return code === 0 || (code === 3 && /The generator(?: sent late|'s )/.test(stdout));
}

/** Runs plimsoll to its end, without a terminal. */
export function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  folder = projectRoot,
): Promise<Ended> {
  return startProgram(args, env, undefined, folder).ended;
}
