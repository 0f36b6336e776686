import type { z } from 'zod';
import { type KindValue, kinds } from './kinds.js';
import { suggestion } from './nearest.js';
import { type OptionName, optionNames, optionOf, type options } from './options.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading } from './reading.js';

type ValueOf<Name extends OptionName> = KindValue<(typeof options)[Name]['kind']>;

/** What one source (a file, the flags, a command's own defaults) sets: only what it names. */
export type Layer = { readonly [Name in OptionName]?: ValueOf<Name> };

/** What the user gave, and what the command itself assumes: flags win over the file, the file over the command. */
export type Layers = { readonly command: Layer; readonly file: Layer; readonly flags: Layer };

/** A value for every option, null for what nobody set and what has no default. */
export type Settings = {
  readonly [Name in OptionName]: ValueOf<Name> | ((typeof options)[Name]['default'] extends string ? never : null);
};

/** Reads the value of one option, from a config file or a flag. */
export function readOption(name: OptionName, raw: unknown): Reading<ValueOf<OptionName>> {
  const parsed = kinds[optionOf(name).kind].safeParse(raw);
  return parsed.success ? good(parsed.data) : { kind: 'faulty', faults: faultsOf(parsed.error.issues, () => []) };
}

/** The layer below all others: every default of the table, read as if a user had written it. */
export function defaultSettings(): Settings {
  const settings: Record<string, unknown> = {};
  for (const name of optionNames) {
    const written = optionOf(name).default;
    const reading = written === null ? good(null) : readOption(name, written);
    settings[name] = reading.kind === 'ok' ? reading.value : null;
  }
  // Each value was read by the schema of its own option, which is what the type says; a test reads every default.
  return settings as Settings;
}

/** A value for every option: the last layer that names it wins, and the table's default stands where none does. */
export function settingsOf(layers: readonly Layer[]): Settings {
  return Object.assign(defaultSettings(), ...layers);
}

/** Zod's issues as faults, one for each unknown key. `knownKeys` names the keys of the object at a path. */
export function faultsOf(
  issues: readonly z.core.$ZodIssue[],
  knownKeys: (path: readonly (string | number)[]) => readonly string[],
): readonly Fault[] {
  return issues.flatMap((issue): readonly Fault[] => {
    const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
    switch (issue.code) {
      case 'custom': {
        const hint: unknown = issue.params?.hint;
        return [{ path, message: issue.message, hint: typeof hint === 'string' ? hint : null }];
      }
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({
          path: [...path, key],
          message: `expected a known key, got ${quoted(key)}`,
          hint: suggestion(key, knownKeys(path)),
        }));
      case 'invalid_type': {
        const expected: Readonly<Record<string, string>> = {
          array: 'a list',
          object: 'an object',
          boolean: 'true or false',
        };
        const fault = faulty(`expected ${expected[issue.expected] ?? issue.expected}, got ${quoted(issue.input)}`);
        return fault.kind === 'faulty' ? [{ ...fault.faults[0]!, path }] : [];
      }
      default:
        return [{ path, message: issue.message, hint: null }];
    }
  });
}
