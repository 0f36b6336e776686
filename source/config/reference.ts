import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { commandDefault } from './command-defaults.js';
import { placeholders } from './kinds.js';
import { type CommandName, commandNames } from './option.js';
import { type OptionName, optionNames, optionOf } from './options.js';

const exitMeanings: { readonly [name in keyof typeof exitCodes]: string } = {
  met: 'The objectives were met; for `discover`, a load line was found; for `monitor`, something was seen.',
  missed: 'An objective was missed; for `discover`, even at the lowest rate.',
  usage: 'Bad usage or config, or a target that may not be loaded. Nothing was sent.',
  unmeasured: 'It could not be measured: unreachable, limited by the generator, or not valid.',
  interrupted: 'Interrupted before the end.',
};

/** docs/reference.md but its keys: every option as flag and config key, and the exit codes, from the tables that the program runs on. */
export function referenceMarkdown(): string {
  return [
    '# Reference',
    '',
    'This file is made from the tables of options and keys by `npm run generate`; a test compares them.',
    '',
    'A flag and a config key of the same name mean the same, and take the same values. Flags win over the config file; a list',
    'replaces the list below it. A config file is JSON in which comments and trailing commas are allowed; its schema is',
    '[config/plimsoll.schema.json](../config/plimsoll.schema.json). Unknown flags and keys are refused.',
    '',
    '## Values',
    '',
    '| Value | Forms |',
    '| --- | --- |',
    '| rate | `20` and `5/s` are per second; `1200/min`; `3600/h` |',
    '| duration | `500ms`, `30s`, `5m`, `1h` |',
    '| objective | `p50`, `p90`, `p99`, `p999` or `mean` `< N ms`; `errors < N%`; `cpu < N%` (any server) |',
    '',
    ...commandNames.flatMap((command) => [
      `## plimsoll ${command}`,
      '',
      '| Flag | Config key | Default | Meaning |',
      '| --- | --- | --- | --- |',
      ...optionNames.filter((name) => optionOf(name).commands.includes(command)).map((name) => row(command, name)),
      '',
    ]),
    '## Lists of the config file',
    '',
    '| Key | Entry |',
    '| --- | --- |',
    '| `servers` | `{"name": "here", "address": "local"}` |',
    '| `streams` | `{"name": "api-1 metrics", "url": "ws://127.0.0.1:9001/metrics", "server": "here"}`; `server` may be left out |',
    '',
    '## Exit codes',
    '',
    '| Code | Meaning |',
    '| --- | --- |',
    ...exitNames().map((name): string => `| ${exitCodes[name] satisfies ExitCode} | ${exitMeanings[name]} |`),
    '',
  ].join('\n');
}

function row(command: CommandName, name: OptionName): string {
  const option = optionOf(name);
  const standard = commandDefault(command, name) ?? option.default;
  const flag =
    option.flag === null
      ? ''
      : code(`--${option.flag}${placeholders[option.kind] === null ? '' : ` ${placeholders[option.kind]}`}`);
  const key = option.path === null ? '' : code(option.path.join('.'));
  const help = `${option.help}${option.repeatable ? ' The flag may be given several times.' : ''}`;
  return `| ${flag} | ${key} | ${standard === null ? '' : code(standard)} | ${help} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function exitNames(): readonly (keyof typeof exitCodes)[] {
  return Object.keys(exitMeanings) as (keyof typeof exitCodes)[];
}
