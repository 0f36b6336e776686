import { commandLayer } from '../config/command-defaults.js';
import type { Config, TargetConfig } from '../config/config.js';
import { onlySections } from '../config/layers.js';
import type { Where } from '../config/load-shape.js';
import { type CommandName, commandNames } from '../config/option.js';
import { optionOf } from '../config/options.js';
import { settingsOf } from '../config/resolve.js';
import type { Layer, Settings } from '../config/settings.js';
import { guardHealth, guardTarget, unnamedHosts } from '../config/target-guard.js';
import type { Problem } from '../model/problem.js';
import { rateText } from '../model/quantity-text.js';
import type { Recipe } from '../model/recipe.js';
import { peakRate } from '../model/shape.js';
import { readArguments } from './arguments.js';
import { levelProblems, objectiveProblems, searchesWork } from './check-search.js';
import { templateProblems } from './check-templates.js';
import { gatherLayers } from './gather-layers.js';
import { type LoadFiles, type ReadFile, readLoadFiles } from './load-files.js';
import { alertProblems } from './read-alerts.js';
import { allowing, recipeOf } from './recipe-of.js';
import { resolveLayers } from './resolve-layers.js';
import { bareSurroundings, type Surroundings } from './surroundings.js';
import { templateLevels } from './template-levels.js';
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
      readonly recipe: Recipe;
      readonly output: Output;
      /** Null workers: as the machine suggests. */
      readonly demo: { readonly targetOnly: boolean; readonly port: number; readonly workers: number | null };
    }
  | LoadCommand
  | { readonly command: 'monitor'; readonly config: Config; readonly recipe: Recipe; readonly output: Output }
  | CheckCommand
  | RecordCommand
  | SetupCommand;

/** A command that tries what a config names. */
export type CheckCommand = {
  readonly command: 'check';
  readonly config: Config;
  readonly output: Output;
  /** Whether what came of it is printed as JSON. */
  readonly asJson: boolean;
};

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

/** A command on the program's own set-up: it reads what config it needs by itself. */
export type SetupCommand = {
  readonly command: SetupCommandName;
  /** What stands alone on the command line, as typed. */
  readonly positionals: readonly string[];
  /** Flags and defaults alone. */
  readonly settings: Settings;
};

type SetupCommandName = (typeof setupCommandNames)[number];

const setupCommandNames = ['init', 'config', 'trust', 'secret', 'completion'] as const satisfies readonly CommandName[];

/** A command that sends load to a target of the user's. */
export type LoadCommand = {
  readonly command: LoadCommandName;
  readonly config: Config;
  /** How it can be asked for again. */
  readonly recipe: Recipe;
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

/** Parts of a config that the demo takes: what is loaded and promised is its own. */
const demoSections = ['screen', 'sessions'];

/**
 * Reads a command line, and the config files that it names or that lie around it, into a command that can be carried out as
 * it stands; or everything that is wrong with any of them. `readFile` gives a file's text and throws Node's own errors.
 */
export function readInvocation(
  argv: readonly string[],
  readFile: ReadFile,
  around: Surroundings = bareSurroundings,
): Invocation {
  const invocation = readCommand(argv, readFile, around);
  const config =
    'config' in invocation ? invocation.config : invocation.kind === 'unconfirmed' ? invocation.confirmed.config : null;
  const problems = config === null ? [] : alertProblems(config.alerts);
  return problems.length === 0 ? invocation : { kind: 'problems', problems };
}

function readCommand(argv: readonly string[], readFile: ReadFile, around: Surroundings): Invocation {
  const typed = readArguments(argv);
  if (typed.kind === 'help') return { kind: 'print', text: typed.text };
  if (typed.kind === 'version') return { kind: 'print', text: `${version}\n` };
  const positional = typed.positionals[0] ?? null;
  // What a command on sessions takes names sessions: it finds them itself.
  const meant = typed.kind === 'command' ? typed.command : commandIn(argv);
  const isSetup = meant !== null && isSetupCommand(meant);
  const takesSource = meant === null || !(isSetup || isRecordCommand(meant));
  const layered = gatherLayers(
    {
      positional: takesSource ? positional : null,
      command: meant,
      flags: typed.kind === 'command' && !isSetup ? typed.flags : {},
    },
    readFile,
    isSetup ? bareSurroundings : around,
  );
  const problems = [typed, layered].flatMap((part) => (part.kind === 'problems' ? part.problems : []));
  if (typed.kind === 'problems' || layered.kind === 'problems') return { kind: 'problems', problems };
  const { command, positionals } = typed;
  const flags: Layer = { ...withoutLogin(layered.flags, typed.flags), ...typed.flags };
  if (isRecordCommand(command) || isSetupCommand(command)) {
    return { kind: 'ok', command, positionals, settings: settingsOf([recordLayer(layered.layer), flags]) };
  }
  const said = command === 'demo' ? onlySections(layered.layer, demoSections) : layered.layer;
  const watchesNothing = said.servers === undefined && said.streams === undefined;
  const below = command === 'monitor' && positional === null && watchesNothing ? watchHere : commandLayer(command);
  const { profile, ...withoutProfile } = said;
  // Only a run goes along a profile: no other command must fail for one that is not there.
  const file = command === 'run' && profile !== undefined ? said : withoutProfile;
  const assumed = below === watchHere ? watchHere : {};
  const recipe = recipeOf(command, typed.values, flags, layered, assumed);
  const resolved = resolveLayers({ command: below, file, flags }, readFile);
  if (resolved.kind === 'problems') return resolved;
  const { config } = resolved;
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
        recipe,
        output,
        demo: { targetOnly: targetOnly === true, port, workers: targetWorkers },
      };
    }
    case 'monitor':
      if (config.servers.length > 0 || config.streams.length > 0)
        return { kind: 'ok', command, config, recipe, output };
      return refused(
        'servers',
        'expected servers or streams to watch, got neither',
        'add {"name": "here", "address": "local"} to servers',
      );
    case 'check':
      return { kind: 'ok', command, config, output, asJson: settings.json === true };
    case 'run':
    case 'discover':
    case 'bench':
    case 'jobs':
      return loadCommand(command, config, recipe, output, whereIn(flags), readFile);
  }
}

function isRecordCommand(command: CommandName): command is RecordCommandName {
  return recordCommandNames.some((name) => name === command);
}

/** The command of a line that has faults elsewhere; null where it is not known. */
function commandIn(argv: readonly string[]): CommandName | null {
  return commandNames.find((name) => name === argv[0]) ?? null;
}

function isSetupCommand(command: CommandName): command is SetupCommandName {
  return setupCommandNames.some((name) => name === command);
}

/** What commands on sessions take of a config: where those are and how screens look. A name there is for sessions to come. */
function recordLayer(layer: Layer): Layer {
  const { sessionName: _, ...kept } = onlySections(layer, ['screen', 'sessions']);
  return kept;
}

/** Who sends the requests is one choice: a flag for it stands in place of both variables. */
function withoutLogin({ bearer, basic, ...rest }: Layer, typed: Layer): Layer {
  if (typed.bearer !== undefined || typed.basic !== undefined) return rest;
  return { ...rest, ...(bearer === undefined ? {} : { bearer }), ...(basic === undefined ? {} : { basic }) };
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
  recipe: Recipe,
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
      recipe: allowing(recipe, unnamed, target.allow),
      output,
      target: allowed,
      targets: targets.map(allow),
      files,
    };
    return { kind: 'unconfirmed', hosts: unnamed, problems, confirmed };
  }
  if (problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'ok', command, config, recipe, output, target, targets, files };
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

function refused(path: string, message: string, hint: string | null): Extract<Invocation, { kind: 'problems' }> {
  return { kind: 'problems', problems: [{ path, message, hint }] };
}
