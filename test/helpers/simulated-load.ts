import type { LoadWindow, NamedWindow } from '../../source/model/load.js';
import { createRandom, nextExponential } from '../../source/time/random.js';
import type { Scenario } from './simulated-scenarios.js';
import { createSimulatedServer, nextNormal, type SimulatedReply } from './simulated-server.js';

/**
 * An open load on a simulated target, in virtual time, as the load engine would drive it: Poisson arrivals at one rate,
 * windows of one second on a fixed grid, each judged one longest limit after its end while the load goes on.
 */
export type SimulatedLoad = {
  /**
   * Loads until `seconds` whole windows are judged, or `stopsAfter` says so of those judged so far. Windows that began
   * before the call are not among them.
   */
  readonly drive: (
    perSecond: number,
    seconds: number,
    stopsAfter: (windows: readonly LoadWindow[]) => boolean,
  ) => LoadWindow[];
  readonly rest: (seconds: number) => void;
  readonly nowSeconds: () => number;
  readonly collapses: () => number;
};

/** A request that windows count apart: `heavy` are those of the first of two nodes, `light` those of the second. */
export type SimulatedWatch = { readonly request: string; readonly limitMs: number | null };

type Arrival = { readonly at: number; readonly reply: SimulatedReply | null };

/** A load at virtual time zero. `limitsMs` are those of `LoadWindow.slow`; `onArrival` is told of each arrival in turn. */
export function createSimulatedLoad(
  scenario: Scenario,
  limitsMs: readonly number[],
  seed: number,
  watched: readonly SimulatedWatch[] = [],
  onArrival: (atSeconds: number, reply: SimulatedReply | null) => void = () => {},
): SimulatedLoad {
  const server = createSimulatedServer(scenario.target, seed);
  const random = createRandom(seed * 48611 + 29);
  const delay = Math.max(0, ...limitsMs, ...watched.map(({ limitMs }) => limitMs ?? 0)) / 1000;
  let now = 0;
  let nextAt = 0;
  let recent: Arrival[] = [];
  let inSecond = { second: -1, sent: 0 };

  const send = (at: number): void => {
    const second = Math.floor(at);
    if (inSecond.second !== second) inSecond = { second, sent: 0 };
    const cap = scenario.generatorPerSecond ?? Number.POSITIVE_INFINITY;
    const isUnsent = inSecond.sent >= cap;
    if (!isUnsent) inSecond.sent++;
    const reply = isUnsent ? null : server.arrive(at);
    recent.push({ at, reply });
    onArrival(at, reply);
  };
  const loadUntil = (until: number, perSecond: number): void => {
    for (; nextAt < until; nextAt += nextExponential(random) / perSecond) send(nextAt);
    now = until;
  };
  const judge = (start: number): LoadWindow => {
    const judgedAt = start + 1 + delay;
    let due = 0;
    let unsent = 0;
    let failed = 0;
    let answered = 0;
    let inFlight = 0;
    let sumMs = 0;
    const slow = limitsMs.map(() => 0);
    for (const { at, reply } of recent) {
      if (reply !== null && reply.endSeconds > judgedAt) inFlight++;
      if (at < start || at >= start + 1) continue;
      due++;
      if (reply === null) {
        unsent++;
        continue;
      }
      const ms = (reply.endSeconds - at) * 1000;
      const isOpen = reply.endSeconds > judgedAt;
      if (!isOpen) sumMs += ms;
      if (reply.failed) {
        failed++;
        continue;
      }
      if (!isOpen) answered++;
      for (let index = 0; index < limitsMs.length; index++) if (ms > limitsMs[index]!) slow[index]!++;
    }
    const named = watched.map((watch) => namedWindow(watch, recent, start, judgedAt));
    recent = recent.filter(({ at, reply }) => at >= start + 1 || (reply !== null && reply.endSeconds > judgedAt));
    const busy = server.busyIn(start) * (scenario.target.cpuShare ?? 1);
    const settled = answered + failed;
    return {
      startMs: start * 1000,
      durationMs: 1000,
      due,
      answered,
      slow,
      failed,
      unsent,
      meanResponseMs: settled === 0 ? 0 : sumMs / settled,
      inFlight,
      sendLagP99Ms: 0,
      cpuRatio: scenario.target.cpuKnown === false ? null : Math.min(1, Math.max(0, busy + 0.01 * nextNormal(random))),
      ...(watched.length === 0 ? {} : { named }),
    };
  };

  return {
    drive(perSecond, seconds, stopsAfter) {
      const windows: LoadWindow[] = [];
      nextAt = now + nextExponential(random) / perSecond;
      const first = Math.max(0, Math.ceil(now - 1e-9));
      for (let start = first; start < first + seconds; start++) {
        loadUntil(start + 1 + delay, perSecond);
        windows.push(judge(start));
        if (stopsAfter(windows)) break;
      }
      return windows;
    },
    rest(seconds) {
      now += seconds;
    },
    nowSeconds: () => now,
    collapses: server.collapses,
  };
}

function namedWindow(
  { limitMs, request }: SimulatedWatch,
  arrivals: readonly Arrival[],
  start: number,
  judgedAt: number,
): NamedWindow {
  const node = request === 'heavy' ? 0 : 1;
  const own = arrivals.flatMap(({ at, reply }) =>
    at >= start && at < start + 1 && reply !== null && reply.node === node ? [{ at, reply }] : [],
  );
  const timesMs = own.flatMap(({ at, reply }) => (reply.failed ? [] : [(reply.endSeconds - at) * 1000]));
  const endedMs = own.flatMap(({ at, reply }) =>
    reply.failed || reply.endSeconds > judgedAt ? [] : [(reply.endSeconds - at) * 1000],
  );
  const open = timesMs.length - endedMs.length;
  return {
    due: own.length,
    answered: endedMs.length,
    slow: limitMs === null ? open : timesMs.filter((ms) => ms > limitMs).length,
    failed: own.length - timesMs.length,
    unsent: 0,
    meanResponseMs: endedMs.length === 0 ? 0 : endedMs.reduce((sum, ms) => sum + ms, 0) / endedMs.length,
  };
}
