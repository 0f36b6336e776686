import { availableParallelism } from 'node:os';
import { PlimsollError } from '../../model/error.js';
import type { LoadSpec } from './load.js';
import type { WorkerSpec } from './load-worker.js';
import { mostLimits, mostWatched } from './phase-memory.js';
import { mostRedirects } from './redirect.js';

/** The longest limit that windows are judged by, in ms; 0 where there is none. */
export function longestLimit(spec: LoadSpec): number {
  return Math.max(0, ...latencyLimits(spec));
}

/** Every limit that a load counts slow arrivals by, in ms: of all arrivals and of single requests. */
export function latencyLimits({ limitsMs, watched = [] }: LoadSpec): readonly number[] {
  return [...limitsMs, ...watched.flatMap(({ limitMs }) => limitMs ?? [])];
}

/**
 * How a load is shared: each worker gets a part of the connections and of the in-flight limit, and there are never more
 * workers than either. (Arrivals are not shared here: the pacer deals them out.) Throws PlimsollError `bad-load-spec`
 * or `bad-request-spec` when the load can't be driven as asked.
 */
export function workerSpecs(spec: LoadSpec): readonly Omit<WorkerSpec, 'memory'>[] {
  if (spec.limitsMs.length > mostLimits) {
    const came = `${spec.limitsMs.length} were given`;
    throw new PlimsollError('bad-load-spec', `At most ${mostLimits} latency limits can be watched at once, ${came}.`);
  }
  const watched = spec.watched?.length ?? 0;
  if (watched > mostWatched) {
    const came = `${watched} were given`;
    throw new PlimsollError('bad-load-spec', `At most ${mostWatched} requests can be watched apart at once, ${came}.`);
  }
  if (spec.hosts.length === 0) throw new PlimsollError('bad-load-spec', 'Expected at least one host, got none.');
  const limits: readonly (readonly [string, number | null])[] = [
    ['workers', spec.workers],
    ...spec.hosts.map(({ connections }) => ['connections', connections] as const),
    ['the in-flight limit', spec.inFlightLimit],
  ];
  for (const [name, value] of limits) {
    if (value === null || (Number.isInteger(value) && value >= 1)) continue;
    throw new PlimsollError('bad-load-spec', `Expected a whole number of at least 1 for ${name}, got ${value}.`);
  }
  for (const { redirects = 0 } of spec.hosts) {
    if (Number.isInteger(redirects) && redirects >= 0 && redirects <= mostRedirects) continue;
    const came = `got ${redirects}`;
    throw new PlimsollError('bad-load-spec', `Expected at most ${mostRedirects} redirects to follow, ${came}.`);
  }
  const mostWorkers = Math.min(
    spec.workers,
    spec.inFlightLimit,
    ...spec.hosts.map(({ connections }) => connections ?? spec.workers),
  );
  const workers = spec.work.clients === null ? mostWorkers : greatestDivisor(spec.work.clients, mostWorkers);
  const share = (amount: number, worker: number): number =>
    Math.floor(amount / workers) + (worker < amount % workers ? 1 : 0);
  return Array.from({ length: workers }, (_, worker) => ({
    hosts: spec.hosts.map((host) => ({
      ...host,
      connections: host.connections === null ? null : share(host.connections, worker),
    })),
    work: spec.work,
    inFlightLimit: share(spec.inFlightLimit, worker),
    timeoutMs: spec.timeoutMs,
    limitsMs: spec.limitsMs,
    watched: spec.watched ?? [],
    longestLimitMs: longestLimit(spec),
    pacing: spec.pacing ?? 'auto',
    cores: availableParallelism(),
  }));
}

/** So that each client belongs to one worker, and has its turns whatever the number of workers. */
function greatestDivisor(clients: number, most: number): number {
  let workers = Math.min(clients, most);
  while (clients % workers !== 0) workers -= 1;
  return workers;
}
