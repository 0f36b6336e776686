import { type FoundFile, type LayersReading, onlySections } from '../config/layers.js';
import { type CommandName, commandNames } from '../config/option.js';
import { type Layer, settingsOf } from '../config/settings.js';
import { readArguments } from './arguments.js';
import { isRecordCommand, isSetupCommand, type RecordCommandName, type SetupCommandName } from './command-groups.js';
import { gatherLayers } from './gather-layers.js';
import type { Invocation } from './invocation.js';
import type { ReadFile } from './load-files.js';
import type { TypedValues } from './recipe-of.js';
import { bareSurroundings, type Surroundings } from './surroundings.js';
import { version } from './version.js';

/** A command line as far as it is read alike whatever the command; what none but a session needs is not loaded for it. */
export type CommandLine = Extract<Invocation, { readonly kind: 'ok' | 'problems' | 'print' }> | SessionLine;

/** The line of a command that begins a session, still to be read. */
export type SessionLine = {
  readonly kind: 'session';
  readonly command: Exclude<CommandName, RecordCommandName | SetupCommandName>;
  /** What stands alone first; null where nothing does. */
  readonly positional: string | null;
  /** Those typed over those of variables. */
  readonly flags: Layer;
  readonly values: TypedValues;
  readonly layered: Extract<LayersReading, { readonly kind: 'ok' }>;
};

/** Reads a command line and the layers of config below it, under the conditions of `readInvocation`. */
export function readCommandLine(
  argv: readonly string[],
  readFile: ReadFile,
  around: Surroundings,
  over: readonly FoundFile[] = [],
): CommandLine {
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
      over,
    },
    readFile,
    isSetup ? bareSurroundings : around,
  );
  const problems = [typed, layered].flatMap((part) => (part.kind === 'problems' ? part.problems : []));
  if (typed.kind === 'problems') return { kind: 'problems', problems };
  if (layered.kind === 'problems') {
    const mayAsk = layered.changed !== null && typed.flags.headless !== true;
    return { kind: 'problems', problems, ...(mayAsk ? { changed: layered.changed } : {}) };
  }
  const { command, positionals, values } = typed;
  const flags: Layer = { ...withoutLogin(layered.flags, typed.flags), ...typed.flags };
  if (isRecordCommand(command) || isSetupCommand(command)) {
    return { kind: 'ok', command, positionals, settings: settingsOf([recordLayer(layered.layer), flags]) };
  }
  return { kind: 'session', command, positional, flags, values, layered };
}

/** The command of a line that has faults elsewhere; null where it is not known. */
function commandIn(argv: readonly string[]): CommandName | null {
  return commandNames.find((name) => name === argv[0]) ?? null;
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
