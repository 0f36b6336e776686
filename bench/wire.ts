import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';
import { type Arrival, createArrival } from '../source/engine/load/arrival.js';
import type { HostSpec } from '../source/engine/load/load.js';
import { createWire } from '../source/engine/load/wire.js';
import type { HttpRequest, Work } from '../source/model/work.js';
import { createThreadClock } from '../source/time/thread-clock.js';
import { certificate } from '../test/engine/load/loopback-certificate.js';
import type { Speaks } from './wire-target.js';

/**
 * What one request costs the generator on each way that it can go, and how long it takes there: CPU of the whole process
 * for each request, at a rate that is far from any limit. `npm run build && taskset -c 0 node dist/bench/wire.js`, about a
 * minute and a half. Loopback only; the target pins itself to another core where it can.
 */
const seconds = 6;
const warmUpSeconds = 2;
const nowMs = createThreadClock();

type Row = {
  readonly what: string;
  readonly speaks: Speaks;
  readonly perSecond: number;
  readonly connections: number;
  readonly way: 'raw' | 'undici' | 'flow' | 'undici alone';
  readonly clients?: number;
};

const rows: readonly Row[] = [
  { what: 'HTTP/1.1, raw', speaks: 'http', perSecond: 2_000, connections: 50, way: 'raw' },
  { what: 'HTTP/1.1, by courier', speaks: 'http', perSecond: 2_000, connections: 50, way: 'undici' },
  { what: 'HTTP/1.1 over TLS, raw', speaks: 'https', perSecond: 2_000, connections: 50, way: 'raw' },
  { what: 'HTTP/1.1 over TLS, by courier', speaks: 'https', perSecond: 2_000, connections: 50, way: 'undici' },
  { what: 'HTTP/1.1 over TLS, undici alone', speaks: 'https', perSecond: 2_000, connections: 50, way: 'undici alone' },
  { what: 'HTTP/1.1, flows of one request', speaks: 'http', perSecond: 1_000, connections: 50, way: 'flow' },
  { what: 'HTTP/2 over TLS', speaks: 'h2', perSecond: 1_000, connections: 4, way: 'undici' },
  { what: 'HTTP/2 without TLS', speaks: 'h2c', perSecond: 1_000, connections: 4, way: 'undici' },
  {
    what: 'HTTP/1.1, raw, 100 clients with cookies',
    speaks: 'http',
    perSecond: 2_000,
    connections: 50,
    way: 'raw',
    clients: 100,
  },
];

type Measured = { readonly cpuUs: number; readonly p50Ms: number; readonly p99Ms: number; readonly bad: number };

const get: HttpRequest = {
  kind: 'request',
  name: 0,
  host: 0,
  method: 'GET',
  path: '/',
  headers: [],
  body: null,
  okStatus: { from: 200, to: 399 },
  bytes: null,
};

function hostOf(row: Row, port: number): HostSpec {
  return {
    address: {
      protocol: row.speaks === 'http' || row.speaks === 'h2c' ? 'http' : 'https',
      host: 'localhost',
      ip: '127.0.0.1',
      port,
      path: '/',
    },
    request: get,
    connections: row.connections,
    keepAlive: true,
    protocol: row.speaks === 'h2' || row.speaks === 'h2c' ? 'http2' : 'http1',
    tls: { caPem: certificate, verify: true },
  };
}

/** How a row sends one request and is told of its end, and how it stops. */
type Sending = { readonly send: (index: number, ended: (isGood: boolean) => void) => void; readonly stop: () => void };

async function wireOf(row: Row, port: number): Promise<Sending> {
  const spec = {
    hosts: [hostOf(row, port)],
    work: { clients: row.clients ?? null },
    inFlightLimit: 10_000,
    timeoutMs: 5_000,
  };
  const hasFlows = row.way === 'undici' || row.way === 'flow';
  const wire = await createWire(spec, { hasFlows }, nowMs, { afterAnswer() {}, remark() {} });
  const checks = setInterval(() => wire.check(nowMs()), 50);
  const work: Work =
    row.way === 'flow' ? { kind: 'flow', name: 0, run: async (ask) => (await ask(get)).status === 200 } : get;
  return {
    send(index, ended) {
      const credit: Arrival['credit'] = {
        dispatched() {},
        sent() {},
        resent() {},
        redirected() {},
        connected() {},
        stepBegan() {},
        stepSettled() {},
        blamed() {},
        settled: (_arrival, outcome) => ended(outcome === 'ok'),
      };
      const atMs = nowMs();
      wire.submit(createArrival(atMs, credit, work, index % (row.clients ?? 1)), atMs);
    },
    stop() {
      clearInterval(checks);
      wire.abandon(nowMs());
    },
  };
}

/** Undici as it comes, for comparison: its pool, its lowest interface. */
function undiciAlone(row: Row, port: number): Sending {
  const pool = new Pool(`https://localhost:${port}`, {
    connections: row.connections,
    allowH2: false,
    connect: { ca: certificate },
  });
  return {
    send(_index, ended) {
      pool.dispatch(
        { path: '/', method: 'GET' },
        {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData() {},
          onResponseEnd: () => ended(true),
          onResponseError: () => ended(false),
        },
      );
    },
    stop: () => void pool.destroy(),
  };
}

async function measure(row: Row): Promise<Measured> {
  const target: ChildProcess = fork(`${import.meta.dirname}/wire-target.js`, [
    row.speaks,
    row.clients ? 'cookies' : '',
  ]);
  const [port] = (await once(target, 'message')) as [number];
  const { send, stop } = row.way === 'undici alone' ? undiciAlone(row, port) : await wireOf(row, port);
  const times: number[] = [];
  let bad = 0;
  const drive = async (forSeconds: number, record: boolean): Promise<void> => {
    const startMs = nowMs();
    const count = row.perSecond * forSeconds;
    let ended = 0;
    let sent = 0;
    await new Promise<void>((resolve) => {
      const turn = (): void => {
        for (; sent < count && startMs + (sent * 1000) / row.perSecond <= nowMs(); sent++) {
          const beganMs = nowMs();
          send(sent, (isGood) => {
            if (record) times.push(nowMs() - beganMs);
            if (!isGood) bad += 1;
            ended += 1;
            if (ended === count) resolve();
          });
        }
        if (sent < count) setTimeout(turn, 1);
      };
      turn();
    });
  };
  await drive(warmUpSeconds, false);
  const before = process.cpuUsage();
  await drive(seconds, true);
  const { user, system } = process.cpuUsage(before);
  stop();
  target.kill();
  times.sort((a, b) => a - b);
  const quantile = (share: number): number => times[Math.floor(share * (times.length - 1))]!;
  return { cpuUs: (user + system) / (row.perSecond * seconds), p50Ms: quantile(0.5), p99Ms: quantile(0.99), bad };
}

const only = process.argv[2];
process.stdout.write(
  '| what | rate | connections | CPU µs a request | p50 ms | p99 ms | bad |\n| --- | --- | --- | --- | --- | --- | --- |\n',
);
for (const row of rows) {
  if (only !== undefined && !row.what.includes(only)) continue;
  const { cpuUs, p50Ms, p99Ms, bad } = await measure(row);
  const cells = [row.what, row.perSecond, row.connections, cpuUs.toFixed(0), p50Ms.toFixed(3), p99Ms.toFixed(3), bad];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
