import type { Problem } from '../model/problem.js';
import type { RequestSpec } from '../model/request.js';
import type { Config, TargetConfig } from './config.js';
import { loadShape, measureMs, type ProfileReading, shapeProblems, type Where } from './load-shape.js';
import { suggestion } from './nearest.js';
import { type OptionName, optionOf } from './options.js';
import { type NamedServer, readServers } from './servers.js';
import { defaultSettings, type Layer, type Layers, type Settings } from './settings.js';

/** A config, or everything that is wrong with what it was made from. */
export type ConfigReading =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Lays the sources over each other and checks what only the whole can tell. A list replaces the list below it. The load's
 * shape is one choice: a flag that names any shape replaces the file's, whichever that is. `profile` is what came of
 * reading the file at `profilePath(layers)`, where there is one.
 */
export function resolveConfig(layers: Layers, profile: ProfileReading = null): ConfigReading {
  const settings = settingsOf([layers.command, layers.file, layers.flags]);
  const durationMs = measureMs(settings, layers, profile);
  const where = (name: OptionName): string => (layers.flags[name] !== undefined ? flagText(name) : pathText(name));
  const problems: Problem[] = [...shapeProblems(layers, profile, durationMs, where)];
  const named = readServers(settings.servers ?? []);
  problems.push(...named.problems, ...nameProblems(named.servers, settings), ...limitProblems(settings, layers, where));
  if (problems.length > 0) return { kind: 'problems', problems };
  return {
    kind: 'ok',
    config: {
      target: targetOf(settings),
      servers: named.servers.map(({ spec }) => spec),
      streams: (settings.streams ?? []).map(({ name, url, server }) => ({ name, url, server: server ?? null })),
      objectives: settings.objectives ?? [],
      load: {
        shape: loadShape(settings, layers, profile, durationMs),
        durationMs,
        warmUpMs: settings.warmUp,
        arrivals: settings.arrivals,
        connections: settings.connections,
        seed: settings.seed,
        timeoutMs: settings.timeout,
        inFlightLimit: settings.inFlightLimit,
        workers: settings.workers,
        stops: settings.stops ?? [],
        tripWires: settings.noTripWires !== true,
      },
      discovery: {
        startPerSecond: startRateOf(settings, layers),
        maxPerSecond: settings.maxRate,
        effort: settings.effort,
        budgetMs: settings.budget,
      },
      monitor: { durationMs: settings.watchDuration },
      sessions: { folder: settings.sessions },
    },
  };
}

/** A value for every option: the last layer that names it wins, and the table's default stands where none does. */
export function settingsOf(layers: readonly Layer[]): Settings {
  return Object.assign(defaultSettings(), ...layers);
}

function targetOf(settings: Settings): TargetConfig | null {
  if (settings.target === null) return null;
  const request: RequestSpec = {
    method: settings.method,
    headers: settings.headers ?? [],
    body: settings.body,
    okStatus: { from: 200, to: 399 },
  };
  return { ...settings.target, request, allow: settings.allow ?? [], health: settings.health };
}

function nameProblems(servers: readonly NamedServer[], settings: Settings): readonly Problem[] {
  const problems: Problem[] = [];
  const streams = settings.streams ?? [];
  const check = (list: string, named: readonly { readonly name: string; readonly index: number }[]): void => {
    const seen = new Set<string>();
    for (const { name, index } of named) {
      if (seen.has(name)) {
        problems.push({
          path: `${list}[${index}].name`,
          message: `expected a name of its own, got "${name}" a second time`,
          hint: 'events, panes and reports tell them apart by name',
        });
      }
      seen.add(name);
    }
  };
  check(
    'servers',
    servers.map(({ spec, entry }) => ({ name: spec.name, index: entry })),
  );
  check(
    'streams',
    streams.map(({ name }, index) => ({ name, index })),
  );
  const known = servers.map(({ spec }) => spec.name);
  streams.forEach(({ server }, index) => {
    if (server === undefined || known.includes(server)) return;
    problems.push({
      path: `streams[${index}].server`,
      message: `expected the name of a server, got "${server}"`,
      hint: known.length === 0 ? 'there are no servers: add one, or leave this key out' : suggestion(server, known),
    });
  });
  return problems;
}

function limitProblems(settings: Settings, layers: Layers, where: Where): readonly Problem[] {
  const problems: Problem[] = [];
  const limits = (settings.objectives ?? []).flatMap((objective) => (objective.kind === 'latency' ? [objective] : []));
  const beyond = limits.find(({ limitMs }) => limitMs > settings.timeout);
  if (beyond !== undefined) {
    problems.push({
      path: where('timeout'),
      message: `expected a timeout of at least the longest limit, got ${settings.timeout} ms with "${beyond.text}"`,
      hint: `an answer given up earlier could not be judged: set it to ${beyond.limitMs}ms or more`,
    });
  }
  if (settings.maxRate !== null && startRateOf(settings, layers) > settings.maxRate) {
    problems.push({
      path: where(layers.flags.maxRate !== undefined ? 'maxRate' : 'startRate'),
      message: `expected a start rate of at most the highest rate, got ${settings.startRate}/s over ${settings.maxRate}/s`,
      hint: `set the start rate to ${settings.maxRate}/s or less`,
    });
  }
  return problems;
}

/** The start rate that was named; where none was, the default gives way to a highest rate below it. */
function startRateOf(settings: Settings, { command, file, flags }: Layers): number {
  const isNamed = [command, file, flags].some((layer) => layer.startRate !== undefined);
  return isNamed ? settings.startRate : Math.min(settings.startRate, settings.maxRate ?? settings.startRate);
}

function pathText(name: OptionName): string {
  return optionOf(name).path?.join('.') ?? name;
}

function flagText(name: OptionName): string {
  return `--${optionOf(name).flag}`;
}
