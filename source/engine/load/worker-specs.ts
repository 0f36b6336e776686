import { availableParallelism } from 'node:os';
import { PlimsollError } from '../../model/error.js';
import { endpointOf } from './endpoint.js';
import type { LoadSpec } from './load.js';
import type { WorkerSpec } from './load-worker.js';
import { mostLimits } from './phase-memory.js';
import { requestBytes } from './request-bytes.js';

/** Methods of which a second sending does no more than the first (RFC 9110, 9.2.2). */
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

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
  const limits: readonly (readonly [string, number | null])[] = [
    ['workers', spec.workers],
    ['connections', spec.connections],
    ['the in-flight limit', spec.inFlightLimit],
  ];
  for (const [name, value] of limits) {
    if (value === null || (Number.isInteger(value) && value >= 1)) continue;
    throw new PlimsollError('bad-load-spec', `Expected a whole number of at least 1 for ${name}, got ${value}.`);
  }
  const workers = Math.min(spec.workers, spec.connections ?? spec.workers, spec.inFlightLimit);
  const share = (amount: number, worker: number): number =>
    Math.floor(amount / workers) + (worker < amount % workers ? 1 : 0);
  return Array.from({ length: workers }, (_, worker) => ({
    endpoint: endpointOf(spec.address, spec.request),
    bytes: requestBytes(spec.address, spec.request),
    okStatus: spec.request.okStatus,
    idempotent: idempotentMethods.has(spec.request.method),
    connections: spec.connections === null ? null : share(spec.connections, worker),
    inFlightLimit: share(spec.inFlightLimit, worker),
    timeoutMs: spec.timeoutMs,
    limitsMs: spec.limitsMs,
    longestLimitMs: Math.max(0, ...spec.limitsMs),
    pacing: spec.pacing ?? 'auto',
    cores: availableParallelism(),
  }));
}
