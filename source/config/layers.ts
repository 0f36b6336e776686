import { dirname } from 'node:path';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { besideFiles } from './beside.js';
import { type Merged, mergeLayers, type RawLayer } from './merge.js';
import { suggestion } from './nearest.js';
import { optionNames, optionOf } from './options.js';
import { type Origin, originText } from './origin.js';
import { parseContent } from './parse.js';
import { problemsOfKeys } from './problems.js';
import { readFile } from './schema.js';
import type { Layer } from './settings.js';
import { readVariables } from './variables.js';

/** A config file that was found, with its text. */
export type FoundFile = {
  readonly kind: 'system' | 'user' | 'project' | 'file';
  readonly path: string;
  readonly text: string;
};

/** Everything below the flags, laid together. */
export type LayersReading =
  | {
      readonly kind: 'ok';
      /** What files, variables and the URL set; paths in it are seen from where the program was started. */
      readonly layer: Layer;
      /** What variables set of options without a key. */
      readonly flags: Layer;
      readonly merged: Merged;
      /** All of it as one file would say it that lies where the program was started, with a null for what null deleted. */
      readonly content: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** What is laid together: files from the lowest up, and what is above them. */
export type LayerSources = {
  readonly files: readonly FoundFile[];
  /** The URL of the command line, checked already; null without one. */
  readonly url: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Which of the files' environments is laid over them; null: what PLIMSOLL_ENV says. */
  readonly environment: string | null;
};

/**
 * Lays config files over each other, over all of them the environment that was asked for, then the variables, then the URL
 * of the command line. Every file is checked by itself first, so that each problem names its file.
 */
export function layTogether({ files, url, env, environment }: LayerSources): LayersReading {
  const problems: Problem[] = [];
  const variables = readVariables(env);
  if (variables.kind === 'problems') problems.push(...variables.problems);
  const chosen = environment ?? (variables.kind === 'ok' ? (variables.flags.environment ?? null) : null);
  const own: RawLayer[] = [];
  const blocks: RawLayer[] = [];
  const known = new Set<string>();
  for (const { kind, path, text } of files) {
    const parsed = parseContent(text);
    if (parsed.kind === 'problems') {
      problems.push(...parsed.problems.map((problem) => inFile(problem, kind, path)));
      continue;
    }
    own.push({ origin: { kind, name: path, environment: null }, content: parsed.content });
    for (const name of Object.keys(parsed.environments)) known.add(name);
    const said =
      chosen !== null && Object.hasOwn(parsed.environments, chosen) ? parsed.environments[chosen] : undefined;
    if (said !== undefined) blocks.push({ origin: { kind, name: path, environment: chosen }, content: said });
  }
  if (problems.length === 0 && chosen !== null && !known.has(chosen)) {
    const where = environment === null ? 'PLIMSOLL_ENV' : '--env';
    problems.push({
      path: where,
      message: `expected an environment of the config files, got "${plainText(chosen)}"`,
      hint: known.size === 0 ? 'no file has any: add it to environments' : suggestion(chosen, [...known]),
    });
  }
  if (problems.length > 0 || variables.kind === 'problems') return { kind: 'problems', problems };
  const typed: RawLayer[] =
    url === null ? [] : [{ origin: { kind: 'argument', name: url, environment: null }, content: { target: { url } } }];
  const layers = [...own, ...blocks, ...variables.layers, ...typed];
  const merged = mergeLayers(layers);
  const folderOf = (path: readonly string[]): string => folderIn(merged, path);
  const reading = readFile(besideFiles(merged.content, folderOf));
  if (reading.kind === 'faulty') {
    const faulty = problemsOfKeys(reading.faults).map((problem) => withOrigin(problem, merged));
    return { kind: 'problems', problems: faulty };
  }
  const content = besideFiles(mergeLayers(layers, 'null').content, folderOf);
  return { kind: 'ok', layer: reading.value, flags: variables.flags, merged, content };
}

/** A layer with only what has to do with these sections. */
export function onlySections(layer: Layer, sections: readonly string[]): Layer {
  const kept = optionNames.filter((name) => {
    const section = optionOf(name).path?.[0];
    return section !== undefined && sections.includes(section);
  });
  // Each value is that of its own option still.
  return Object.fromEntries(
    kept.flatMap((name) => (layer[name] === undefined ? [] : [[name, layer[name]]])),
  ) as unknown as Layer;
}

function folderIn({ originAt }: Merged, path: readonly string[]): string {
  const origin = originAt(path);
  return origin === null || origin.kind === 'variable' || origin.kind === 'argument' ? '.' : dirname(origin.name);
}

/** A problem of the whole, with who said what it is about, where that is known and is not what the command line names. */
export function withOrigin(problem: Problem, { originAt }: Merged): Problem {
  const keys = problem.path.replaceAll(/\[\d+\]/g, '').split('.');
  const origin = originAt(keys);
  return origin === null ? problem : saidBy(problem, origin);
}

function inFile(problem: Problem, kind: FoundFile['kind'], path: string): Problem {
  return saidBy(problem, { kind, name: path, environment: null });
}

/** A file that was named on the command line needs no name in front of its keys, nor does the line itself. */
function saidBy(problem: Problem, origin: Origin): Problem {
  if (origin.kind === 'file' || origin.kind === 'argument') return problem;
  return { ...problem, path: `${originText({ ...origin, name: plainText(origin.name, 200) })}: ${problem.path}` };
}
