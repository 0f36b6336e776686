import { availableParallelism } from 'node:os';
import type { Config, TargetConfig } from '../config/config.js';
import { limitsOf } from '../engine/discovery/criteria.js';
import type { LoadSpec } from '../engine/load/load.js';
import type { HealthCheck } from '../engine/load/probe-health.js';
import { peakRate } from '../model/shape.js';
import { planPhases } from '../session/plan.js';
import type { Job } from '../session/session.js';
import type { LoadParts } from './load-parts.js';

/** One worker thread sends this much without being late; beyond it another is worth its cost. */
const perWorkerPerSecond = 15_000;

function loadSpec(config: Config, parts: LoadParts, peakPerSecond: number): LoadSpec {
  const { load } = config;
  // One core is left for the main thread, and at least one for a target that may be on this machine too.
  const most = Math.max(1, availableParallelism() - 1);
  return {
    ...parts,
    arrivals: load.arrivals,
    seed: load.seed,
    inFlightLimit: load.inFlightLimit,
    timeoutMs: load.timeoutMs,
    limitsMs: limitsOf(config.objectives),
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

/** The job of `plimsoll discover`: the search that the config asks for. */
export function discoveryJob(config: Config, target: TargetConfig, parts: LoadParts): Job {
  const { startPerSecond, maxPerSecond, effort, budgetMs } = config.discovery;
  return {
    kind: 'discovery',
    plan: {
      target: target.url,
      load: loadSpec(config, parts, maxPerSecond ?? 0),
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
