import { suggestion } from '../config/nearest.js';
import { quoted } from '../config/quote.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { bashScript, fishScript, zshScript } from './completion-scripts.js';
import { completionWords } from './completion-words.js';
import type { SetupCommand } from './invocation.js';
import type { Io } from './io.js';
import { refuse } from './refuse.js';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** `plimsoll completion SHELL`: prints the script that lets a shell complete command lines. */
export async function completion({ positionals: [shell] }: SetupCommand, io: Io): Promise<ExitCode> {
  const make = Object.entries(scripts).find(([name]) => name === shell)?.[1];
  if (make === undefined) {
    const known = Object.keys(scripts);
    const message = `expected ${known.join(', ').replace(/, ([^,]*)$/, ' or $1')}, got ${quoted(shell)}`;
    return refuse([{ path: 'arguments', message, hint: shell === undefined ? null : suggestion(shell, known) }], io);
  }
  io.stdout.write(make(completionWords()));
  return exitCodes.met;
}
