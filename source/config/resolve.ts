import type { Problem } from '../model/problem.js';
import type { RequestSpec } from '../model/request.js';
import type { AuthRef } from '../model/secret-ref.js';
import type { Config, HostConfig, TargetConfig } from './config.js';
import { loadShape, measureMs, type ProfileReading, shapeProblems, type Where } from './load-shape.js';
import { mixOf, mixProblems } from './mix.js';
import { suggestion } from './nearest.js';
import { type OptionName, optionOf } from './options.js';
import { publishOf, publishProblems } from './publish-config.js';
import { screenOf } from './screen-config.js';
import { type NamedServer, readServers } from './servers.js';
import { type Layers, type Settings, settingsOf } from './settings.js';
import { type SshHosts, sshHostNames } from './ssh-hosts.js';
import { streamSpecOf } from './stream-parts.js';

/** A config, or everything that is wrong with what it was made from. */
export type ConfigReading =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Lays the sources over each other and checks what only the whole can tell. A list replaces the list below it. The load's
 * shape is one choice: a flag that names any shape replaces the file's, whichever that is. `profile` is what came of
 * reading the file at `profilePath(layers)`, where there is one.
 */
export function resolveConfig(
  layers: Layers,
  profile: ProfileReading = null,
  sshHosts: SshHosts = sshHostNames,
): ConfigReading {
  const settings = settingsOf([layers.command, layers.file, layers.flags]);
  const durationMs = measureMs(settings, layers, profile);
  const where = (name: OptionName): string => (layers.flags[name] !== undefined ? flagText(name) : pathText(name));
  const problems: Problem[] = [...shapeProblems(layers, profile, durationMs, where)];
  const named = readServers(settings.servers ?? [], sshHosts);
  problems.push(...named.problems, ...nameProblems(named.servers, settings), ...limitProblems(settings, layers, where));
  problems.push(...mixProblems(settings, layers, where));
  problems.push(...authProblems(settings, layers, where), ...publishProblems(settings, where));
  if (problems.length > 0) return { kind: 'problems', problems };
  return {
    kind: 'ok',
    config: {
      target: targetOf(settings),
      hosts: (settings.otherHosts ?? []).map((host) => hostOf(host, settings)),
      requests: mixOf(settings),
      extensions: settings.extensions ?? {},
      feeder: settings.feeder,
      servers: named.servers.map(({ spec }) => spec),
      streams: (settings.streams ?? []).map(streamSpecOf),
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
        workload: settings.workload,
        level: settings.level,
        clients: settings.clients,
        pacing: settings.pacing,
        keepAlive: settings.noKeepAlive !== true,
        protocol: settings.http2 === true ? 'http2' : 'http1',
        redirects: settings.followRedirects,
        coolDownLimitMs: settings.coolDown,
      },
      discovery: {
        startPerSecond: startRateOf(settings, layers),
        maxPerSecond: settings.maxRate,
        effort: settings.effort,
        budgetMs: settings.budget,
        axis: settings.axis,
        strategy: settings.strategy,
        judgedBy: settings.judge,
        warmStart: settings.warmStart,
        startLevel: settings.startLevel,
        maxLevel: settings.maxLevel,
      },
      bench: {
        levels: settings.benchLevels,
        workloads: settings.benchWorkloads ?? [],
        targets: settings.benchTargets ?? [],
      },
      jobs: {
        datasets: settings.datasets ?? [],
        levels: settings.jobLevels,
        rows: settings.jobRows,
        columns: settings.jobColumns,
        growth: settings.jobGrowth,
        atOnce: settings.jobsAtOnce,
        timeoutMs: settings.jobTimeout,
        pollMs: settings.jobPoll,
        api: settings.jobApi ?? {},
      },
      monitor: { durationMs: settings.watchDuration },
      screen: screenOf(settings),
      alerts: {
        rules: settings.alertRules ?? [],
        route: settings.alertRoute ?? {},
        inhibitions: settings.inhibitions ?? [],
        channels: settings.channels ?? {},
      },
      publish: publishOf(settings),
      sessions: { folder: settings.sessions, name: settings.sessionName },
    },
  };
}

function targetOf(settings: Settings): TargetConfig | null {
  const url = settings.target ?? settings.benchTargets?.[0];
  if (url === undefined) return null;
  const request: RequestSpec = {
    method: settings.method,
    headers: settings.headers ?? [],
    body: settings.body,
    okStatus: { from: 200, to: 399 },
  };
  return {
    ...url,
    request,
    allow: settings.allow ?? [],
    auth: authOf(settings),
    tls: { ca: settings.ca, verify: settings.insecure !== true },
    health: settings.health,
  };
}

function authProblems(settings: Settings, { flags }: Layers, where: Where): readonly Problem[] {
  const problems: Problem[] = [];
  if (flags.bearer !== undefined && flags.basic !== undefined) {
    const message = 'expected --bearer or --basic, got both';
    problems.push({ path: '--basic', message, hint: 'keep the one that is meant' });
  }
  const hosts = (settings.otherHosts ?? []).map(({ headers, auth }, index) => {
    return { headers, auth, path: `hosts[${index}].headers` };
  });
  for (const { headers, auth, path } of [
    { headers: settings.headers, auth: authOf(settings), path: where('headers') },
    ...hosts,
  ]) {
    const isTwice = auth && headers?.some(([name]) => name.toLowerCase() === 'authorization');
    if (!isTwice) continue;
    problems.push({
      path,
      message: 'expected no authorization header beside auth, which sets it, got one',
      hint: 'leave one of the two out',
    });
  }
  return problems;
}

/** Who sends the target's requests: a flag wins over the file. */
function authOf({ bearer, basic, auth }: Settings): AuthRef | null {
  return bearer ?? basic ?? auth;
}

/** A host beside the target. Whom the user permitted as target's host is permitted here too. */
function hostOf(entry: NonNullable<Settings['otherHosts']>[number], settings: Settings): HostConfig {
  const { name, url, connections, allow = [], headers = [], auth = null, ca = null, insecure = false } = entry;
  return {
    name,
    ...url,
    connections: connections ?? settings.connections,
    allow: [...(settings.allow ?? []), ...allow],
    headers,
    auth,
    tls: { ca, verify: !insecure },
  };
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
  streams.forEach(({ metrics = [] }, stream) => {
    check(
      `streams[${stream}].metrics`,
      metrics.map(({ name }, index) => ({ name, index })),
    );
  });
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
