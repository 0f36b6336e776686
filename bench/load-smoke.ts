import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { startLoad } from '../source/engine/load/load.js';
import { summariseLatency } from '../source/measure/histogram.js';
import { judgeValidity } from '../source/measure/validity.js';
import type { LoadTotals } from '../source/model/load.js';
import { createSystemClock } from '../source/time/clock.js';

/**
 * How exactly and how cheaply the load engine sends, against the smallest server that speaks HTTP, in a process of its
 * own. Run by hand: `node dist/bench/load-smoke.js [workers] [seconds]`. Loopback only.
 */
const answer = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
const rates = [100, 1_000, 10_000, 20_000, 30_000, 40_000];

if (process.argv[2] === 'server') serve();
else await measure(Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 4));

function serve(): void {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    // One request a read is all that the load engine sends.
    socket.on('data', () => socket.write(answer));
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port));
  process.on('disconnect', () => process.exit());
}

async function measure(workers: number, seconds: number): Promise<void> {
  const server = fork(import.meta.filename, ['server']);
  const [port] = (await once(server, 'message')) as [number];
  const columns = [
    'rate/s',
    'achieved/s',
    'lag p50',
    'lag p99',
    'lag max',
    'resp p50',
    'resp p99',
    'cpu',
    'us/request',
    'valid',
  ];
  process.stdout.write(`${workers} worker(s), ${seconds} s each, paced, times in ms\n${row(columns)}\n`);
  for (const perSecond of rates) {
    const totals = await drive(port, workers, perSecond, seconds);
    const lag = summariseLatency(totals.sendLag);
    const response = summariseLatency(totals.responseTime);
    const validity = judgeValidity(totals, { limitsMs: [], inFlightLimit: 10_000 });
    const perRequest = (totals.generatorCpuRatio * workers * totals.durationMs * 1000) / Math.max(1, totals.sent);
    const cells = [
      perSecond,
      (totals.outcomes.ok / totals.durationMs) * 1000,
      lag.p50,
      lag.p99,
      lag.max,
      response.p50,
      response.p99,
      totals.generatorCpuRatio,
      perRequest,
    ];
    const shown = cells.map((value) => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3)));
    process.stdout.write(`${row([...shown, validity.valid ? 'yes' : validity.reasons.join(' ')])}\n`);
    if (!validity.valid) break;
  }
  server.disconnect();
}

async function drive(port: number, workers: number, perSecond: number, seconds: number): Promise<LoadTotals> {
  const clock = createSystemClock();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const load = await startLoad(
    {
      address: { protocol: 'http', host: '127.0.0.1', port, path: '/' },
      request: { method: 'GET', headers: [], body: null, okStatus: { from: 200, to: 399 } },
      arrivals: 'paced',
      seed: 1,
      connections: null,
      inFlightLimit: 10_000,
      timeoutMs: 5_000,
      limitsMs: [],
      workers,
    },
    clock,
    {
      onInterval() {},
      onWindow() {},
      onPhaseEnd: (phase) => (phase.purpose === 'measure' ? end() : load.drive(measured)),
      onFailure(error) {
        throw error;
      },
    },
  );
  const shape = { kind: 'constant', perSecond } as const;
  const measured = { name: 'measure', purpose: 'measure', shape, durationMs: seconds * 1000 } as const;
  load.drive({ name: 'warm-up', purpose: 'warm-up', shape, durationMs: 1000 });
  await ended;
  await load.drain(1000);
  await load.close();
  return load.totals((phase) => phase.purpose === 'measure');
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(11)).join('');
}
