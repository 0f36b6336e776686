import { type LayersReading, withOrigin } from '../config/layers.js';
import { maskedValue } from '../config/masked.js';
import { type OptionName, optionNames, optionOf } from '../config/options.js';
import { originText } from '../config/origin.js';
import { secretText } from '../config/secret-reference.js';
import type { Layer } from '../config/settings.js';
import { variableOf } from '../config/variables.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { mask } from '../model/secret.js';
import { askedForTrust } from './ask-trust.js';
import { gatherLayers, layerFlags } from './gather-layers.js';
import type { SetupCommand } from './invocation.js';
import type { Io } from './io.js';
import { alertProblems } from './read-alerts.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { resolveLayers } from './resolve-layers.js';
import { programSurroundings } from './surroundings.js';

/** Longest value that is shown on a line of its own. */
const longestValue = 2000;

/** `plimsoll config show [CONFIG]`: every value that some layer sets, and where it was said; secrets as `***`. */
export async function showConfig({ positionals, settings }: SetupCommand, io: Io): Promise<ExitCode> {
  const [verb, file] = positionals;
  if (verb !== 'show') {
    const message = `expected show, got ${verb === undefined ? 'nothing' : `"${plainText(verb)}"`}`;
    return refuse([{ path: 'arguments', message, hint: 'usage: plimsoll config show [CONFIG]' }], io);
  }
  const wanted = { positional: file ?? null, command: 'config', flags: layerFlags(settings) } as const;
  const gather = () => gatherLayers(wanted, readPlainFile, programSurroundings(io.env));
  const layered = await askedForTrust(gather(), gather, io);
  if (layered.kind === 'problems') return refuse(layered.problems, io);
  const problems = wholeProblems(layered);
  if (problems.length > 0) return refuse(problems, io);
  const rows = rowsOf(layered);
  if (settings.json === true) {
    const entries = rows.map(({ key, value, origin }) => ({ key, value, ...(settings.origin ? { origin } : {}) }));
    io.stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
    return exitCodes.met;
  }
  if (rows.length === 0) io.stderr.write('plimsoll: no layer sets anything: all is as plimsoll --help says\n');
  for (const { key, value, origin } of rows) {
    const shown = plainText(JSON.stringify(value), longestValue);
    io.stdout.write(`${key} = ${shown}${settings.origin === true ? `  # ${origin}` : ''}\n`);
  }
  return exitCodes.met;
}

/** What only the whole can tell, as `check` tells it; a profile may lie elsewhere, for nothing goes along it here. */
function wholeProblems({ flags, layer, merged }: Layered): readonly Problem[] {
  const { profile: _, ...file } = layer;
  const whole = resolveLayers({ command: {}, file, flags }, readPlainFile);
  const problems = whole.kind === 'problems' ? whole.problems : alertProblems(whole.config.alerts);
  return problems.map((problem) => withOrigin(problem, merged));
}

type Layered = Extract<LayersReading, { readonly kind: 'ok' }>;
type Row = { readonly key: string; readonly value: unknown; readonly origin: string };

function rowsOf({ merged, flags }: Layered): readonly Row[] {
  const keyed = merged.leaves.map(({ path, value, origin }) => ({
    key: path.map((key) => plainText(key)).join('.'),
    value: maskedValue(path, value),
    origin: plainText(originText(origin), longestValue),
  }));
  const typed = optionNames.flatMap((name) => {
    const value = flags[name];
    if (value === undefined) return [];
    const origin = originText({ kind: 'variable', name: variableOf(name), environment: null });
    return [{ key: `--${optionOf(name).flag}`, value: shownFlag(name, flags), origin }];
  });
  return [...keyed, ...typed].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** A login is read already, and shown as one that is not: where the secret is. */
function shownFlag(name: OptionName, flags: Layer): unknown {
  const auth = name === 'bearer' || name === 'basic' ? flags[name] : undefined;
  if (auth === undefined) return flags[name];
  const secret = auth.secret.kind === 'sealed' ? mask : secretText(auth.secret);
  return auth.kind === 'basic' ? `${auth.user}:${secret}` : secret;
}
