import type { Flow, HttpRequest, Work, WorkSource } from '../../model/work.js';
import { createRandom } from '../../time/random.js';
import type { Arrival } from './arrival.js';
import { openChannel, streamsPerConnection } from './channel.js';
import { openConnection } from './connection.js';
import { type CookieJars, createCookieJars } from './cookie-jars.js';
import { type Courier, createCourier } from './courier.js';
import { createCourierPool } from './courier-pool.js';
import { endpointOf, originOf } from './endpoint.js';
import { createExchangePool } from './exchange-pool.js';
import { createFlowPool } from './flow-pool.js';
import { createHeadMemo } from './head-memo.js';
import type { HostSpec } from './load.js';
import type { WorkerSpec } from './load-worker.js';
import { createPool, type Pool, type PoolOptions } from './pool.js';
import { mostRedirects, redirectOf } from './redirect.js';
import { createRequestEncoder } from './request-encoder.js';

const readBufferBytes = 64 * 1024;

/** What a wire needs to know of its worker's load. */
export type WireSpec = Pick<WorkerSpec, 'hosts' | 'inFlightLimit' | 'timeoutMs'> & {
  readonly work: Pick<WorkerSpec['work'], 'clients'>;
};

export type WireListeners = {
  /** As pools have it. */
  readonly afterAnswer: (nowMs: number) => void;
  /** Why a flow of its own accord ended badly. */
  readonly remark: (text: string) => void;
  /** As pools have it. */
  readonly release?: (arrival: Arrival<HttpRequest>) => void;
};

/**
 * The way of all arrivals of a worker to their hosts: a pool for each, and one bound on requests in flight or waiting over
 * all of them, beyond which an arrival is unsent.
 *
 * Requests in HTTP/1.1 go over raw connections. Those in HTTP/2, and all where there may be flows, go over undici: so one
 * bound on connections holds for the requests and the flows of a host.
 */
export async function createWire(
  spec: WireSpec,
  source: Pick<WorkSource, 'hasFlows'>,
  nowMs: () => number,
  { afterAnswer, release, remark }: WireListeners,
): Promise<Pool<Work>> {
  const random = createRandom(1);
  const jars = spec.work.clients === null ? null : await createCookieJars();
  const common = { timeoutMs: spec.timeoutMs, nowMs, random };
  const raw = {
    ...common,
    afterAnswer,
    ...(release === undefined ? {} : { release }),
    reading: { buffer: Buffer.allocUnsafeSlow(readBufferBytes), memo: createHeadMemo(), nowMs },
  };
  const isRaw = (host: HostSpec): boolean => !source.hasFlows && host.protocol !== 'http2';
  // Thirty megabytes for each worker: only where it is used.
  const undici = spec.hosts.every(isRaw) ? null : await import('undici');
  const courierOf = (host: HostSpec): Courier => {
    const { address, connections, keepAlive, protocol = 'http1' } = host;
    const origin = originOf(address);
    const endpoint = endpointOf(address, host.tls);
    const { Client } = undici!;
    const pool = createExchangePool({
      ...common,
      open: (listeners) => openChannel({ Client, endpoint, origin, protocol, keepAlive }, listeners),
      perChannel: protocol === 'http2' && keepAlive ? streamsPerConnection : 1,
      connections,
      keepAlive,
    });
    return createCourier({ pool, address, protocol, redirects: redirectsOf(host), jars });
  };
  const couriers: Courier[] = [];
  const pools = spec.hosts.map((host) => {
    if (isRaw(host)) return createRawPool(host, jars, raw);
    const courier = courierOf(host);
    couriers.push(courier);
    return createCourierPool(courier, afterAnswer);
  });
  // Without couriers too: an arrival whose request can't be made is a flow that ends badly and asks for nothing.
  const flows = createFlowPool(couriers, nowMs, { afterAnswer, remark });
  return joinPools(pools, spec.inFlightLimit, flows);
}

type Raw = Pick<PoolOptions, 'timeoutMs' | 'nowMs' | 'random' | 'afterAnswer' | 'release'> & {
  readonly reading: Parameters<typeof openConnection>[1];
};

function createRawPool(host: HostSpec, jars: CookieJars | null, { reading, ...options }: Raw): Pool<HttpRequest> {
  const { address, connections, keepAlive } = host;
  const endpoint = endpointOf(address, host.tls);
  const origin = originOf(address);
  const redirects = redirectsOf(host);
  const present = (arrival: Arrival<HttpRequest>): HttpRequest => arrival.redirect ?? arrival.work;
  return createPool({
    ...options,
    open: (listeners) => openConnection(endpoint, reading, listeners),
    encode: createRequestEncoder(address, keepAlive, jars),
    onAnswer(arrival, { setCookies }) {
      if (setCookies.length > 0) jars?.keep(arrival.client, `${origin}${present(arrival).path}`, setCookies);
    },
    ...(redirects === 0
      ? {}
      : {
          redirect(arrival, { status, location }) {
            const onward = redirectOf(present(arrival), address, status, location);
            return onward !== null && arrival.redirects >= redirects ? 'elsewhere' : onward;
          },
        }),
    connections,
    keepAlive,
  });
}

function redirectsOf({ redirects = 0 }: HostSpec): number {
  return Math.min(redirects, mostRedirects);
}

/** Several pools, one for each host, and the flows over them as one, with one limit. */
export function joinPools(
  pools: readonly Pool<HttpRequest>[],
  inFlightLimit: number,
  flows: Pool<Flow> | null = null,
): Pool<Work> {
  const all: readonly Omit<Pool<never>, 'submit'>[] = flows === null ? pools : [flows, ...pools];
  const sum = (value: (pool: Omit<Pool<never>, 'submit'>) => number): number => {
    let total = 0;
    for (const pool of all) total += value(pool);
    return total;
  };
  const inFlight = (): number => sum((pool) => pool.inFlight());
  const waiting = (): number => sum((pool) => pool.waiting());
  return {
    submit(arrival, atMs) {
      if (inFlight() + waiting() >= inFlightLimit) arrival.credit.settled(arrival, 'unsent', atMs);
      else if (isRequest(arrival)) pools[arrival.work.host]!.submit(arrival, atMs);
      else if (isFlow(arrival)) flows!.submit(arrival, atMs);
    },
    check(atMs) {
      for (const pool of all) pool.check(atMs);
    },
    nextCheckMs() {
      let nextMs = Number.POSITIVE_INFINITY;
      for (const pool of all) nextMs = Math.min(nextMs, pool.nextCheckMs());
      return nextMs;
    },
    inFlight,
    waiting,
    connectionsOpen: () => sum((pool) => pool.connectionsOpen()),
    abandon(atMs) {
      for (const pool of all) pool.abandon(atMs);
    },
  };
}

function isRequest(arrival: Arrival): arrival is Arrival<HttpRequest> {
  return arrival.work.kind === 'request';
}

function isFlow(arrival: Arrival): arrival is Arrival<Flow> {
  return arrival.work.kind === 'flow';
}
