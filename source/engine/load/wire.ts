import type { HttpRequest, Work } from '../../model/work.js';
import { createRandom } from '../../time/random.js';
import type { Arrival } from './arrival.js';
import { openConnection } from './connection.js';
import { endpointOf } from './endpoint.js';
import { createHeadMemo } from './head-memo.js';
import type { HostSpec } from './load.js';
import type { WorkerSpec } from './load-worker.js';
import { createPool, type Pool } from './pool.js';
import { requestBytes } from './request-bytes.js';

const readBufferBytes = 64 * 1024;

/**
 * The way of all arrivals of a worker to their hosts: a pool for each, and one bound on requests in flight or waiting over
 * all of them, beyond which an arrival is unsent. `afterAnswer` as pools have it.
 */
export function createWire(
  spec: Pick<WorkerSpec, 'hosts' | 'inFlightLimit' | 'timeoutMs'>,
  nowMs: () => number,
  afterAnswer: (nowMs: number) => void,
): Pool<Work> {
  const reading = { buffer: Buffer.allocUnsafeSlow(readBufferBytes), memo: createHeadMemo(), nowMs };
  const random = createRandom(1);
  const poolOf = (host: HostSpec): Pool<HttpRequest> => {
    const endpoint = endpointOf(host.address);
    return createPool({
      open: (listeners) => openConnection(endpoint, reading, listeners),
      encode: ({ work }) => {
        work.bytes ??= requestBytes({ ...host.address, path: work.path }, work, host.keepAlive);
        return work.bytes;
      },
      onAnswer() {},
      connections: host.connections,
      keepAlive: host.keepAlive,
      timeoutMs: spec.timeoutMs,
      nowMs,
      random,
      afterAnswer,
    });
  };
  return joinPools(spec.hosts.map(poolOf), spec.inFlightLimit);
}

/** Several pools as one, with one limit. */
export function joinPools(pools: readonly Pool<HttpRequest>[], inFlightLimit: number): Pool<Work> {
  const sum = (value: (pool: Pool<HttpRequest>) => number): number => {
    let total = 0;
    for (const pool of pools) total += value(pool);
    return total;
  };
  const inFlight = (): number => sum((pool) => pool.inFlight());
  const waiting = (): number => sum((pool) => pool.waiting());
  return {
    submit(arrival, atMs) {
      if (inFlight() + waiting() >= inFlightLimit) arrival.credit.settled(arrival, 'unsent', atMs);
      else if (isRequest(arrival)) pools[arrival.work.host]!.submit(arrival, atMs);
    },
    check(atMs) {
      for (const pool of pools) pool.check(atMs);
    },
    nextCheckMs: () => Math.min(...pools.map((pool) => pool.nextCheckMs())),
    inFlight,
    waiting,
    connectionsOpen: () => sum((pool) => pool.connectionsOpen()),
    abandon(atMs) {
      for (const pool of pools) pool.abandon(atMs);
    },
  };
}

function isRequest(arrival: Arrival): arrival is Arrival<HttpRequest> {
  return arrival.work.kind === 'request';
}
