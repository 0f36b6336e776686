import { formatPath } from './problems.js';

/** One key of a file with what it says: sections whole, but for those that are objects, whose keys are told each. */
export type SaidKey = {
  readonly key: string;
  readonly path: readonly string[];
  readonly value: unknown;
  /** Whether it reaches beyond the program, so that the file must be trusted. */
  readonly isReaching: boolean;
};

type Content = Readonly<Record<string, unknown>>;

/** What a file may say before it is trusted: how load is shaped, what is promised, and how the screen looks. */
const harmless: { readonly [section: string]: true | { readonly except: readonly string[] } } = {
  load: { except: ['profile', 'workload'] },
  discovery: { except: ['warm-start'] },
  screen: { except: ['keys'] },
  objectives: true,
  stop: true,
  monitor: true,
};

/**
 * All that a file and its environments say, key by key. Those that reach beyond the program: servers, hosts and streams that it
 * would ask, files and secrets that it would read, code and commands that it would run; what is not known to be harmless
 * reaches.
 */
export function saidKeys(content: Content, environments: Readonly<Record<string, Content>>): readonly SaidKey[] {
  const keys = saidIn(content, []);
  for (const [name, said] of Object.entries(environments)) keys.push(...saidIn(said, ['environments', name]));
  return keys;
}

function saidIn(content: Content, above: readonly string[]): SaidKey[] {
  const found: SaidKey[] = [];
  const add = (path: readonly string[], value: unknown, isReaching: boolean): void => {
    if (value !== null) found.push({ key: formatPath(path), path, value, isReaching });
  };
  for (const [section, said] of Object.entries(content)) {
    if (section === 'version' || section === '$schema' || said === null) continue;
    const rule = Object.hasOwn(harmless, section) ? harmless[section] : undefined;
    if (typeof said !== 'object' || Array.isArray(said)) {
      add([...above, section], said, rule !== true);
      continue;
    }
    for (const [key, value] of Object.entries(said)) {
      add([...above, section, key], value, rule !== true && (rule === undefined || rule.except.includes(key)));
    }
  }
  return found;
}
