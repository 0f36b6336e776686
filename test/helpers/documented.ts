import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliPath } from './terminal.js';

/** The variables for shell commands of the documentation: `plimsoll` is this one, and its state lies in the folder. */
export function documentedEnv(folder: string): NodeJS.ProcessEnv {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'plimsoll'), `#!/bin/sh\nexec "${process.execPath}" "${cliPath}" "$@"\n`, { mode: 0o755 });
  return { ...process.env, PATH: `${bin}:${process.env.PATH}`, XDG_STATE_HOME: join(folder, 'state') };
}
