import { readPlainFile } from '../../source/commands/read-plain-file.js';
import { readSecret } from '../../source/commands/read-secret.js';
import type { ReadSecret } from '../../source/config/authorization.js';

/** Reads secrets as the program does: of these variables, and of files. */
export function secretsFrom(env: Readonly<Record<string, string | undefined>> = {}): ReadSecret {
  return (ref) => readSecret(ref, { env, readFile: (path) => readPlainFile(path) });
}
