import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where plimsoll keeps what it has done: `plimsoll` in the XDG state folder. A relative XDG_STATE_HOME counts as unset, as the XDG specification asks. */
export function stateFolder(env: Environment, home: string = homedir()): string {
  const state = env.XDG_STATE_HOME;
  return join(state !== undefined && isAbsolute(state) ? state : join(home, '.local', 'state'), 'plimsoll');
}

/** The folder of the session files: the one named, else `sessions` in the state folder. */
export function sessionsFolder(named: string | null, env: Environment, home: string = homedir()): string {
  return named === null ? join(stateFolder(env, home), 'sessions') : resolve(named);
}

/** Makes the folder where it is missing, for its owner alone; a folder that exists keeps its rights. Throws Node's errors. */
export function makeSessionsFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}
