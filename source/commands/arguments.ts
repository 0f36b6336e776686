import meow from 'meow';
import { closest, suggestion } from '../config/nearest.js';
import { type CommandName, commandNames } from '../config/option.js';
import { type OptionName, optionNames, optionOf } from '../config/options.js';
import { placeholders } from '../config/placeholders.js';
import { problemsOfFlag } from '../config/problems.js';
import { quoted } from '../config/quote.js';
import { type Layer, readOption } from '../config/settings.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { commandHelp, flagsOf, helpText } from './help.js';
import type { TypedValues } from './recipe-of.js';

/** What was typed, each value read by the table of options. */
export type Arguments =
  | {
      readonly kind: 'command';
      readonly command: CommandName;
      /** What stands alone after the command, no more than it takes. */
      readonly positionals: readonly string[];
      readonly flags: Layer;
      /** The same as they stood there. */
      readonly values: TypedValues;
    }
  | {
      readonly kind: 'problems';
      readonly problems: readonly Problem[];
      /** What stands alone, where that is certain in spite of the problems: what it names may have problems too. */
      readonly positionals: readonly string[];
    }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' };

const allFlags = [...new Set(optionNames.flatMap((name) => optionOf(name).flag ?? []))];
const dashed = (flag: string): string => `--${flag}`;

/** Reads the arguments after the program's name. Never ends the process and never throws. */
export function readArguments(argv: readonly string[]): Arguments {
  const typed = joinDashes(argv.map((argument) => argument.slice(0, longestArgument)));
  const cli = split(typed);
  if (cli === null)
    return refused([
      { path: 'arguments', message: 'expected flags and values, got a mixture', hint: 'see plimsoll --help' },
    ]);
  const [first, ...rest] = cli.input;
  const named = first === 'help' ? rest[0] : first;
  const command = commandNames.find((name) => name === named) ?? null;
  if (cli.flags.help === true || first === 'help') return { kind: 'help', text: helpText(command) };
  if (cli.flags.version === true) return { kind: 'version' };
  if (first === undefined && typed.length === 0) return { kind: 'help', text: helpText(null) };
  if (command === null) return refused([commandProblem(first)]);

  const unknown = unknownFlags(typed, command);
  const { flags, values, problems } = readFlags(cli.flags, command);
  const { takes, usage } = commandHelp[command];
  const extra = rest.slice(takes.most).map(
    (argument): Problem => ({
      path: 'arguments',
      message: `expected ${takes.words}, got ${quoted(argument)} too`,
      hint: `usage: ${usage}`,
    }),
  );
  // An unknown flag may have swallowed the word after it: what stands alone is then not what was meant.
  const all = [...unknown, ...problems, ...(unknown.length > 0 ? [] : extra)];
  if (all.length > 0) return refused(all, unknown.length === 0 && extra.length === 0 ? rest : []);
  return { kind: 'command', command, positionals: rest, flags, values };
}

/** Longer than any URL, header or body on a command line: what is longer is cut, and refused by its own kind. */
const longestArgument = 2_097_152;

/**
 * `--output -` as `--output=-`, and `--duration -1s` as `--duration=-1s`: the parser takes a dash alone for no value, and a
 * dash before a digit for flags of one letter each, which it then forgets.
 */
function joinDashes(argv: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const word of argv) {
    const before = joined.at(-1);
    if (/^-(?:\d|$)/.test(word) && before?.startsWith('--') && before !== '--' && !before.includes('=')) {
      joined[joined.length - 1] = `${before}=${word}`;
    } else {
      joined.push(word);
    }
  }
  return joined;
}

function refused(problems: readonly Problem[], positionals: readonly string[] = []): Arguments {
  return { kind: 'problems', problems, positionals };
}

/** Splits the arguments by meow. Every flag may come several times here, so that a second one is ours to refuse. */
function split(argv: readonly string[]) {
  const flags: Record<string, { type: 'string'; isMultiple: true } | { type: 'boolean'; shortFlag?: string }> = {
    help: { type: 'boolean', shortFlag: 'h' },
    version: { type: 'boolean', shortFlag: 'v' },
  };
  for (const name of optionNames) {
    const { flag, kind } = optionOf(name);
    if (flag === null) continue;
    flags[camelCase(flag)] = kind === 'toggle' ? { type: 'boolean' } : { type: 'string', isMultiple: true };
  }
  try {
    return meow({
      importMeta: import.meta,
      argv,
      flags,
      autoHelp: false,
      autoVersion: false,
      description: false,
      booleanDefault: undefined,
    });
  } catch {
    return null;
  }
}

function readFlags(
  given: Readonly<Record<string, unknown>>,
  command: CommandName,
): { readonly flags: Layer; readonly values: TypedValues; readonly problems: readonly Problem[] } {
  const flags: Partial<Record<OptionName, unknown>> = {};
  const written: { [Name in OptionName]?: string | readonly string[] | true } = {};
  const problems: Problem[] = [];
  for (const name of optionNames) {
    const { flag, kind, repeatable, commands } = optionOf(name);
    if (flag === null || !commands.includes(command)) continue;
    const value = given[camelCase(flag)];
    if (kind === 'toggle') {
      // The parser takes `--no-x` for x set to false, whatever is declared.
      if (value === true || (flag.startsWith('no-') && given[camelCase(flag.slice(3))] === false)) {
        flags[name] = true;
        written[name] = true;
      }
      continue;
    }
    const values = Array.isArray(value) ? value : [];
    if (values.length === 0) continue;
    if (!repeatable && values.length > 1) {
      problems.push({ path: dashed(flag), message: `expected it once, got it ${values.length} times`, hint: null });
      continue;
    }
    const reading = readOption(name, repeatable ? values : values[0]);
    if (reading.kind === 'ok') {
      flags[name] = reading.value;
      written[name] = repeatable ? values.map(String) : String(values[0]);
    } else problems.push(...problemsOfFlag(flag, reading.faults));
  }
  // Each value was read by the schema of its own option, which is what the type says.
  return { flags: flags as Layer, values: written, problems };
}

/** Flags that the command does not know, of its own or of others, and flags without their value. */
function unknownFlags(argv: readonly string[], command: CommandName): readonly Problem[] {
  const own = flagsOf(command);
  const known = [...own.map(({ flag }) => flag!), 'help', 'version'];
  const problems: Problem[] = [];
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  for (const [index, word] of words.entries()) {
    // Behind a flag it has been joined to it, and its own reader will refuse it.
    if (/^-\d/.test(word)) {
      problems.push({ path: plainText(word), message: 'expected a flag or its value, got a number alone', hint: null });
      continue;
    }
    if (!/^-[^\d]/.test(word) || word === '-h' || word === '-v') continue;
    const flag = word.replace(/^--?/, '').replace(/=[\s\S]*$/, '');
    const isLong = word.startsWith('--');
    const option = own.find((candidate) => candidate.flag === flag);
    if (isLong && option !== undefined) {
      const next = words[index + 1];
      const isBare = !word.includes('=') && (next === undefined || /^-[^\d]/.test(next));
      if (placeholders[option.kind] !== null && (isBare || (word.endsWith('=') && word.length === flag.length + 3))) {
        const hint = next !== undefined && isBare ? `a value that begins with a dash is written --${flag}=VALUE` : null;
        problems.push({
          path: dashed(flag),
          message: `expected ${placeholders[option.kind]} after it, got nothing`,
          hint,
        });
      }
    } else if (!(isLong && known.includes(flag))) {
      problems.push(unknownFlag(word.replace(/=[\s\S]*$/, ''), flag, command, known));
    }
  }
  return problems;
}

function unknownFlag(word: string, flag: string, command: CommandName, known: readonly string[]): Problem {
  const path = plainText(word);
  if (known.includes(flag)) return { path, message: 'expected two dashes, got one', hint: `write --${flag}` };
  if (allFlags.includes(flag)) {
    const owners = commandNames.filter((name) => flagsOf(name).some((option) => option.flag === flag));
    const message = `expected a flag of ${command}, got one of ${owners.join(', ')}`;
    return { path, message, hint: `see plimsoll ${command} --help` };
  }
  const bare = flag.startsWith('no-') ? flag.slice(3) : flag;
  return { path, message: `expected a flag of ${command}, got an unknown one`, hint: hintFor(bare, command, known) };
}

function hintFor(flag: string, command: CommandName, known: readonly string[]): string {
  const hint = suggestion(flag, known, dashed);
  return hint.startsWith('known') ? `see plimsoll ${command} --help` : hint;
}

function commandProblem(given: string | undefined): Problem {
  const list = commandNames.join(', ');
  if (given === undefined) {
    return { path: 'command', message: `expected one of ${list}, got none`, hint: 'see plimsoll --help' };
  }
  const hint = /:\/\/|\.jsonc?$/.test(given) ? `plimsoll run ${plainText(given)}` : closest(given, commandNames);
  return { path: 'command', message: `expected one of ${list}, got ${quoted(given)}`, hint };
}

function camelCase(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
