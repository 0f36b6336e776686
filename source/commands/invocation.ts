import { dirname } from 'node:path';
import { besideFile } from '../config/beside.js';
import { commandLayer } from '../config/command-defaults.js';
import type { Config, TargetConfig } from '../config/config.js';
import { type ProfileReading, profilePath, type Where } from '../config/load-shape.js';
import { type CommandName, commandNames } from '../config/option.js';
import { optionOf } from '../config/options.js';
import { parseLayer } from '../config/parse.js';
import { readProfile } from '../config/profile.js';
import { faulty } from '../config/reading.js';
import { resolveConfig, settingsOf } from '../config/resolve.js';
import { pathFrom, serversFrom } from '../config/servers.js';
import type { Layer, Layers, Settings } from '../config/settings.js';
import { type SshHosts, sshHostNames } from '../config/ssh-hosts.js';
import { guardHealth, guardTarget, unnamedHosts } from '../config/target-guard.js';
import { readTargetUrl } from '../config/urls.js';
import { codeOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { rateText } from '../model/quantity-text.js';
import { peakRate } from '../model/shape.js';
import { readArguments } from './arguments.js';
import { levelProblems, objectiveProblems, searchesWork } from './check-search.js';
import { templateProblems } from './check-templates.js';
import { type LoadFiles, type ReadFile, readLoadFiles } from './load-files.js';
import { alertProblems } from './read-alerts.js';
import { templateLevels } from './template-levels.js';
import { unreadable } from './unreadable.js';
import { version } from './version.js';

/** How a session is shown, and where its answer goes: a path, `-` for stdout, null for text alone. */
export type Output = {
  readonly headless: boolean;
  readonly file: string | null;
  /** Where plimsoll's own metrics go; null: nowhere. */
  readonly metricsFile: string | null;
};

/** A command with everything that it needs, checked. */
export type Command =
  | {
      readonly command: 'demo';
      readonly config: Config;
      readonly output: Output;
      /** Null workers: as the machine suggests. */
      readonly demo: { readonly targetOnly: boolean; readonly port: number; readonly workers: number | null };
    }
  | LoadCommand
  | { readonly command: 'monitor'; readonly config: Config; readonly output: Output }
  | RecordCommand;

/** A command on sessions that were recorded: it measures nothing. */
export type RecordCommand = {
  readonly command: RecordCommandName;
  /** What stands alone on the command line, as typed: verbs, and what names sessions. */
  readonly positionals: readonly string[];
  readonly settings: Settings;
};

type RecordCommandName = (typeof recordCommandNames)[number];

const recordCommandNames = [
  'compare',
  'export',
  'import',
  'report',
  'sessions',
  'verify',
  'replay',
  'alerts',
] as const satisfies readonly CommandName[];

/** A command that sends load to a target of the user's. */
export type LoadCommand = {
  readonly command: LoadCommandName;
  readonly config: Config;
  readonly output: Output;
  readonly target: TargetConfig;
  /** What a bench measures one after the other; the target alone for the other commands. */
  readonly targets: readonly TargetConfig[];
  readonly files: LoadFiles;
};

export type LoadCommandName = 'run' | 'discover' | 'bench' | 'jobs';

/** What the command line asks for. */
export type Invocation =
  | ({ readonly kind: 'ok' } & Command)
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  /**
   * All is well but that nobody named some hosts: `confirmed` may be carried out once their names have been typed; else
   * `problems` say why not.
   */
  | {
      readonly kind: 'unconfirmed';
      readonly hosts: readonly string[];
      readonly problems: readonly Problem[];
      readonly confirmed: LoadCommand;
    }
  /** Help or the version: to be printed on stdout, as it is. */
  | { readonly kind: 'print'; readonly text: string };

/** What monitor watches where no config names anything. */
const watchHere: Layer = { servers: [{ name: 'here', address: 'local' }] };

/**
 * Reads a command line, and the config file that it names, into a command that can be carried out as it stands; or
 * everything that is wrong with either. `readFile` gives a file's text and throws Node's own errors.
 */
export function readInvocation(argv: readonly string[], readFile: ReadFile): Invocation {
  const invocation = readCommand(argv, readFile);
  const config =
    'config' in invocation ? invocation.config : invocation.kind === 'unconfirmed' ? invocation.confirmed.config : null;
  const problems = config === null ? [] : alertProblems(config.alerts);
  return problems.length === 0 ? invocation : { kind: 'problems', problems };
}

function readCommand(argv: readonly string[], readFile: ReadFile): Invocation {
  const typed = readArguments(argv);
  if (typed.kind === 'help') return { kind: 'print', text: typed.text };
  if (typed.kind === 'version') return { kind: 'print', text: `${version}\n` };
  const positional = typed.positionals[0] ?? null;
  const source = readPositional(positional, typed.kind === 'command' ? typed.command : commandIn(argv), readFile);
  const problems = [typed, source].flatMap((part) => (part.kind === 'problems' ? part.problems : []));
  if (typed.kind === 'problems' || source.kind === 'problems') return { kind: 'problems', problems };
  const { command, flags, positionals } = typed;
  if (isRecordCommand(command)) {
    return { kind: 'ok', command, positionals, settings: settingsOf([flags]) };
  }
  const below = command === 'monitor' && positional === null ? watchHere : commandLayer(command);
  const { profile, ...withoutProfile } = source.layer;
  // Only a run goes along a profile: no other command must fail for one that is not there.
  const file = command === 'run' && profile !== undefined ? source.layer : withoutProfile;
  const layers: Layers = { command: below, file, flags };
  // A file names its neighbours from where it lies.
  const folder = positional === null ? '.' : dirname(positional);
  const sshHosts: SshHosts = (file) => sshHostNames(file === null ? null : pathFrom(file, folder));
  const resolved = resolveConfig(layers, readProfileOf(layers, readFile), sshHosts);
  if (resolved.kind === 'problems') return resolved;
  const { config: asWritten } = resolved;
  const config = { ...asWritten, servers: serversFrom(asWritten.servers, folder) };
  const settings = settingsOf([flags]);
  const output: Output = {
    headless: settings.headless === true,
    file: settings.output,
    metricsFile: settings.metricsFile,
  };
  switch (command) {
    case 'demo': {
      const { targetOnly, port, targetWorkers } = settings;
      return {
        kind: 'ok',
        command,
        config,
        output,
        demo: { targetOnly: targetOnly === true, port, workers: targetWorkers },
      };
    }
    case 'monitor':
      if (config.servers.length > 0 || config.streams.length > 0) return { kind: 'ok', command, config, output };
      return refused(
        'servers',
        'expected servers or streams to watch, got neither',
        'add {"name": "here", "address": "local"} to servers',
      );
    case 'run':
    case 'discover':
    case 'bench':
    case 'jobs':
      return loadCommand(command, config, output, whereIn(flags), readFile);
  }
}

function isRecordCommand(command: CommandName): command is RecordCommandName {
  return recordCommandNames.some((name) => name === command);
}

/** The command of a line that has faults elsewhere; null where it is not known. */
function commandIn(argv: readonly string[]): CommandName | null {
  return commandNames.find((name) => name === argv[0]) ?? null;
}

/** An option as the user gave it: by flag, or by key. */
function whereIn(flags: Layer): Where {
  return (name) => {
    const { flag, path } = optionOf(name);
    return flags[name] !== undefined || path === null ? `--${flag}` : path.join('.');
  };
}

function loadCommand(
  command: LoadCommandName,
  config: Config,
  output: Output,
  where: Where,
  readFile: ReadFile,
): Invocation {
  const { target } = config;
  const problems: Problem[] = [];
  const isSearch = command === 'discover' || command === 'bench';
  const targets = target === null ? [] : targetsOf(command, config, target);
  const { maxPerSecond } = config.discovery;
  if (target === null) {
    problems.push({
      path: 'target.url',
      message: 'expected a target to load, got none',
      hint: `plimsoll ${command} http://127.0.0.1:8080/, or a config file with a target`,
    });
  } else {
    // The heaviest work is found by requests one after another: there is no rate to bound.
    const searched = isSearch && !(command === 'discover' && config.discovery.axis === 'work');
    for (const one of targets) problems.push(...guardTarget([one, ...config.hosts], { searched, maxPerSecond }));
    problems.push(...guardHealth(target));
  }
  if (isSearch && config.objectives.length === 0) {
    problems.push({
      path: 'objectives',
      message: 'expected an objective that tells where the line is, got none',
      hint: "give --objective 'p99 < 75ms' --objective 'errors < 1%'",
    });
  }
  problems.push(...objectiveProblems(config, where), ...levelProblems(command, config, targets, where));
  const isJobs = command === 'jobs';
  if (!isJobs && config.servers.length === 0 && config.objectives.some((objective) => objective.kind === 'cpu')) {
    problems.push({
      path: 'objectives',
      message: 'expected servers to watch for an objective on cpu, got none',
      hint: 'name them in a config file: {"servers": [{"name": "here", "address": "local"}]}',
    });
  }
  if (command === 'run' && maxPerSecond !== null && peakRate(config.load.shape) > maxPerSecond) {
    problems.push({
      path: 'load',
      message: `expected at most the highest rate of ${rateText(maxPerSecond)}, got a load of ${rateText(peakRate(config.load.shape))}`,
      hint: 'lower the load, or raise max-rate',
    });
  }
  if (command === 'run' && config.servers.length === 0 && config.load.stops.some(({ kind }) => kind === 'cpu')) {
    problems.push({
      path: 'stop',
      message: 'expected servers to watch for a stop rule on cpu, got none',
      hint: 'name them in a config file: {"servers": [{"name": "here", "address": "local"}]}',
    });
  }
  if (target === null) return { kind: 'problems', problems };
  const unnamed = [...new Set(targets.flatMap((one) => unnamedHosts([one, ...config.hosts])))];
  const { files, problems: unread } = readLoadFiles(config, target, where, readFile);
  problems.push(...unread);
  // Without the rows, every name of a column would look unknown.
  if (unread.length === 0) {
    const heaviest = searchesWork(command, config) ? heaviestSearched(config, target) : config.load.level;
    problems.push(...templateProblems(config, target, files.rows?.columns ?? [], heaviest, where));
  }
  if (unnamed.length > 0 && problems.length === unnamed.length) {
    const allow = (one: TargetConfig): TargetConfig => ({ ...one, allow: [...one.allow, ...unnamed] });
    const allowed = allow(target);
    const hosts = config.hosts.map((host) => ({ ...host, allow: [...host.allow, ...unnamed] }));
    const confirmed = {
      command,
      config: { ...config, target: allowed, hosts },
      output,
      target: allowed,
      targets: targets.map(allow),
      files,
    };
    return { kind: 'unconfirmed', hosts: unnamed, problems, confirmed };
  }
  if (problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'ok', command, config, output, target, targets, files };
}

/** The heaviest level that a search was told of; where it was told none, the templates themselves are the bound. */
function heaviestSearched(config: Config, target: TargetConfig): number | null {
  const levels = templateLevels(config, target);
  return levels === null ? null : Math.max(levels.from, config.discovery.maxLevel ?? 0);
}

/** The systems of a bench differ in their URL alone. */
function targetsOf(command: LoadCommandName, { bench }: Config, target: TargetConfig): readonly TargetConfig[] {
  if (command !== 'bench' || bench.targets.length === 0) return [target];
  return bench.targets.map((place) => ({ ...target, ...place }));
}

type Source =
  | { readonly kind: 'ok'; readonly layer: Layer }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** A URL is a target; anything else is the path of a config file. A null command is one that was not understood. */
function readPositional(positional: string | null, command: CommandName | null, readFile: ReadFile): Source {
  // What a command on sessions takes names sessions: it finds them itself.
  if (positional === null || (command !== null && isRecordCommand(command))) return { kind: 'ok', layer: {} };
  if (command === 'monitor' && positional.includes('://')) {
    return refused('arguments', 'expected a config file, got a URL', 'monitor sends no load: name servers and streams');
  }
  if (positional.includes('://')) {
    const reading = readTargetUrl(positional);
    if (reading.kind === 'ok') return { kind: 'ok', layer: { target: reading.value } };
    return { kind: 'problems', problems: reading.faults.map(({ message, hint }) => ({ path: 'URL', message, hint })) };
  }
  if (/^(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}(?:\/.*)?$/.test(positional)) {
    const shown = plainText(positional);
    return refused(shown, 'expected a URL or a config file, got a host and port', `write http://${shown}`);
  }
  let text: string;
  try {
    text = readFile(positional);
  } catch (error) {
    const code = codeOf(error);
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    const wanted = isMissing ? 'a URL or a config file' : 'a config file';
    return refused(
      plainText(positional, 200),
      ...unreadable(error, wanted, 'a target begins with http:// or https://'),
    );
  }
  const reading = parseLayer(text);
  return reading.kind === 'ok' ? { kind: 'ok', layer: besideFile(reading.layer, dirname(positional)) } : reading;
}

/** What came of reading the profile that the load runs along; null where it has another shape. */
function readProfileOf(layers: Layers, readFile: ReadFile): ProfileReading {
  const path = profilePath(layers);
  if (path === null) return null;
  try {
    return readProfile(readFile(path));
  } catch (error) {
    const [message, hint] = unreadable(error, 'a CSV file', null);
    return faulty(`${message} (${plainText(path, 200)})`, hint);
  }
}

function refused(path: string, message: string, hint: string | null): Extract<Invocation, { kind: 'problems' }> {
  return { kind: 'problems', problems: [{ path, message, hint }] };
}
