import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { authorizationOf, type ReadSecret } from '../config/authorization.js';
import type { DiscoveryConfig } from '../config/config.js';
import type { SearchAxis } from '../config/kinds.js';
import { suggestion } from '../config/nearest.js';
import { messageOf, PlimsollError } from '../model/error.js';
import { requestOf } from '../model/objective.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { WorkSpec } from '../model/work.js';
import { createSystemClock } from '../time/clock.js';
import type { Workload } from '../workload/define-workload.js';
import { importWorkload } from '../workload/import-workload.js';
import { openWork } from '../workload/open-work.js';
import { tryModule } from '../workload/try-module.js';
import { requestProblem } from './check-search.js';
import { fillHeaders } from './fill-headers.js';
import type { LoadCommand } from './invocation.js';
import { type LoadNeeds, type LoadParts, loadParts } from './load-parts.js';
import { templateLevels } from './template-levels.js';

/** The parts of a load, or why there can be none. */
export type PreparedLoad =
  | { readonly kind: 'ok'; readonly parts: LoadParts; readonly needs: LoadNeeds; readonly levels: Levels | null }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** The levels that a search for the heaviest work goes through. */
export type Levels = {
  /** The workload's name. */
  readonly workload: string;
  readonly from: number;
  /** The lightest and heaviest there are; Infinity where the workload names none. */
  readonly smallest: number;
  readonly largest: number;
};

/**
 * Gathers what a load needs beyond its files, right before it is made: secrets are read where their references lead, and the
 * code of a workload is brought in and tried once. A secret goes into the load's requests and nowhere else. `axis`: whether
 * the load is of one level, or searched for its heaviest.
 */
export async function prepareLoad(
  command: LoadCommand,
  read: ReadSecret,
  axis: SearchAxis = 'rate',
): Promise<PreparedLoad> {
  const { config, target, files } = command;
  const problems: Problem[] = [];
  const authorizations: LoadNeeds['authorizations'][number][] = [];
  // One after another: a passphrase is asked for once, and programs that ask something themselves do not talk at once.
  for (const [index, { auth }] of [target, ...config.hosts].entries()) {
    if (auth === null) {
      authorizations.push(null);
      continue;
    }
    const path = index === 0 ? 'target.auth' : `hosts[${index - 1}].auth`;
    const found = await authorizationOf(auth, path, read);
    if (found.kind === 'problem') problems.push(found.problem);
    authorizations.push(found.kind === 'ok' ? found.value : null);
  }
  const filled = await fillHeaders(config, target, read, problems);
  const code = await codeOf(command, problems);
  const levels =
    axis === 'rate' ? null : code === null ? requestLevels(command) : levelsOf(config.discovery, code.workload);
  if (code !== null) {
    problems.push(...extensionProblems(code, command));
    const wanted = levels === null ? [config.load.level] : [levels.from, levels.largest];
    const named = levels === null ? ['load.level'] : ['discovery.start-level', 'discovery.max-level'];
    for (const [index, level] of wanted.entries()) {
      const problem = level === Number.POSITIVE_INFINITY ? null : levelProblem(code.workload, level, named[index]!);
      if (problem !== null) problems.push(problem);
    }
  }
  if (problems.length > 0) return { kind: 'problems', problems };
  const needs: LoadNeeds = { files, authorizations, filled, code };
  const parts = loadParts(config, target, needs, levels?.from ?? config.load.level);
  const broken = code === null ? null : await firstRequestProblem(command, code.workload, parts.work);
  if (broken !== null) return { kind: 'problems', problems: [broken] };
  const unknown = code === null ? [] : namedProblems(command, parts.work.names);
  return unknown.length === 0 ? { kind: 'ok', parts, needs, levels } : { kind: 'problems', problems: unknown };
}

/** Objectives on requests that the code of a workload does not count. */
function namedProblems({ config }: LoadCommand, names: readonly string[]): readonly Problem[] {
  return config.objectives.flatMap((objective) => {
    const request = requestOf(objective);
    if (request === null) return [];
    return requestProblem(request, names.length < 2 ? [] : names, objective.text, 'objectives');
  });
}

/** A level that was named stands, even one that the workload does not have: then it is refused by that. */
function levelsOf({ maxLevel, startLevel }: DiscoveryConfig, workload: Workload): Levels {
  const { largestLevel, name, smallestLevel } = workload;
  return {
    workload: plainText(name),
    from: startLevel ?? smallestLevel,
    smallest: smallestLevel,
    largest: maxLevel ?? largestLevel ?? Number.POSITIVE_INFINITY,
  };
}

/** The levels of requests whose templates tell them. */
function requestLevels({ config, target }: LoadCommand): Levels | null {
  const levels = templateLevels(config, target);
  if (levels === null) return null;
  const [only, ...others] = config.requests;
  const name = only === undefined ? `${target.request.method} ${target.address.path}` : only.name;
  return { ...levels, workload: others.length === 0 ? plainText(name) : `a mix of ${config.requests.length} requests` };
}

async function codeOf({ config }: LoadCommand, problems: Problem[]): Promise<LoadNeeds['code']> {
  const { workload: choice } = config.load;
  if (choice.kind === 'http') return null;
  const url = choice.kind === 'module' ? pathToFileURL(resolve(choice.path)).href : null;
  const stuck = url === null ? null : await tryModule(url, createSystemClock());
  if (stuck !== null) {
    problems.push({ path: `workload ${nameOf(choice)}`, message: stuck, hint: null });
    return null;
  }
  const check = await importWorkload(
    url === null ? { kind: 'built-in', name: nameOf(choice) } : { kind: 'module', url },
  );
  if (check.kind === 'faulty') {
    problems.push(...check.messages.map((message) => ({ path: `workload ${nameOf(choice)}`, message, hint: null })));
    return null;
  }
  return { workload: check.workload, url };
}

/** What the code says of its own part of the config, and parts that are nobody's. */
function extensionProblems(
  { workload: { extension }, url }: NonNullable<LoadNeeds['code']>,
  { command, config: { extensions } }: LoadCommand,
): readonly Problem[] {
  const problems: Problem[] = [];
  // A bench has several workloads, each with a part of its own.
  const others = url === null || command === 'bench' ? [] : Object.keys(extensions);
  for (const name of others.filter((one) => one !== extension?.name)) {
    const hint = extension === undefined ? 'this workload has none' : suggestion(name, [extension.name]);
    const message = `expected the name of the workload's extension, got "${plainText(name)}"`;
    problems.push({ path: 'extensions', message, hint });
  }
  if (extension === undefined) return problems;
  const { name } = extension;
  try {
    extension.read(Object.hasOwn(extensions, name) ? extensions[name] : undefined);
  } catch (error) {
    problems.push({ path: `extensions.${name}`, message: plainText(messageOf(error), 300), hint: null });
  }
  return problems;
}

function nameOf(choice: Exclude<LoadCommand['config']['load']['workload'], { kind: 'http' }>): string {
  return choice.kind === 'built-in' ? choice.name : plainText(choice.path, 200);
}

/** Why a workload can't be had at a level; null where it can. */
function levelProblem(workload: Workload, level: number | null, path: string): Problem | null {
  const { smallestLevel: least, largestLevel: most = null, levelReason, name } = workload;
  const range = most === null ? `from ${least} on` : `from ${least} to ${most}`;
  if (level !== null && level >= least && (most === null || level <= most)) return null;
  return {
    path,
    message: `expected a level ${range} for ${plainText(name)}, got ${level ?? 'none'}`,
    hint:
      level === null ? `give --level, or load.level` : levelReason === undefined ? null : plainText(levelReason, 200),
  };
}

/** What keeps the code from making its first request; null where nothing does, or where it makes steps. */
async function firstRequestProblem(command: LoadCommand, workload: Workload, work: WorkSpec): Promise<Problem | null> {
  const { workload: choice } = command.config.load;
  if ('steps' in workload || choice.kind === 'http') return null;
  const first = openWork(work, workload).next(0, 0.5, 0);
  if (first.kind === 'request') return null;
  const never = (): Promise<never> => Promise.reject(new PlimsollError('not-sent', 'nothing is sent here'));
  const message = await first.run(never).then(() => 'it made none', messageOf);
  return {
    path: `workload ${nameOf(choice)}`,
    message: `expected a request of it, but: ${plainText(message, 300)}`,
    hint: null,
  };
}
