import { wordsOf } from '../config/kinds.js';
import { type CommandName, commandNames, type Option } from '../config/option.js';
import { commandHelp, flagsOf } from './help.js';

/** What a shell may offer for one flag. */
export type FlagWords = {
  /** With its dashes. */
  readonly flag: string;
  readonly help: string;
  /** What may follow it: one of these words, a file, a folder, a text that nobody knows; null: nothing does. */
  readonly value:
    | { readonly kind: 'words'; readonly words: readonly string[] }
    | { readonly kind: 'file' | 'folder' | 'text' }
    | null;
};

/** What a shell may offer after one command. */
export type CommandWords = {
  readonly name: CommandName;
  readonly summary: string;
  readonly flags: readonly FlagWords[];
  /** Words that may come first after the command; empty where files do. */
  readonly verbs: readonly string[];
  /** Whether a file may stand alone. */
  readonly takesFile: boolean;
};

const verbs: { readonly [name in CommandName]?: readonly string[] } = {
  sessions: ['show', 'note', 'delete', 'prune'],
  alerts: ['check', 'test'],
  schedule: ['history'],
  config: ['show'],
  secret: ['set', 'rotate'],
  completion: ['bash', 'zsh', 'fish'],
};
const withoutFile: ReadonlySet<CommandName> = new Set(['demo', 'sessions', 'completion']);
const files: ReadonlySet<string> = new Set(['file', 'files', 'feeder', 'workload']);

/** Every command with its flags, from the tables that the program itself reads its arguments by. */
export function completionWords(): readonly CommandWords[] {
  return commandNames.map((name) => ({
    name,
    summary: commandHelp[name].summary,
    flags: [...flagsOf(name).map(flagWords), { flag: '--help', help: 'Show help.', value: null }],
    verbs: verbs[name] ?? [],
    takesFile: !withoutFile.has(name),
  }));
}

function flagWords({ flag, help, kind }: Option): FlagWords {
  const words = wordsOf(kind);
  const value: FlagWords['value'] =
    kind === 'toggle'
      ? null
      : words.length > 0
        ? { kind: 'words', words }
        : { kind: kind === 'folder' ? 'folder' : files.has(kind) ? 'file' : 'text' };
  return { flag: `--${flag}`, help, value };
}
