// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells write their variables like that
import type { CommandWords, FlagWords } from './completion-words.js';

const own = ['--help', '--version'];

/** Text as one word of a shell, whatever is in it. */
function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Completion for bash 4 and newer; uses nothing but bash itself. */
export function bashScript(commands: readonly CommandWords[]): string {
  const valued = (command: CommandWords): readonly string[] =>
    command.flags.flatMap(({ flag, value }) =>
      value === null ? [] : [`      ${word(`${command.name} ${flag}`)}) ${bashValue(value)} ;;`],
    );
  return [
    '# bash completion for plimsoll: source <(plimsoll completion bash)',
    '_plimsoll() {',
    '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}',
    '  COMPREPLY=()',
    '  if ((COMP_CWORD == 1)); then',
    `    COMPREPLY=($(compgen -W ${word([...commands.map(({ name }) => name), 'help', ...own].join(' '))} -- "$cur"))`,
    '    return',
    '  fi',
    '  # Bash takes `=` for a word of its own.',
    '  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi',
    '  case "$command $prev" in',
    ...commands.flatMap(valued).map((line) => line.slice(2)),
    '  esac',
    '  if [[ $cur == -* ]]; then',
    '    case $command in',
    ...commands.map(
      ({ name, flags }) =>
        `      ${name}) COMPREPLY=($(compgen -W ${word(flags.map(({ flag }) => flag).join(' '))} -- "$cur")) ;;`,
    ),
    '    esac',
    '    return',
    '  fi',
    '  case $command in',
    `    help) COMPREPLY=($(compgen -W ${word(commands.map(({ name }) => name).join(' '))} -- "$cur")); return ;;`,
    ...commands
      .filter(({ verbs }) => verbs.length > 0)
      .map(
        ({ name, verbs }) =>
          `    ${name}) if ((COMP_CWORD == 2)); then COMPREPLY=($(compgen -W ${word(verbs.join(' '))} -- "$cur")); return; fi ;;`,
      ),
    '  esac',
    '  case $command in',
    `    ${commands
      .filter(({ takesFile }) => takesFile)
      .map(({ name }) => name)
      .join('|')}) ${files} ;;`,
    '  esac',
    '}',
    'complete -F _plimsoll plimsoll',
    '',
  ].join('\n');
}

const files = 'compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur")';
const folders = 'compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$cur")';

function bashValue(value: NonNullable<FlagWords['value']>): string {
  switch (value.kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W ${word(value.words.join(' '))} -- "$cur")); return`;
    case 'file':
      return `${files}; return`;
    case 'folder':
      return `${folders}; return`;
    case 'text':
      return 'return';
  }
}

/** Completion for zsh: a file `_plimsoll` of its `fpath`, or to be sourced after compinit. */
export function zshScript(commands: readonly CommandWords[]): string {
  // Brackets and colons have a meaning of their own inside a specification.
  const inside = (text: string): string => text.replace(/[[\]:\\]/g, (found) => `\\${found}`);
  const spec = ({ flag, help, value }: FlagWords): string => {
    const action = value === null ? '' : `:${flag.slice(2)}:${zshValue(value)}`;
    return `        ${word(`*${flag}${value === null ? '' : '='}[${inside(help)}]${action}`)}`;
  };
  return [
    '#compdef plimsoll',
    '# zsh completion for plimsoll: source <(plimsoll completion zsh)',
    '_plimsoll() {',
    '  local -a commands',
    '  commands=(',
    ...commands.map(({ name, summary }) => `    ${word(`${name}:${inside(summary)}`)}`),
    '  )',
    '  if ((CURRENT == 2)); then',
    "    _describe -t commands 'command' commands",
    '    return',
    '  fi',
    '  local command=${words[2]}',
    '  words=("${words[1]}" "${(@)words[3,-1]}")',
    '  ((CURRENT--))',
    '  case $command in',
    ...commands.flatMap(({ name, flags, verbs, takesFile }) => [
      `    ${name})`,
      `      _arguments -S \\`,
      ...flags.map((flag) => `${spec(flag)} \\`),
      ...(verbs.length > 0 ? [`        ${word(`1:verb:(${verbs.join(' ')})`)} \\`] : []),
      ...(takesFile ? [`        ${word('*:file:_files')} \\`] : []),
      '        && return ;;',
    ]),
    '  esac',
    '}',
    // Sourced, it must be told of; as a file of fpath it is called at once.
    'if [[ ${funcstack[1]-} == _plimsoll ]]; then _plimsoll "$@"; else compdef _plimsoll plimsoll; fi',
    '',
  ].join('\n');
}

function zshValue(value: NonNullable<FlagWords['value']>): string {
  switch (value.kind) {
    case 'words':
      return `(${value.words.join(' ')})`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'text':
      return ' ';
  }
}

/** Completion for fish 3 and newer. */
export function fishScript(commands: readonly CommandWords[]): string {
  // Inside single quotes fish knows two escapes.
  const quoted = (text: string): string => `'${text.replace(/[\\']/g, (found) => `\\${found}`)}'`;
  const none = 'complete -c plimsoll -n __fish_use_subcommand';
  const lines = ['# fish completion for plimsoll: plimsoll completion fish | source', 'complete -c plimsoll -f'];
  for (const { name, summary, flags, verbs, takesFile } of commands) {
    const here = `complete -c plimsoll -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    lines.push(`${none} -a ${name} -d ${quoted(summary)}`);
    if (verbs.length > 0) lines.push(`${here} -a ${quoted(verbs.join(' '))}`);
    if (takesFile) lines.push(`${here} -F`);
    for (const { flag, help, value } of flags)
      lines.push(`${here} -l ${flag.slice(2)} -d ${quoted(help)}${fishValue(value, quoted)}`);
  }
  return `${lines.join('\n')}\n`;
}

function fishValue(value: FlagWords['value'], quoted: (text: string) => string): string {
  switch (value?.kind) {
    case undefined:
      return '';
    case 'words':
      return ` -x -a ${quoted(value.words.join(' '))}`;
    case 'file':
      return ' -r -F';
    case 'folder':
      return ` -x -a ${quoted('(__fish_complete_directories)')}`;
    case 'text':
      return ' -x';
  }
}
