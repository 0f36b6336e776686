import { spawnSync } from 'node:child_process';

/** Why tests of a shell are skipped; false where the shell is there. */
export function skipWithout(shell: string): string | false {
  const { error } = spawnSync(shell, [shell === 'groff' ? '-v' : '--version'], { timeout: 10_000 });
  return error === undefined ? false : `there is no ${shell} here`;
}

/** What a shell prints for a script; it has this folder as its own, and no set-up of any user. */
export function shellSays(shell: string, args: readonly string[], folder: string, input = ''): string {
  const { stdout, stderr, status } = spawnSync(shell, args, {
    cwd: folder,
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, ZDOTDIR: folder, TERM: 'dumb' },
    input,
    encoding: 'utf8',
    timeout: 30_000,
  });
  return status === 0 ? stdout : `${stdout}\nstatus ${status}: ${stderr}`;
}
