import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * The folder of the session files: the one named, else `plimsoll/sessions` in the XDG state folder. A relative
 * XDG_STATE_HOME counts as unset, as the XDG specification asks.
 */
export function sessionsFolder(
  named: string | null,
  env: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string {
  if (named !== null) return resolve(named);
  const state = env.XDG_STATE_HOME;
  const base = state !== undefined && isAbsolute(state) ? state : join(home, '.local', 'state');
  return join(base, 'plimsoll', 'sessions');
}

/** Makes the folder where it is missing, for its owner alone; a folder that exists keeps its rights. Throws Node's errors. */
export function makeSessionsFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}
