import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createReadingMetrics } from '../../source/engine/subscription/reading-metrics.js';
import { stopAll } from '../../source/engine/subscription/stop-all.js';
import { subscribe } from '../../source/engine/subscription/subscribe.js';
import { quantileUs } from '../../source/measure/histogram.js';
import type { SessionHead } from '../../source/model/events.js';
import { createStore } from '../../source/store/store.js';
import { createSystemClock } from '../../source/time/clock.js';
import { createRandom } from '../../source/time/random.js';
import { isPinned } from '../load/processes.js';
import type { Row } from '../load/table.js';
import { medianOf } from '../load/truth.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const streams = 50;
const perSecondEach = 200;
const warmUpMs = 5_000;
const mostCores = 0.6;
const mostGrowth = 0.05;
const lookEveryMs = 2_000;

/** What fifty streams cost in one process, store included, for so long; and what memory does meanwhile. */
export async function loadRows(seconds: number): Promise<Row[]> {
  const command = [process.execPath, join(import.meta.dirname, 'source.js'), String(perSecondEach)];
  const pinned = isPinned ? ['taskset', '-c', '1', ...command] : command;
  const server = spawn(pinned[0]!, pinned.slice(1), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const clock = createSystemClock();
  const metrics = createReadingMetrics({ kind: 'full' }, clock, createRandom(1));
  const specs = Array.from({ length: streams }, (_, index) => ({
    name: `stream ${index}`,
    url: `ws://127.0.0.1:${port}/metrics`,
    server: null,
  }));
  const store = createStore();
  store.apply({ atMs: 0, kind: 'session/started', head: headOf(specs) });
  const subscriptions = specs.map((spec, index) =>
    subscribe(spec, clock, createRandom(index), (event) => store.apply({ atMs: clock.nowMs(), ...event }), { metrics }),
  );
  await pause(warmUpMs);
  const count = (): number => subscriptions.reduce((sum, each) => sum + each.counts().messages, 0);
  const began = { ms: performance.now(), cpu: process.cpuUsage(), messages: count() };
  const looks: { readonly atMs: number; readonly residentMb: number; readonly usedMb: number }[] = [];
  while (performance.now() - began.ms < seconds * 1000) {
    await pause(lookEveryMs);
    // What is in use says whether anything is kept; the resident size, what the machine must have.
    collectGarbage();
    const { rss, heapUsed, external } = process.memoryUsage();
    looks.push({
      atMs: performance.now() - began.ms,
      residentMb: rss / 2 ** 20,
      usedMb: (heapUsed + external) / 2 ** 20,
    });
  }
  const elapsedMs = performance.now() - began.ms;
  const cpu = process.cpuUsage(began.cpu);
  const cores = (cpu.user + cpu.system) / 1000 / elapsedMs;
  const rate = ((count() - began.messages) * 1000) / elapsedMs;
  const reading = metrics.snapshot().full.distributions.find(({ name }) => name === 'streams.read')!.histogram;
  const report = await stopAll(subscriptions);
  metrics.stop();
  // The count is asked for last: what was on its way when the streams were stopped is in it.
  server.send('count');
  const [{ sent }] = (await once(server, 'message')) as [{ sent: number }];
  const onTheWay = 0.1 * streams * perSecondEach;
  server.disconnect();
  await once(server, 'exit');
  // Medians: what sockets have in buffers at the moment of a look comes and goes by a megabyte.
  const used = looks.filter(({ atMs }) => atMs >= (seconds * 1000) / 2).map(({ usedMb }) => usedMb);
  const middle = Math.floor(used.length / 2);
  const growth = medianOf(used.slice(middle)) / medianOf(used.slice(0, middle)) - 1;
  const most = Math.max(...looks.map(({ residentMb }) => residentMb));
  const bad = subscriptions.filter((each) => each.counts().unreadable + each.counts().reconnects > 0).length;
  return [
    {
      what: `${streams} streams, ${streams * perSecondEach} messages a second, with the store`,
      asked: `<= ${mostCores} of a core`,
      reached: `${cores.toFixed(2)} of a core at ${rate.toFixed(0)}/s, ${((cores * 1e6) / rate).toFixed(0)} us a message; reading p50 ${quantileUs(reading, 0.5).toFixed(0)} us, p99 ${quantileUs(reading, 0.99).toFixed(0)} us`,
      peer: '',
      ratio: '',
      met: cores <= mostCores && rate >= 0.97 * streams * perSecondEach && bad === 0,
    },
    {
      what: `memory of that over ${seconds} s`,
      asked: `flat: in the last quarter <= ${mostGrowth * 100} % more in use than in the one before`,
      reached: `${(growth * 100).toFixed(1)} % more, ${most.toFixed(0)} MB resident at most`,
      peer: '',
      ratio: '',
      met: growth <= mostGrowth,
    },
    {
      what: 'messages read of those sent, at a graceful end',
      asked: 'all but those of the last tenth of a second',
      reached: `${count()} of ${sent}, ${report.connectionsClosed} closed in ${report.durationMs.toFixed(0)} ms`,
      peer: '',
      ratio: '',
      met: sent - count() <= onTheWay && report.connectionsClosed === streams,
    },
  ];
}

function headOf(specs: SessionHead['streams']): SessionHead {
  return {
    id: 'bench',
    kind: 'monitor',
    target: null,
    objectives: [],
    servers: [],
    streams: specs,
    startedAt: '',
    version: '',
    arrivals: 'paced',
    seed: 1,
  };
}
