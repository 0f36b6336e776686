import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import type { DiscoveryResult } from '../source/model/discovery.js';
import type { Objective } from '../source/model/objective.js';
import { startSession } from '../source/session/session.js';
import { createSystemClock } from '../source/time/clock.js';
import { createRandom, nextExponential } from '../source/time/random.js';

/**
 * Whether what is certified is really carried: the load line of a real loopback target with a known limiter, a semaphore
 * of 8 and a sleep of 40 ms, so that its line follows from theory alone. `npm run bench:limiter`, some three minutes a
 * repeat; `--repeats N` (10), `--effort NAME` (quick).
 */
const limiter = { places: 8, sleepMs: 40 } as const;
const objective: Objective = { kind: 'latency', text: 'p99 < 120ms', statistic: 'p99', limitMs: 120 };

if (process.send !== undefined && process.argv[2] === '--target') serve();
else await measure();

/** The target: at most so many at once, each for so long, the others wait in order. */
function serve(): void {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const take = (answer: () => void): void => {
    busy += 1;
    setTimeout(() => {
      busy -= 1;
      answer();
      const next = waiting.shift();
      if (next !== undefined) next();
    }, limiter.sleepMs);
  };
  const server = createServer((_request, response) => {
    const begin = (): void => take(() => response.end('ok'));
    if (busy < limiter.places) begin();
    else waiting.push(begin);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' ? address?.port : null);
  });
  process.on('disconnect', () => process.exit(0));
}

/** The p99 of a queue of that many places at a rate, in ms, by simulating arrivals: M/D/c in order of coming. */
function simulatedP99Ms(perSecond: number, serviceMs: number): number {
  const random = createRandom(7);
  const free = new Array<number>(limiter.places).fill(0);
  const times: number[] = [];
  let nowMs = 0;
  for (let arrival = 0; arrival < 300_000; arrival++) {
    nowMs += (nextExponential(random) * 1000) / perSecond;
    const place = free.indexOf(Math.min(...free));
    const endMs = Math.max(nowMs, free[place]!) + serviceMs;
    free[place] = endMs;
    times.push(endMs - nowMs);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(0.99 * times.length)]!;
}

/** The highest rate whose p99 is within the limit. */
function trueLine(serviceMs: number): number {
  let low = 1;
  let high = (1000 * limiter.places) / serviceMs;
  for (let turn = 0; turn < 20; turn++) {
    const middle = (low + high) / 2;
    if (simulatedP99Ms(middle, serviceMs) < 120) low = middle;
    else high = middle;
  }
  return low;
}

async function measure(): Promise<void> {
  const { values } = parseArgs({
    options: { repeats: { type: 'string', default: '10' }, effort: { type: 'string', default: 'quick' } },
  });
  const effort = values.effort === 'standard' || values.effort === 'thorough' ? values.effort : 'quick';
  const target = fork(process.argv[1]!, ['--target']);
  const [port] = (await once(target, 'message')) as [number];
  try {
    const serviceMs = await meanServiceMs(port);
    const line = trueLine(serviceMs);
    say(`a sleep takes ${serviceMs.toFixed(2)} ms here: the line is at ${line.toFixed(1)}/s by theory`);
    let above = 0;
    let covered = 0;
    const repeats = Math.max(1, Number(values.repeats));
    for (let repeat = 1; repeat <= repeats; repeat++) {
      const result = await discover(port, effort, repeat);
      const { certifiedPerSecond, estimatePerSecond, interval95 } = result;
      const covers = interval95 !== null && interval95[0] <= line && line <= interval95[1];
      if ((certifiedPerSecond ?? 0) > 1.05 * line) above += 1;
      if (covers) covered += 1;
      const cells = [estimatePerSecond, interval95?.join('..'), certifiedPerSecond, covers ? 'covers' : 'misses'];
      process.stdout.write(`${[repeat, ...cells, result.flags.join(' ')].join('\t')}\n`);
    }
    process.stdout.write(`certified above the line by more than 5 %: ${above} of ${repeats}\n`);
    process.stdout.write(`95 % intervals that cover it: ${covered} of ${repeats}\n`);
    process.exitCode = above === 0 ? 0 : 1;
  } finally {
    end(target);
  }
}

/** What one request alone takes: a sleep is a little longer than it was asked to be. */
async function meanServiceMs(port: number): Promise<number> {
  const count = 50;
  const began = process.hrtime.bigint();
  for (let request = 0; request < count; request++) await (await fetch(`http://127.0.0.1:${port}/`)).text();
  return Number(process.hrtime.bigint() - began) / 1e6 / count;
}

async function discover(
  port: number,
  effort: 'quick' | 'standard' | 'thorough',
  seed: number,
): Promise<DiscoveryResult> {
  const url = `http://127.0.0.1:${port}/`;
  const okStatus = { from: 200, to: 399 };
  const request = { method: 'GET', headers: [], body: null, okStatus };
  const address = { protocol: 'http', host: '127.0.0.1', port, path: '/' } as const;
  const session = startSession({
    head: {
      id: `limiter-${seed}`,
      kind: 'discovery',
      target: url,
      objectives: [objective],
      servers: [],
      streams: [],
      startedAt: '2026-01-01T00:00:00.000Z',
      version: '0',
      arrivals: 'poisson',
      seed,
    },
    clock: createSystemClock(),
    checkTimeoutMs: 2000,
    sinks: [],
    job: {
      kind: 'discovery',
      plan: {
        target: url,
        load: {
          hosts: [{ address, request, connections: null, keepAlive: true }],
          work: {
            names: ['GET /'],
            entries: [{ weight: 1, request: { ...request, name: 0, host: 0, path: '/' } }],
            clients: null,
          },
          arrivals: 'poisson',
          seed,
          inFlightLimit: 2000,
          timeoutMs: 5000,
          limitsMs: [120],
          workers: 1,
        },
        options: { objectives: [objective], startPerSecond: 10, maxPerSecond: 400, effort, budgetSeconds: null },
      },
    },
  });
  const ended = await session.firstEnd;
  await session.close('done');
  if (ended.kind === 'result' && ended.result.kind === 'discovery' && ended.result.axis === 'rate') return ended.result;
  throw new Error(ended.kind === 'unmeasured' ? ended.reason : 'expected the answer of a search');
}

function end(target: ChildProcess): void {
  if (target.connected) target.disconnect();
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
