import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { join as joinPath } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { createBroadcastServer, defaultBroadcastLimits } from '../../source/engine/subscription/broadcast-server.js';
import { createIdlePeers } from '../../source/resilience/idle-peers.js';
import type { Clock } from '../../source/time/clock.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import type { Row } from '../load/table.js';
import { medianOf } from '../load/truth.js';

const clients = 1_000;
const rounds = 20;
const mostMs = 10;

/** What a thousand clients cost: telling them all the same, and letting them go when they are silent. */
export async function serverRows(): Promise<Row[]> {
  // Time passes only when it is told, so that all clients are idle at one moment.
  const clock = createVirtualClock();
  const turns = createTurnMeter(clock);
  const server = createBroadcastServer(turns.clock, () => null, { ...defaultBroadcastLimits, sweepMs: 300_000 });
  const http = createServer().on('upgrade', server.upgrade);
  const child = await join(http);
  const text = 'x'.repeat(300);
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    costs.push(cpuMsOf(() => server.broadcast(text)));
    await pause(50);
  }
  await pause(500);
  child.send('count');
  const [{ received }] = (await once(child, 'message')) as [{ received: number }];
  turns.costs.length = 0;
  const sweep = cpuOf(() => clock.advance(300_000));
  const sweepMs = sweep.userMs + sweep.systemMs;
  while (server.totals().clients > 0) await pause(10);
  const { idle } = server.totals().ended;
  child.disconnect();
  http.close();
  const closing = await closingCpu();
  const closingMs = closing.userMs + closing.systemMs;

  let swept = 0;
  const tableMs = medianOf(
    Array.from({ length: rounds }, () => {
      const peers = createIdlePeers<number>(clock.nowMs, 1_000);
      for (let peer = 0; peer < clients; peer++) peers.touch(peer);
      clock.advance(1_000);
      const beganMs = performance.now();
      swept = peers.sweep().length;
      return performance.now() - beganMs;
    }),
  );
  return [
    {
      what: `telling ${clients} clients 300 B`,
      asked: `${clients} clients, none waited for`,
      reached: `${medianOf(costs).toFixed(1)} ms of CPU a broadcast, ${received} of ${clients * rounds} heard`,
      peer: '',
      ratio: '',
      met: received === clients * rounds,
    },
    {
      what: `letting ${clients} idle connections go, sockets and all`,
      asked: `<= ${mostMs} ms beside closing the sockets`,
      reached: `${sweepMs.toFixed(1)} ms of CPU for ${idle}, ${sweep.systemMs.toFixed(1)} of them the kernel's`,
      peer: `${closingMs.toFixed(1)} ms: ws alone, terminating as many; ${closing.systemMs.toFixed(1)} the kernel's`,
      ratio: (sweepMs / closingMs).toFixed(1),
      met: sweepMs - closingMs <= mostMs && idle === clients,
    },
    {
      what: `the longest turn of the event loop meanwhile, of ${turns.costs.length}`,
      asked: `<= ${mostMs} ms`,
      reached: `${Math.max(...turns.costs).toFixed(1)} ms of CPU`,
      peer: '',
      ratio: '',
      met: Math.max(...turns.costs) <= mostMs,
    },
    {
      what: `finding ${clients} idle peers`,
      asked: `<= ${mostMs} ms`,
      reached: `${tableMs.toFixed(3)} ms for ${swept}`,
      peer: '',
      ratio: '',
      met: tableMs <= mostMs && swept === clients,
    },
  ];
}

/** Starts the clients of a server, in a process of their own, and waits until all are connected. */
async function join(server: Server): Promise<ChildProcess> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', clients + 24, resolve);
  });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = fork(joinPath(import.meta.dirname, 'clients.js'), [url, String(clients)]);
  await once(child, 'message');
  await pause(300);
  return child;
}

/** What closing as many connections costs whoever does it, with nothing of ours about them. */
async function closingCpu(): Promise<Cpu> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const child = await join(http);
  const cost = cpuOf(() => {
    for (const client of server.clients) client.terminate();
  });
  child.disconnect();
  http.close();
  return cost;
}

type Cpu = { readonly userMs: number; readonly systemMs: number };

function cpuOf(work: () => void): Cpu {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return { userMs: user / 1000, systemMs: system / 1000 };
}

function cpuMsOf(work: () => void): number {
  const { userMs, systemMs } = cpuOf(work);
  return userMs + systemMs;
}

/** A clock that notes what each call of a timer costs: on a real one, each would be a turn of the event loop of its own. */
function createTurnMeter(clock: Clock): { readonly clock: Clock; readonly costs: number[] } {
  const costs: number[] = [];
  const metered = (call: () => void) => (): void => {
    costs.push(cpuMsOf(call));
  };
  return {
    costs,
    clock: {
      ...clock,
      after: (delayMs, call) => clock.after(delayMs, metered(call)),
      every: (periodMs, call) => clock.every(periodMs, metered(call)),
    },
  };
}
