import { commandLayer, demoSections } from '../config/command-defaults.js';
import type { Config, TargetConfig } from '../config/config.js';
import { type FoundFile, onlySections, withOrigin } from '../config/layers.js';
import { optionNames, optionOf } from '../config/options.js';
import { type Layer, type Settings, settingsOf } from '../config/settings.js';
import type { Problem } from '../model/problem.js';
import type { Recipe } from '../model/recipe.js';
import type { RecordCommandName, SetupCommandName } from './command-groups.js';
import { readCommandLine, type SessionLine } from './command-line.js';
import { readLoadCommand } from './load-command.js';
import type { LoadFiles, ReadFile } from './load-files.js';
import { alertProblems } from './read-alerts.js';
import { recipeOf } from './recipe-of.js';
import { resolveLayers } from './resolve-layers.js';
import { bareSurroundings, type ChangedProject, type Surroundings } from './surroundings.js';
import type { VerdictOutput } from './tell-verdict.js';

/** How a session is shown, and where its answer goes: a path, `-` for stdout, null for text alone. */
export type Output = {
  readonly headless: boolean;
  readonly file: string | null;
  /** Where plimsoll's own metrics go; null: nowhere. */
  readonly metricsFile: string | null;
  /** Where the verdict goes besides. */
  readonly verdict: VerdictOutput;
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
  | MonitorCommand
  | CheckCommand
  | RecordCommand
  | SetupCommand;

/** A command that only watches. */
export type MonitorCommand = {
  readonly command: 'monitor';
  readonly config: Config;
  readonly recipe: Recipe;
  readonly output: Output;
  /** What names the session in which the servers were at rest: watching ends once they are so again. Null: it does not. */
  readonly untilRest: string | null;
};

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

/** A command on the program's own set-up, or on plans of other commands: it reads what config it needs by itself. */
export type SetupCommand = {
  readonly command: SetupCommandName;
  /** What stands alone on the command line, as typed. */
  readonly positionals: readonly string[];
  /** Flags and defaults alone. */
  readonly settings: Settings;
};

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
  | {
      readonly kind: 'problems';
      readonly problems: readonly Problem[];
      /** The one thing that is wrong, where somebody who sits there may be asked whether it is; absent: there is none. */
      readonly changed?: ChangedProject;
    }
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
 * Reads a command line, and the config files that it names or that lie around it, into a command that can be carried out as
 * it stands; or everything that is wrong with any of them. `readFile` gives a file's text and throws Node's own errors.
 * `over` is laid over the file that the command line names.
 */
export function readInvocation(
  argv: readonly string[],
  readFile: ReadFile,
  around: Surroundings = bareSurroundings,
  over: readonly FoundFile[] = [],
): Invocation {
  const line = readCommandLine(argv, readFile, around, over);
  return line.kind === 'session' ? readSessionLine(line, readFile) : line;
}

/** Reads what a command that begins a session was told. */
export function readSessionLine(line: SessionLine, readFile: ReadFile): Invocation {
  const { command, flags, layered, positional, values } = line;
  const said = command === 'demo' ? onlySections(layered.layer, demoSections) : layered.layer;
  const watchesNothing = said.servers === undefined && said.streams === undefined;
  const below = command === 'monitor' && positional === null && watchesNothing ? watchHere : commandLayer(command);
  const { profile, ...withoutProfile } = said;
  // Only a run goes along a profile: no other command must fail for one that is not there.
  const file = command === 'run' && profile !== undefined ? said : withoutProfile;
  const assumed = below === watchHere ? watchHere : {};
  const recipe = recipeOf(command, values, flags, layered, assumed);
  const resolved = resolveLayers({ command: below, file, flags }, readFile);
  const faults = resolved.kind === 'problems' ? resolved.problems : alertProblems(resolved.config.alerts);
  const invocation: Invocation =
    resolved.kind === 'problems' || faults.length > 0
      ? { kind: 'problems', problems: faults }
      : readSessionCommand(command, resolved.config, recipe, flags, readFile);
  if (invocation.kind !== 'problems') return invocation;
  const told = invocation.problems.map((problem) =>
    isTyped(problem.path, flags) ? problem : withOrigin(problem, layered.merged),
  );
  return { kind: 'problems', problems: told };
}

function readSessionCommand(
  command: SessionLine['command'],
  config: Config,
  recipe: Recipe,
  flags: Layer,
  readFile: ReadFile,
): Invocation {
  const settings = settingsOf([flags]);
  const output: Output = {
    headless: settings.headless === true,
    file: settings.output,
    metricsFile: settings.metricsFile,
    verdict: { junitFile: settings.junit, annotations: settings.annotations === true },
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
      if (config.servers.length > 0 || config.streams.length > 0) {
        return { kind: 'ok', command, config, recipe, output, untilRest: settings.untilRest };
      }
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
      return readLoadCommand(command, { config, recipe, output }, flags, readFile);
  }
}

/** Whether a key has its value from the command line, whatever the files below it say. */
function isTyped(path: string, flags: Layer): boolean {
  return optionNames.some((name) => {
    const key = optionOf(name).path?.join('.');
    return flags[name] !== undefined && key !== undefined && (path === key || path.startsWith(`${key}[`));
  });
}

function refused(path: string, message: string, hint: string | null): Extract<Invocation, { kind: 'problems' }> {
  return { kind: 'problems', problems: [{ path, message, hint }] };
}
