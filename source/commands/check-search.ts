import type { Config, TargetConfig } from '../config/config.js';
import type { Where } from '../config/load-shape.js';
import { suggestion } from '../config/nearest.js';
import { quoted } from '../config/quote.js';
import { mostWatched } from '../engine/load/phase-memory.js';
import { requestOf } from '../model/objective.js';
import type { Problem } from '../model/problem.js';
import type { LoadCommandName } from './invocation.js';
import { templateLevels } from './template-levels.js';

/** Whether a command looks for the heaviest work, be it that alone or before load lines. */
export function searchesWork(command: LoadCommandName, { discovery }: Config): boolean {
  return command === 'bench' || (command === 'discover' && discovery.axis === 'work');
}

/**
 * What is wrong with a search for the heaviest work, of a workload in whose place its code is not yet known. `targets`
 * are all that it goes to.
 */
export function levelProblems(
  command: LoadCommandName,
  config: Config,
  targets: readonly TargetConfig[],
  where: Where,
): readonly Problem[] {
  if (!searchesWork(command, config)) return [];
  const { bench, discovery, load, objectives } = config;
  const problems: Problem[] = [];
  const choices = command === 'bench' && bench.workloads.length > 0 ? bench.workloads : [load.workload];
  const plain = choices.find(({ kind }) => kind === 'http');
  const requests: Config = { ...config, load: { ...load, workload: { kind: 'http' } } };
  if (plain !== undefined && targets.some((target) => templateLevels(requests, target) === null)) {
    problems.push({
      path: bench.workloads.length > 0 && command === 'bench' ? 'bench.workloads' : where('workload'),
      message: 'expected a workload that has levels, got http requests without {{level}}',
      hint: 'give --workload fibonacci, bubble-sort, or a module of your own; or say {{level}} in a path, header or body',
    });
  }
  if (!objectives.some(({ kind }) => kind === 'latency')) {
    problems.push({
      path: where('objectives'),
      message: 'expected an objective on latency that tells how heavy is too heavy, got none',
      hint: "give --objective 'p99 < 75ms'",
    });
  }
  const { maxLevel, startLevel } = discovery;
  if (startLevel !== null && maxLevel !== null && startLevel > maxLevel) {
    problems.push({
      path: where('startLevel'),
      message: `expected a level of at most ${maxLevel}, the heaviest allowed, got ${startLevel}`,
      hint: null,
    });
  }
  return problems;
}

/** Objectives on a request that there is none of, or more of them than are counted apart. */
export function objectiveProblems(config: Config, where: Where): readonly Problem[] {
  const { load, objectives, requests } = config;
  const named = objectives.filter((objective) => requestOf(objective) !== null).length;
  if (named > mostWatched) {
    const message = `expected at most ${mostWatched} objectives on single requests, got ${named}`;
    return [{ path: where('objectives'), message, hint: 'leave some out' }];
  }
  // What code counts is known only once it was brought in.
  if (load.workload.kind !== 'http') return [];
  const known = requests.flatMap((entry) =>
    entry.kind === 'request' ? [entry.name] : [entry.name, ...entry.steps.map(({ name }) => `${entry.name} / ${name}`)],
  );
  return objectives.flatMap((objective): readonly Problem[] => {
    const request = requestOf(objective);
    return request === null ? [] : requestProblem(request, known, objective.text, where('objectives'));
  });
}

/** What keeps an objective from being on a request of that name; `known` are the names that are counted apart. */
export function requestProblem(
  request: string,
  known: readonly string[],
  text: string,
  path: string,
): readonly Problem[] {
  if (known.length === 0) {
    const message = `expected an objective on all requests, got "${text}" where there is but one`;
    return [{ path, message, hint: 'leave the name out, or name the requests of a mix under requests' }];
  }
  if (!known.includes(request)) {
    const message = `expected the name of a request in "${text}", got ${quoted(request)}`;
    return [{ path, message, hint: suggestion(request, known) }];
  }
  return [];
}
