import { availableParallelism } from 'node:os';
import type { Config, TargetConfig } from '../config/config.js';
import { limitsOf } from '../engine/discovery/criteria.js';
import type { LoadSpec } from '../engine/load/load.js';
import type { HealthCheck } from '../engine/load/probe-health.js';
import { peakRate } from '../model/shape.js';
import { planPhases } from '../session/plan.js';
import type { Job } from '../session/session.js';

/** One worker thread sends this much without being late; beyond it another is worth its cost. */
const perWorkerPerSecond = 15_000;

function loadSpec(config: Config, target: TargetConfig, peakPerSecond: number): LoadSpec {
  const { load } = config;
  // One core is left for the main thread, and at least one for a target that may be on this machine too.
  const most = Math.max(1, availableParallelism() - 1);
  return {
    hosts: [{ address: target.address, request: target.request, connections: load.connections, keepAlive: true }],
    work: {
      names: [`${target.request.method} ${target.address.path}`],
      entries: [{ weight: 1, request: { ...target.request, name: 0, host: 0, path: target.address.path } }],
      clients: null,
    },
    arrivals: load.arrivals,
    seed: load.seed,
    inFlightLimit: load.inFlightLimit,
    timeoutMs: load.timeoutMs,
    limitsMs: limitsOf(config.objectives),
    workers: load.workers ?? Math.min(most, Math.max(1, Math.ceil(peakPerSecond / perWorkerPerSecond))),
  };
}

/** The job of `plimsoll run`: the load that the config asks for. */
export function runJob(config: Config, target: TargetConfig): Job {
  const { shape, durationMs, warmUpMs, stops, tripWires } = config.load;
  return {
    kind: 'run',
    plan: {
      target: target.url,
      load: loadSpec(config, target, peakRate(shape)),
      phases: planPhases(shape, durationMs, warmUpMs),
      objectives: config.objectives,
      maxPerSecond: config.discovery.maxPerSecond,
      limits: { stops, tripWires, health: healthCheck(target) },
    },
  };
}

/** The health check of a target: a path is asked as the target itself is, a place of its own with nothing but a GET. */
function healthCheck({ address, request, health }: TargetConfig): HealthCheck | null {
  if (health === null) return null;
  const plainGet = { ...request, method: 'GET', body: null };
  if (health.kind === 'path') return { address: { ...address, path: health.path }, request: plainGet };
  return { address: health.address, request: { ...plainGet, headers: [] } };
}

/** The job of `plimsoll discover`: the search that the config asks for. */
export function discoveryJob(config: Config, target: TargetConfig): Job {
  const { startPerSecond, maxPerSecond, effort, budgetMs } = config.discovery;
  return {
    kind: 'discovery',
    plan: {
      target: target.url,
      load: loadSpec(config, target, maxPerSecond ?? 0),
      options: {
        objectives: config.objectives,
        startPerSecond: maxPerSecond === null ? startPerSecond : Math.min(startPerSecond, maxPerSecond),
        maxPerSecond,
        effort,
        budgetSeconds: budgetMs === null ? null : budgetMs / 1000,
      },
    },
  };
}
