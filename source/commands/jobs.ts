import { availableParallelism } from 'node:os';
import type { Config, TargetConfig } from '../config/config.js';
import { limitsOf, watchedOf } from '../engine/discovery/criteria.js';
import type { DiscoveryOptions } from '../engine/discovery/options.js';
import { plannedSeconds } from '../engine/discovery/planned.js';
import type { LoadSpec } from '../engine/load/load.js';
import type { HealthCheck } from '../engine/load/probe-health.js';
import { peakRate } from '../model/shape.js';
import type { DiscoveryPlan } from '../session/find-line.js';
import type { WorkPlan } from '../session/find-work.js';
import type { BenchSystem } from '../session/perform-bench.js';
import { planPhases } from '../session/plan.js';
import type { Job } from '../session/session.js';
import { type LoadNeeds, type LoadParts, loadParts } from './load-parts.js';
import type { Levels } from './prepare-load.js';

/** One worker thread sends this much without being late; beyond it another is worth its cost. */
const perWorkerPerSecond = 15_000;

function loadSpec(config: Config, parts: LoadParts, peakPerSecond: number): LoadSpec {
  const { load } = config;
  // One core is left for the main thread, and at least one for a target that may be on this machine too.
  const most = Math.max(1, availableParallelism() - 1);
  const watched = watchedOf(config.objectives).map(({ limitMs, request }) => ({
    name: parts.work.names.indexOf(request),
    limitMs,
  }));
  return {
    ...parts,
    arrivals: load.arrivals,
    seed: load.seed,
    inFlightLimit: load.inFlightLimit,
    timeoutMs: load.timeoutMs,
    limitsMs: limitsOf(config.objectives),
    ...(watched.length === 0 ? {} : { watched }),
    workers: load.workers ?? Math.min(most, Math.max(1, Math.ceil(peakPerSecond / perWorkerPerSecond))),
    pacing: load.pacing,
  };
}

/** The job of `plimsoll run`: the load that the config asks for. */
export function runJob(config: Config, target: TargetConfig, parts: LoadParts): Job {
  const { shape, durationMs, warmUpMs, stops, tripWires } = config.load;
  return {
    kind: 'run',
    plan: {
      target: target.url,
      load: loadSpec(config, parts, peakRate(shape)),
      phases: planPhases(shape, durationMs, warmUpMs),
      objectives: config.objectives,
      maxPerSecond: config.discovery.maxPerSecond,
      limits: { stops, tripWires, health: healthCheck(target, parts) },
    },
  };
}

/** The health check of a target: a path is asked with the target's fields, a place of its own with nothing but a GET. */
function healthCheck({ address, health }: TargetConfig, { hosts }: LoadParts): HealthCheck | null {
  if (health === null) return null;
  const okStatus = { from: 200, to: 399 };
  const plainGet = { method: 'GET', headers: [], body: null, okStatus };
  if (health.kind === 'url') return { address: health.address, request: plainGet };
  const [host] = hosts;
  if (host === undefined) return null;
  const request = { ...plainGet, headers: host.request.headers };
  return { ...host, address: { ...address, path: health.path }, request };
}

/** The job of `plimsoll discover`: the search for the load line that the config asks for. */
export function discoveryJob(
  config: Config,
  target: TargetConfig,
  parts: LoadParts,
  earlierPerSecond: number | null = null,
): Job {
  return { kind: 'discovery', plan: discoveryPlan(config, target, parts, earlierPerSecond) };
}

/** The job of `plimsoll discover --axis work`. */
export function workJob(config: Config, target: TargetConfig, needs: LoadNeeds, levels: Levels): Job {
  return { kind: 'work', plan: workPlan(config, target, needs, levels) };
}

/** One system of a bench. */
export function benchSystem(config: Config, target: TargetConfig, needs: LoadNeeds, levels: Levels): BenchSystem {
  return {
    work: workPlan(config, target, needs, levels),
    lineAt: (level, earlier) => discoveryPlan(config, target, loadParts(config, target, needs, level), earlier),
    smallestLevel: levels.smallest,
  };
}

/** The job of `plimsoll bench`. */
export function benchJob(config: Config, systems: readonly BenchSystem[]): Job {
  const secondsPerLine = plannedSeconds(searchOptions(config, null)).usual;
  return { kind: 'bench', plan: { systems, levels: config.bench.levels, secondsPerLine } };
}

function workPlan(config: Config, target: TargetConfig, needs: LoadNeeds, levels: Levels): WorkPlan {
  const { budgetMs } = config.discovery;
  return {
    target: target.url,
    workload: levels.workload,
    objectives: config.objectives,
    loadAt: (level) => loadSpec(config, loadParts(config, target, needs, level), 0),
    fromLevel: levels.from,
    maxLevel: levels.largest,
    budgetSeconds: budgetMs === null ? null : budgetMs / 1000,
  };
}

function discoveryPlan(
  config: Config,
  target: TargetConfig,
  parts: LoadParts,
  earlierPerSecond: number | null,
): DiscoveryPlan {
  const { maxPerSecond, judgedBy, strategy } = config.discovery;
  return {
    target: target.url,
    load: loadSpec(config, parts, maxPerSecond ?? 0),
    options: searchOptions(config, earlierPerSecond),
    strategy,
    judgedBy,
  };
}

/** What a search for the load line is told, by the config. */
export function searchOptions({ discovery, objectives }: Config, earlierPerSecond: number | null): DiscoveryOptions {
  const { startPerSecond, maxPerSecond, effort, budgetMs } = discovery;
  return {
    objectives,
    startPerSecond: maxPerSecond === null ? startPerSecond : Math.min(startPerSecond, maxPerSecond),
    maxPerSecond,
    effort,
    budgetSeconds: budgetMs === null ? null : budgetMs / 1000,
    earlierPerSecond,
  };
}
