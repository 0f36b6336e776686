import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { FoundFile } from '../config/layers.js';
import { parseContent } from '../config/parse.js';
import { type SaidKey, saidKeys } from '../config/reach.js';
import { codeOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { ReadFile } from './load-files.js';
import { type KeyChange, type Trust, trustedName, trustFile, trustOf } from './trust-store.js';
import { unreadable } from './unreadable.js';

/** Where a command line looks for config beside what it names: null folders are not looked in. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly systemFolder: string | null;
  readonly userFolder: string | null;
  /** Where the walk up to a project file begins. */
  readonly startFolder: string | null;
  /** Whether a project file that says this may reach beyond the program. */
  readonly trustOf: (path: string, keys: readonly SaidKey[]) => Trust;
};

/** A project file that was trusted, and then changed. */
export type ChangedProject = {
  readonly path: string;
  /** All that it says now. */
  readonly keys: readonly SaidKey[];
  readonly changes: readonly KeyChange[];
};

/** Files that were found in their places, the lowest first, or what is wrong with them. */
export type FilesFound = {
  readonly files: readonly FoundFile[];
  readonly problems: readonly Problem[];
  /** The project file where all that is wrong is that it has changed since it was trusted; null otherwise. */
  readonly changed: ChangedProject | null;
};

/** No place to look in: only what the command line names counts. */
export const bareSurroundings: Surroundings = {
  env: {},
  systemFolder: null,
  userFolder: null,
  startFolder: null,
  trustOf: () => ({ kind: 'unknown' }),
};

/** Where the program itself looks. A relative XDG_CONFIG_HOME counts as unset, as the XDG specification asks. */
export function programSurroundings(env: Surroundings['env']): Surroundings {
  const named = env.XDG_CONFIG_HOME;
  const base = named !== undefined && isAbsolute(named) ? named : join(homedir(), '.config');
  return {
    env,
    systemFolder: '/etc/plimsoll',
    userFolder: join(base, 'plimsoll'),
    startFolder: process.cwd(),
    trustOf: (path, keys) => trustOf(trustFile(env), trustedName(path), keys),
  };
}

/** Folders above another are as many as a path may have. */
const mostFolders = 256;

/** Finds the system's file, the user's, and, where it is wanted, the nearest project file, which must be trusted where it reaches. */
export function findFiles(around: Surroundings, wantsProject: boolean, readFile: ReadFile): FilesFound {
  const files: FoundFile[] = [];
  const problems: Problem[] = [];
  for (const [kind, folder] of [
    ['system', around.systemFolder],
    ['user', around.userFolder],
  ] as const) {
    const found = folder === null ? null : readEither(folder, 'config', readFile);
    files.push(...(found?.files ?? []).map((file) => ({ kind, ...file })));
    problems.push(...(found?.problems ?? []));
  }
  const project = wantsProject ? walkUp(around, readFile) : null;
  files.push(...(project?.files ?? []).map((file) => ({ kind: 'project' as const, ...file })));
  problems.push(...(project?.problems ?? []));
  let changed: ChangedProject | null = null;
  for (const file of project?.files ?? []) {
    const distrusted = distrust(file, around);
    if (distrusted === null) continue;
    if (problems.length === 0) changed = distrusted.changed;
    problems.push(distrusted.problem);
  }
  return { files, problems, changed };
}

/** The path of the nearest project file; null where there is none that can be read. */
export function nearestProject(around: Surroundings, readFile: ReadFile): string | null {
  return walkUp(around, readFile)?.files[0]?.path ?? null;
}

function walkUp({ startFolder }: Surroundings, readFile: ReadFile): Either | null {
  let folder = startFolder;
  for (let count = 0; folder !== null && count < mostFolders; count++) {
    const found = readEither(folder, 'plimsoll', readFile);
    if (found.files.length > 0 || found.problems.length > 0) return found;
    const above = dirname(folder);
    folder = above === folder ? null : above;
  }
  return null;
}

type Read = { readonly path: string; readonly text: string };
type Either = { readonly files: readonly Read[]; readonly problems: readonly Problem[] };

/** `NAME.jsonc` or `NAME.json` of a folder; both would leave it open which is meant. */
function readEither(folder: string, name: string, readFile: ReadFile): Either {
  const files: Read[] = [];
  const problems: Problem[] = [];
  for (const path of [join(folder, `${name}.jsonc`), join(folder, `${name}.json`)]) {
    try {
      files.push({ path, text: readFile(path) });
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') continue;
      const [message, hint] = unreadable(error, 'a config file', null);
      problems.push({ path: plainText(path, 200), message, hint });
    }
  }
  const [first, second] = files;
  if (first === undefined || second === undefined) return { files, problems };
  const message = `expected one config file in a folder, got ${name}.json beside ${name}.jsonc`;
  return { files: [], problems: [{ path: plainText(second.path, 200), message, hint: 'keep the one that is meant' }] };
}

type Distrusted = { readonly problem: Problem; readonly changed: ChangedProject | null };

function distrust({ path, text }: Read, around: Surroundings): Distrusted | null {
  const parsed = parseContent(text);
  // What is wrong with it is said where it is read.
  if (parsed.kind === 'problems') return null;
  const keys = saidKeys(parsed.content, parsed.environments);
  const reaching = keys.filter(({ isReaching }) => isReaching);
  if (reaching.length === 0) return null;
  const trust = around.trustOf(path, keys);
  if (trust.kind === 'trusted') return null;
  const shown = plainText(path, 200);
  const got =
    trust.kind === 'unknown'
      ? `one that nobody has trusted, with ${someOf(reaching.map(({ key }) => key))}`
      : `one that has changed since: ${someOf(trust.changes.map(({ key, how }) => `${key} is ${how}`))}`;
  return {
    problem: {
      path: shown,
      message: `expected a project file that is trusted as it stands, got ${got}`,
      hint: 'read it, and then: plimsoll trust; or do without it: --no-project',
    },
    changed: trust.kind === 'changed' ? { path, keys, changes: trust.changes } : null,
  };
}

function someOf(words: readonly string[]): string {
  return (words.length > 6 ? [...words.slice(0, 6), `${words.length - 6} more`] : words).join(', ');
}
