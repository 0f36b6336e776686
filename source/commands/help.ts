import { commandDefault } from '../config/command-defaults.js';
import { type CommandName, commandNames, type Option } from '../config/option.js';
import { type OptionName, optionNames, optionOf } from '../config/options.js';
import { placeholders } from '../config/placeholders.js';

const width = 80;
/** Column at which the words of an option's line begin. */
const column = 28;

/** What a command is for, how it is called, and what it takes besides flags. */
type CommandHelp = {
  readonly usage: string;
  /** One line of the list of commands. */
  readonly summary: string;
  /** In words, and how many at most. */
  readonly takes: { readonly words: string; readonly most: number };
};

const nothing = { words: 'nothing but flags', most: 0 } as const;
const target = { words: 'one URL or config file', most: 1 } as const;

export const commandHelp: Readonly<Record<CommandName, CommandHelp>> = {
  demo: { usage: 'plimsoll demo [flags]', summary: 'start the built-in target and find its load line', takes: nothing },
  run: { usage: 'plimsoll run URL|CONFIG [flags]', summary: 'drive one load and judge it', takes: target },
  discover: {
    usage: 'plimsoll discover URL|CONFIG [flags]',
    summary: 'find the highest rate, or heaviest work, that is kept up',
    takes: target,
  },
  bench: {
    usage: 'plimsoll bench URL|CONFIG [flags]',
    summary: 'find the heaviest work, and the load lines from there down',
    takes: target,
  },
  jobs: {
    usage: 'plimsoll jobs URL|CONFIG [flags]',
    summary: 'run training jobs on datasets, and check what they cost',
    takes: target,
  },
  monitor: {
    usage: 'plimsoll monitor [CONFIG] [flags]',
    summary: 'watch servers and metric streams, without load',
    takes: { words: 'one config file', most: 1 },
  },
  compare: {
    usage: 'plimsoll compare SESSION SESSION... [flags]',
    summary: 'say whether sessions are the same, better or worse',
    takes: { words: 'sessions, the baseline first', most: 100 },
  },
  export: {
    usage: 'plimsoll export SESSION [flags]',
    summary: 'hand a session over as plain data, or as a film of its screen',
    takes: { words: 'one session', most: 1 },
  },
  import: {
    usage: 'plimsoll import FILE... [flags]',
    summary: "make sessions of other programs' results",
    takes: { words: 'result files', most: 100 },
  },
  report: {
    usage: 'plimsoll report SESSION... [flags]',
    summary: 'make a page, tables and pictures of a session',
    takes: { words: 'sessions by id, path or last', most: 32 },
  },
  sessions: {
    usage: 'plimsoll sessions [list|show|note|delete|prune] [SESSION...] [flags]',
    summary: 'list, show and delete the sessions kept',
    takes: { words: 'a verb and sessions', most: 1000 },
  },
  verify: {
    usage: 'plimsoll verify SESSION... [flags]',
    summary: 'say whether records are whole and unaltered',
    takes: { words: 'ids or files of sessions', most: 1000 },
  },
  replay: {
    usage: 'plimsoll replay ID|FILE [flags]',
    summary: 'look at a recorded session again, as it was',
    takes: { words: 'one session', most: 1 },
  },
  alerts: {
    usage: 'plimsoll alerts check [CONFIG [SESSION]] | test CHANNEL [CONFIG]',
    summary: 'check alert rules, on a recording too, or try a channel',
    takes: { words: 'check or test, and what belongs to it', most: 3 },
  },
  plan: {
    usage: 'plimsoll plan FILE [flags]',
    summary: 'do the steps of a plan, or what is left of them',
    takes: { words: 'one plan file', most: 1 },
  },
  schedule: {
    usage: 'plimsoll schedule [history] FILE [flags]',
    summary: 'begin plans by the clock',
    takes: { words: 'history, and one schedule file', most: 2 },
  },
  init: {
    usage: 'plimsoll init [FILE] [flags]',
    summary: 'write a first config, with comments',
    takes: { words: 'one path', most: 1 },
  },
  check: {
    usage: 'plimsoll check [URL|CONFIG] [flags]',
    summary: 'try every connection of a config, without load',
    takes: target,
  },
  config: {
    usage: 'plimsoll config show [CONFIG] [flags]',
    summary: 'show the config as all its layers make it',
    takes: { words: 'show, and one config file', most: 2 },
  },
  trust: {
    usage: 'plimsoll trust [FILE] [flags]',
    summary: 'let a project file name servers, hosts and commands',
    takes: { words: 'one project file', most: 1 },
  },
  secret: {
    usage: 'plimsoll secret set FILE KEY, plimsoll secret rotate FILE',
    summary: 'encrypt a secret in a config file, or change the passphrase',
    takes: { words: 'a verb, a config file and a key', most: 3 },
  },
  completion: {
    usage: 'plimsoll completion bash|zsh|fish',
    summary: 'print what lets a shell complete command lines',
    takes: { words: 'one shell', most: 1 },
  },
};

const examples: Readonly<Record<CommandName, readonly string[]>> = {
  demo: ['plimsoll demo', 'plimsoll demo --target-only --port 8080'],
  run: [
    'plimsoll run http://127.0.0.1:8080/ --rate 500 --duration 30s',
    "plimsoll run cluster.jsonc --ramp 100..2000 --objective 'p99 < 75ms'",
  ],
  discover: [
    "plimsoll discover http://127.0.0.1:8080/ --objective 'p99 < 75ms'",
    'plimsoll discover cluster.jsonc --max-rate 20000 --headless --output d.json',
    'plimsoll discover http://127.0.0.1:8080/ --axis work --workload fibonacci',
  ],
  bench: [
    'plimsoll bench http://127.0.0.1:8080/ --workload fibonacci --effort quick',
    'plimsoll bench suite.jsonc --headless --output b.json',
  ],
  jobs: [
    'plimsoll jobs http://127.0.0.1:8080/ --levels 4',
    'plimsoll jobs cluster.jsonc --dataset small.csv --dataset large.csv',
  ],
  monitor: ['plimsoll monitor cluster.jsonc', 'plimsoll monitor cluster.jsonc --duration 15s --headless'],
  compare: [
    'plimsoll compare last~1 last',
    'plimsoll compare 1a2b 3c4d --fail-on regression --output c.json',
    'plimsoll compare --trend http://127.0.0.1:8080/',
  ],
  export: [
    'plimsoll export last | jq \'select(.kind == "note")\'',
    'plimsoll export last --format parquet --output run.parquet',
    'plimsoll export last --format asciicast --output run.cast',
  ],
  import: [
    'plimsoll import k6-output.json --name nightly',
    'plimsoll import wrk.txt --from wrk',
    'vegeta encode results.bin | plimsoll import -',
  ],
  report: [
    'plimsoll report last',
    'plimsoll report 3f00 --format png --chart latency --output latency.png',
    'plimsoll report last~1 last --analysis cpu-usage-compare',
  ],
  sessions: [
    'plimsoll sessions --kind run --newer-than 30d',
    'plimsoll sessions show last',
    "plimsoll sessions note last 'with the new cache'",
    'plimsoll sessions delete 1a2b3c4d',
    'plimsoll sessions prune --older-than 90d --max-size 5GB',
  ],
  verify: ['plimsoll verify last', 'plimsoll verify 1a2b3c4d ./from-a-friend.sqlite --json'],
  replay: ['plimsoll replay last', 'plimsoll replay 1a2b3c --from 12:30 --speed 4', 'plimsoll replay last --follow'],
  alerts: ['plimsoll alerts check cluster.jsonc last', 'plimsoll alerts test ops-chat cluster.jsonc'],
  plan: ['plimsoll plan nightly.jsonc --dry-run', 'plimsoll plan nightly.jsonc --resume --headless --output p.json'],
  schedule: ['plimsoll schedule schedule.jsonc', 'plimsoll schedule history schedule.jsonc --json'],
  init: ['plimsoll init', 'plimsoll init plimsoll.jsonc --url http://127.0.0.1:8080/ --server local'],
  check: ['plimsoll check cluster.jsonc', 'plimsoll check --env staging --json'],
  config: ['plimsoll config show --origin', 'plimsoll config show cluster.jsonc --env staging'],
  trust: ['plimsoll trust', 'plimsoll trust --revoke'],
  secret: ['plimsoll secret set cluster.jsonc target.auth.bearer', 'plimsoll secret rotate cluster.jsonc'],
  completion: ['source <(plimsoll completion bash)', 'plimsoll completion fish | source'],
};

/** The help of the whole program, or of one command; whole lines of at most 80 columns, ending with a newline. */
export function helpText(command: CommandName | null): string {
  const lines = command === null ? overview() : helpOf(command);
  return `${lines.join('\n')}\n`;
}

function overview(): readonly string[] {
  return [
    'plimsoll finds the load line of a cluster: the highest load that it carries',
    'while it keeps its promise.',
    '',
    'Usage: plimsoll COMMAND [URL|CONFIG] [flags]',
    '',
    'Commands',
    ...commandNames.flatMap((name) => entry(name, commandHelp[name].summary, 14)),
    '',
    'Flags of every command',
    ...entry('-h, --help', 'Show help; of a command when it is named.', 18),
    ...entry('-v, --version', 'Show the version.', 18),
    '',
    'Exit codes: 0 objectives met, 1 missed (compare: worse), 2 bad usage or config,',
    '3 not measured (compare: nothing in common), 130 interrupted.',
  ];
}

function helpOf(command: CommandName): readonly string[] {
  const { usage, summary } = commandHelp[command];
  return [
    `plimsoll ${command}: ${summary}`,
    '',
    `Usage: ${usage}`,
    '',
    'Flags',
    ...flagNamesOf(command).flatMap((name) => entry(flagUsage(optionOf(name)), flagWords(command, name), column)),
    ...entry('-h, --help', 'Show this help.', column),
    '',
    'Examples',
    ...examples[command].map((example) => `  ${example}`),
  ];
}

/** The options that a command takes as flags, in the table's order. */
export function flagsOf(command: CommandName): readonly Option[] {
  return flagNamesOf(command).map(optionOf);
}

function flagNamesOf(command: CommandName): readonly OptionName[] {
  return optionNames.filter((name) => optionOf(name).flag !== null && optionOf(name).commands.includes(command));
}

function flagUsage(option: Option): string {
  return `--${option.flag}${placeholders[option.kind] === null ? '' : ` ${placeholders[option.kind]}`}`;
}

function flagWords(command: CommandName, name: OptionName): string {
  const option = optionOf(name);
  const standard = commandDefault(command, name) ?? option.default;
  const repeated = option.repeatable ? ' May be given several times.' : '';
  return `${option.help}${repeated}${standard === null ? '' : ` Default: ${standard}.`}`;
}

/** A term and its words, wrapped beside it; the words begin on a line of their own when the term is too long. */
function entry(term: string, words: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = `  ${term}`;
  if (line.length > indent - 2) {
    lines.push(line);
    line = '';
  }
  line = line.padEnd(indent);
  let isEmpty = true;
  for (const word of words.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
