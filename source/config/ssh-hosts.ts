import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { matchesGlob } from './glob.js';

/** The names of hosts that an SSH config has, in the order in which they stand there; null: the user's own config. */
export type SshHosts = (configFile: string | null) => readonly string[];

/** ssh itself follows includes to this depth (readconf.c, READCONF_MAX_DEPTH). */
const deepest = 16;
const longestFile = 1024 * 1024;
const mostHosts = 10_000;

/**
 * Every name that a `Host` line gives in full; patterns and refused names are none. `Include` is followed. What a name means is
 * not read here: `ssh -G` tells that for each, with everything that only it knows.
 */
export function sshHostNames(configFile: string | null): readonly string[] {
  const own = join(homedir(), '.ssh');
  const names = new Set<string>();
  const read = (path: string, folder: string, depth: number): void => {
    const text = depth > deepest ? null : readSmall(path);
    for (const line of text?.split('\n') ?? []) {
      const match = /^\s*(host|include)(?:\s+|\s*=\s*)(.+?)\s*$/i.exec(line);
      if (match === null) continue;
      const words = wordsOf(match[2]!);
      if (match[1]!.toLowerCase() === 'include') {
        for (const word of words) for (const file of filesOf(word, folder)) read(file, folder, depth + 1);
      } else {
        for (const word of words) if (!/[*?!]/.test(word) && names.size < mostHosts) names.add(word);
      }
    }
  };
  if (configFile !== null) read(configFile, own, 0);
  else {
    read(join(own, 'config'), own, 0);
    read('/etc/ssh/ssh_config', '/etc/ssh', 0);
  }
  return [...names];
}

/** Words of a line, those in double quotes with their blanks; what stands behind a # is a comment. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/"([^"]*)"|(\S+)/g)) {
    if (plain?.startsWith('#')) break;
    words.push(quoted ?? plain!);
  }
  return words;
}

/** The files that an include names, in the order of their names; its last part may be a pattern, as that of all is. */
function filesOf(word: string, folder: string): readonly string[] {
  const home = word.startsWith('~/') ? join(homedir(), word.slice(2)) : word;
  const path = isAbsolute(home) ? home : join(folder, home);
  if (!/[*?]/.test(path)) return [path];
  const within = dirname(path);
  const pattern = path.slice(within.length + 1);
  try {
    const names = readdirSync(within).filter((name) => !name.startsWith('.') && matchesGlob(pattern, name));
    return names.sort().map((name) => join(within, name));
  } catch {
    return [];
  }
}

function readSmall(path: string): string | null {
  try {
    const file = statSync(path);
    return file.isFile() && file.size <= longestFile ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}
