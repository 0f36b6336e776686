import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** Whether a program is there to be run. */
export function isInstalled(program: string): boolean {
  return spawnSync('/bin/sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Starts a server program; `said` resolves once its stderr has shown the pattern, `stop` ends it at once. */
export function startServerProgram(program: string, args: readonly string[]) {
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  let text = '';
  const watchers = new Set<() => void>();
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < 100_000) text += chunk;
    for (const look of watchers) look();
  });
  return {
    said: (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(text)) resolve();
        };
        watchers.add(look);
        void ended.then(() => reject(new Error(`${program} ended: ${text.slice(-500)}`)));
        look();
      }),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
