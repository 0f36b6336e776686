import { type FoundFile, type LayersReading, layTogether } from '../config/layers.js';
import type { CommandName } from '../config/option.js';
import type { Layer, Settings } from '../config/settings.js';
import { readTargetUrl } from '../config/urls.js';
import { codeOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { ReadFile } from './load-files.js';
import { type ChangedProject, findFiles, type Surroundings } from './surroundings.js';
import { unreadable } from './unreadable.js';

/** What of a command line says which layers there are. A null command is one that was not understood. */
export type LayersWanted = {
  /** The URL or config file that stands alone; null without one. */
  readonly positional: string | null;
  readonly command: CommandName | null;
  readonly flags: Pick<Layer, 'environment' | 'noProject'>;
  /** Laid over the file that is named; absent: nothing. */
  readonly over?: readonly FoundFile[];
};

/** Layers laid together, or what is wrong with them; where that is one change alone, whoever is asked may trust it. */
export type GatheredLayers =
  | Extract<LayersReading, { readonly kind: 'ok' }>
  | {
      readonly kind: 'problems';
      readonly problems: readonly Problem[];
      readonly changed: ChangedProject | null;
    };

/** What a command that reads a config by itself was told of its layers. */
export function layerFlags({ environment, noProject }: Settings): LayersWanted['flags'] {
  return { ...(environment === null ? {} : { environment }), ...(noProject === true ? { noProject } : {}) };
}

/** All that is below the flags: the files around, unless one is named, which stands in place of the project's. */
export function gatherLayers(
  { positional, command, flags, over = [] }: LayersWanted,
  readFile: ReadFile,
  around: Surroundings,
): GatheredLayers {
  const source = readPositional(positional, command, readFile);
  const wantsProject =
    source.kind === 'ok' &&
    source.file === null &&
    flags.noProject !== true &&
    !/^(?:1|true|yes|on)$/i.test(around.env.PLIMSOLL_NO_PROJECT ?? '');
  const found = findFiles(around, wantsProject, readFile);
  const named = source.kind === 'ok' && source.file !== null ? [source.file] : [];
  const layered = layTogether({
    files: [...found.files, ...named, ...over],
    url: source.kind === 'ok' ? source.url : null,
    env: around.env,
    environment: flags.environment ?? null,
  });
  const problems = [
    ...(source.kind === 'problems' ? source.problems : []),
    ...found.problems,
    ...(layered.kind === 'problems' ? layered.problems : []),
  ];
  if (problems.length === 0 && layered.kind === 'ok') return layered;
  return { kind: 'problems', problems, changed: problems.length === 1 ? found.changed : null };
}

type Source =
  | { readonly kind: 'ok'; readonly file: FoundFile | null; readonly url: string | null }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** A URL is a target; anything else is the path of a config file. A null command is one that was not understood. */
function readPositional(positional: string | null, command: CommandName | null, readFile: ReadFile): Source {
  if (positional === null) return { kind: 'ok', file: null, url: null };
  if (command === 'monitor' && positional.includes('://')) {
    return refused('arguments', 'expected a config file, got a URL', 'monitor sends no load: name servers and streams');
  }
  if (positional.includes('://')) {
    const reading = readTargetUrl(positional);
    if (reading.kind === 'ok') return { kind: 'ok', file: null, url: positional };
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
  return { kind: 'ok', file: { kind: 'file', path: positional, text }, url: null };
}

function refused(path: string, message: string, hint: string | null): Source {
  return { kind: 'problems', problems: [{ path, message, hint }] };
}
