import type { Config, TargetConfig } from '../config/config.js';
import type { Where } from '../config/load-shape.js';
import { optionOf } from '../config/options.js';
import type { Layer } from '../config/settings.js';
import { guardHealth, guardTarget, unnamedHosts } from '../config/target-guard.js';
import type { Problem } from '../model/problem.js';
import { rateText } from '../model/quantity-text.js';
import { peakRate } from '../model/shape.js';
import { levelProblems, objectiveProblems, searchesWork } from './check-search.js';
import { templateProblems } from './check-templates.js';
import type { Invocation, LoadCommand, LoadCommandName } from './invocation.js';
import { type ReadFile, readLoadFiles } from './load-files.js';
import { allowing } from './recipe-of.js';
import { templateLevels } from './template-levels.js';

/** An option as the user gave it: by flag, or by key. */
function whereIn(flags: Layer): Where {
  return (name) => {
    const { flag, path } = optionOf(name);
    return flags[name] !== undefined || path === null ? `--${flag}` : path.join('.');
  };
}

/** What goes into a load command as it was read. */
type Given = Pick<LoadCommand, 'config' | 'recipe' | 'output'>;

/** Checks what only a load needs, and reads its files. */
export function readLoadCommand(
  command: LoadCommandName,
  { config, recipe, output }: Given,
  flags: Layer,
  readFile: ReadFile,
): Invocation {
  const where = whereIn(flags);
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
