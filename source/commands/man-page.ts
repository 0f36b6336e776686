import { commandDefault } from '../config/command-defaults.js';
import { exitMeanings } from '../config/exit-meanings.js';
import { type CommandName, commandNames } from '../config/option.js';
import { optionNames, optionOf } from '../config/options.js';
import { placeholders } from '../config/placeholders.js';
import { variableOf } from '../config/variables.js';
import { exitCodes } from '../model/exit-code.js';
import { commandHelp } from './help.js';

/** The manual page plimsoll(1) as roff with man macros, from the tables that flags and help come from. */
export function manPage(version: string): string {
  return [
    `.TH PLIMSOLL 1 "" "plimsoll ${text(version)}" "User Commands"`,
    '.SH NAME',
    'plimsoll \\- find the load line of a cluster: the highest load that it carries while it keeps its promise',
    '.SH SYNOPSIS',
    ...commandNames.flatMap((name) => [...(name === commandNames[0] ? [] : ['.br']), text(commandHelp[name].usage)]),
    '.SH DESCRIPTION',
    'plimsoll sends load to a target of yours, watches servers and metric streams meanwhile, and finds the highest load that',
    'meets the objectives. Every command works without a terminal, too. Load goes to no host but loopback that was not named.',
    '.SH COMMANDS',
    ...commandNames.flatMap(commandPart),
    '.SH EXIT STATUS',
    ...Object.entries(exitMeanings).flatMap(([name, meaning]) => {
      const code = Object.entries(exitCodes).find(([known]) => known === name)?.[1];
      return ['.TP', `.B ${code}`, text(meaning.replaceAll('`', ''))];
    }),
    '.SH ENVIRONMENT',
    'Every option that has a key in the config, or else a flag, has a variable too, such as',
    `.B ${text(variableOf('timeout'))}`,
    'for',
    `.BR ${text(`--${optionOf('timeout').flag}`)} .`,
    '.TP',
    '.B PLIMSOLL_PASSPHRASE_FILE',
    'File that holds the passphrase of encrypted secrets.',
    '.TP',
    '.B PLIMSOLL_NEW_PASSPHRASE_FILE',
    'File that holds the passphrase that secrets are put under by secret rotate.',
    '.SH FILES',
    'Later ones are laid over earlier ones; objects merge, lists replace, null deletes.',
    '.TP',
    '.I /etc/plimsoll/config.jsonc',
    'Config of the machine.',
    '.TP',
    '.I $XDG_CONFIG_HOME/plimsoll/config.jsonc',
    'Config of the user; ~/.config where the variable is not set.',
    '.TP',
    '.I plimsoll.jsonc',
    'Config of the project, here or in the nearest folder above. A file named on the command line stands in its place.',
    '',
  ].join('\n');
}

function commandPart(command: CommandName): readonly string[] {
  const { usage, summary } = commandHelp[command];
  const flags = optionNames.filter((name) => optionOf(name).flag !== null && optionOf(name).commands.includes(command));
  return [
    `.SS ${text(command)}`,
    `${text(summary.charAt(0).toUpperCase() + summary.slice(1))}.`,
    '.PP',
    `.B ${text(usage)}`,
    ...flags.flatMap((name) => {
      const { flag, kind, help, default: standard, repeatable } = optionOf(name);
      const value = placeholders[kind];
      const fallback = commandDefault(command, name) ?? standard;
      const more = `${repeatable ? ' May be given several times.' : ''}${fallback === null ? '' : ` Default: ${fallback}.`}`;
      return [
        '.TP',
        `\\fB${text(`--${flag}`)}\\fR${value === null ? '' : ` \\fI${text(value)}\\fR`}`,
        text(`${help}${more}`),
      ];
    }),
  ];
}

/** Text that roff takes as it stands: no escapes, no dashes that break, no request at the beginning of a line. */
function text(plain: string): string {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}
