import type { Problem } from '../model/problem.js';
import { readJsonText } from './json-text.js';
import type { RawLayer } from './merge.js';
import { type OptionName, optionNames, optionOf } from './options.js';
import type { Origin } from './origin.js';
import { problemsOfKeys } from './problems.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';
import { type Layer, readOption } from './settings.js';

/** What the variables of the environment set. */
export type VariablesReading =
  | {
      readonly kind: 'ok';
      /** Keys of the config, one layer for each variable. */
      readonly layers: readonly RawLayer[];
      /** What has a flag and no key. */
      readonly flags: Layer;
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * The variable of an option: `PLIMSOLL_` and its key in the config, or its flag where it has none. Where several options have
 * the same flag and no key, the one of most commands has it to itself; the others have their command in front of it.
 */
export function variableOf(name: OptionName): string {
  const { flag, path, commands } = optionOf(name);
  const own = flag === null || path !== null || ownerOf(flag) === name ? [] : commands.slice(0, 1);
  const words = path === null ? [...own, flag ?? name] : path;
  return `PLIMSOLL_${words.join('_').replaceAll('-', '_').toUpperCase()}`;
}

function ownerOf(flag: string): OptionName | undefined {
  const all = optionNames.filter((name) => optionOf(name).flag === flag && optionOf(name).path === null);
  return all.toSorted((a, b) => optionOf(b).commands.length - optionOf(a).commands.length)[0];
}

/**
 * Reads every option's variable. A value is written as for a flag; a list or an object as JSON. An empty one counts as unset,
 * and a variable that belongs to no option as none of ours. No problem repeats a value that may be secret.
 */
export function readVariables(env: Readonly<Record<string, string | undefined>>): VariablesReading {
  const layers: RawLayer[] = [];
  const flags: Partial<Record<OptionName, unknown>> = {};
  const problems: Problem[] = [];
  // Most environments have none of them, and finding out the name of each takes some milliseconds.
  const isAny = Object.keys(env).some((variable) => variable.startsWith('PLIMSOLL_'));
  for (const name of isAny ? optionNames : []) {
    const variable = variableOf(name);
    const text = env[variable];
    if (text === undefined || text === '') continue;
    const raw = rawValue(name, text);
    const reading = raw.kind === 'ok' ? readOption(name, raw.value) : raw;
    if (raw.kind === 'faulty' || reading.kind === 'faulty') {
      const faults = reading.kind === 'faulty' ? reading.faults : [];
      problems.push(...problemsOfKeys(faults).map((problem) => ({ ...problem, path: variable })));
      continue;
    }
    const { path } = optionOf(name);
    if (path === null) {
      if (reading.value !== false) flags[name] = reading.value;
      continue;
    }
    const origin: Origin = { kind: 'variable', name: variable, environment: null };
    const [first, second] = path;
    layers.push({ origin, content: { [first]: second === undefined ? raw.value : { [second]: raw.value } } });
  }
  // Each value was read by the schema of its own option, which is what the type says.
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'ok', layers, flags: flags as Layer };
}

const yes = new Set(['1', 'true', 'yes', 'on']);
const no = new Set(['0', 'false', 'no', 'off']);

/** A variable's text as a config file would have its value. */
function rawValue(name: OptionName, text: string): Reading<unknown> {
  const { kind, repeatable } = optionOf(name);
  if (kind === 'toggle') {
    const word = text.toLowerCase();
    if (yes.has(word)) return good(true);
    return no.has(word) ? good(false) : faulty(`expected true or false, got ${quoted(text)}`);
  }
  // A body is text whatever it looks like, and [::1] is a host.
  const json = kind !== 'body' && /^\s*[[{]/.test(text) ? readJsonText(text) : null;
  if (json?.kind === 'ok') return good(json.value);
  return good(repeatable ? [text] : text);
}
