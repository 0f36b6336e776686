import { formatPath } from './problems.js';

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
 * The keys of a file that reach beyond the program: servers, hosts and streams that it would ask, files and secrets that it
 * would read, code and commands that it would run. Of the file itself and of all its environments; what is not known to be
 * harmless reaches.
 */
export function reachingKeys(
  content: Readonly<Record<string, unknown>>,
  environments: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): readonly string[] {
  const keys = reachOf(content, []);
  for (const [name, said] of Object.entries(environments)) keys.push(...reachOf(said, ['environments', name]));
  return keys;
}

function reachOf(content: Readonly<Record<string, unknown>>, above: readonly string[]): string[] {
  const found: string[] = [];
  for (const [section, said] of Object.entries(content)) {
    if (section === 'version' || section === '$schema' || said === null) continue;
    const rule = Object.hasOwn(harmless, section) ? harmless[section] : undefined;
    if (rule === true) continue;
    if (typeof said !== 'object' || Array.isArray(said)) {
      found.push(formatPath([...above, section]));
      continue;
    }
    for (const [key, value] of Object.entries(said)) {
      if (value === null || (rule !== undefined && !rule.except.includes(key))) continue;
      found.push(formatPath([...above, section, key]));
    }
  }
  return found;
}
