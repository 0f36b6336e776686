import { monitorEventLoopDelay } from 'node:perf_hooks';
import { favourMemory } from '../../source/engine/monitor/favour-memory.js';
import { startFleet } from '../../source/engine/monitor/fleet.js';
import type { SessionEventBody } from '../../source/model/events.js';
import type { ServerSpec } from '../../source/model/server.js';
import { createStore } from '../../source/store/store.js';
import { createSystemClock } from '../../source/time/clock.js';
import { createRandom } from '../../source/time/random.js';

/** What the parent wants watched. */
export type WatchOrder = { readonly specs: readonly ServerSpec[]; readonly seconds: number };

/** What came of it; milliseconds. */
export type WatchFigures = {
  readonly allLiveMs: number;
  readonly cpuPercent: number;
  readonly rssMegabytes: number;
  readonly tickP50Ms: number;
  readonly tickP99Ms: number;
  readonly samples: number;
  readonly missed: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  readonly notLive: readonly string[];
};

/** Settling time between the last server being live and the measurement. */
const settleMs = 3_000;

// A process of its own, so that memory and CPU are those of the watching alone: the fleet, and the store that panes read, as
// `plimsoll monitor` has them.
favourMemory();
process.once('message', async (order: WatchOrder) => {
  process.send!(await measure(order));
  process.disconnect();
});

async function measure({ specs, seconds }: WatchOrder): Promise<WatchFigures> {
  const clock = createSystemClock();
  const store = createStore();
  const live = new Set<string>();
  const rtts: number[] = [];
  let samples = 0;
  let isMeasuring = false;
  const allLive = Promise.withResolvers<void>();
  const emit = (event: SessionEventBody): void => {
    store.apply({ ...event, atMs: clock.nowMs() });
    if (event.kind !== 'server/sample') return;
    live.add(event.sample.server);
    if (live.size === specs.length) allLive.resolve();
    if (!isMeasuring) return;
    samples += 1;
    if (event.sample.rttMs !== null) rtts.push(event.sample.rttMs);
  };
  store.apply({
    kind: 'session/started',
    atMs: 0,
    head: {
      id: 'bench',
      kind: 'monitor',
      target: null,
      objectives: [],
      servers: specs,
      streams: [],
      startedAt: new Date().toISOString(),
      version: '0',
      arrivals: 'poisson',
      seed: 1,
    },
  });
  const beganMs = clock.nowMs();
  const fleet = startFleet(specs, { clock, random: createRandom(1), emit, ssh: null });
  const stopWaiting = clock.after(60_000, allLive.resolve);
  await allLive.promise;
  stopWaiting();
  const allLiveMs = clock.nowMs() - beganMs;
  await new Promise<void>((resolve) => void clock.after(settleMs, resolve));

  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const before = process.cpuUsage();
  const fromMs = clock.nowMs();
  isMeasuring = true;
  await new Promise<void>((resolve) => void clock.after(seconds * 1000, resolve));
  isMeasuring = false;
  const used = process.cpuUsage(before);
  const spanMs = clock.nowMs() - fromMs;
  delay.disable();
  const figures: WatchFigures = {
    allLiveMs,
    cpuPercent: (used.user + used.system) / 10 / spanMs,
    rssMegabytes: process.memoryUsage.rss() / 1_048_576,
    tickP50Ms: quantile(rtts, 0.5),
    tickP99Ms: quantile(rtts, 0.99),
    samples,
    // A tick is counted when it was answered: one a server may fall on either side of each end.
    missed: Math.max(0, specs.length * (seconds - 1) - samples),
    loopDelayP99Ms: delay.percentile(99) / 1e6 - 10,
    loopDelayMaxMs: delay.max / 1e6 - 10,
    notLive: store
      .getState()
      .servers.flatMap(({ name, state }) => (state.kind === 'live' ? [] : [`${name} ${JSON.stringify(state)}`]))
      .slice(0, 5),
  };
  await fleet.stop();
  return figures;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
