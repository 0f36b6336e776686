import { createRandom, nextExponential } from '../../source/time/random.js';
import type { SimulatedTarget } from './simulated-scenarios.js';

/** How one simulated request went. Times in seconds of virtual time. */
export type SimulatedReply = {
  readonly endSeconds: number;
  readonly failed: boolean;
  /** Which of two nodes it came from; absent where there is one. */
  readonly node?: 0 | 1;
};

/**
 * A target in virtual time. Arrivals must be given in order of time; since it serves first come first served, each
 * reply is known at once. `busyIn` tells the busy share of all workers in a past whole second of virtual time, by its start.
 */
export type SimulatedServer = {
  readonly arrive: (atSeconds: number) => SimulatedReply;
  readonly busyIn: (second: number) => number;
  readonly collapses: () => number;
};

/** Time that a refused arrival or failed request takes. */
const refusalSeconds = 0.005;

/** A target at virtual time zero, all workers free: one server, or two nodes behind a balancer that has a favourite. */
export function createSimulatedServer(target: SimulatedTarget, seed: number): SimulatedServer {
  const { firstNodeShare } = target;
  if (firstNodeShare === undefined) return createNode(target, seed);
  const second = { ...target, workers: target.secondNodeWorkers ?? target.workers };
  const nodes = [createNode(target, seed), createNode(second, seed + 500_000)] as const;
  const random = createRandom(seed * 32452843 + 5);
  return {
    arrive(at) {
      const node = random() < firstNodeShare ? 0 : 1;
      return { ...nodes[node].arrive(at), node };
    },
    // As with real servers the busiest one is what a search is told of.
    busyIn: (second) => Math.max(...nodes.map((node) => node.busyIn(second))),
    collapses: () => nodes[0].collapses() + nodes[1].collapses(),
  };
}

function createNode(target: SimulatedTarget, seed: number): SimulatedServer {
  const { workers } = target;
  const random = createRandom(seed * 7919 + 13);
  const service = serviceTimes(target, random);
  const stalls = createStalls(target, createRandom(seed * 104729 + 7));
  const speed = createSpeed(target, createRandom(seed * 15485863 + 3));
  const freeAt = new Float64Array(workers);
  let worked = 0;
  let isCollapsed = false;
  let collapses = 0;
  let lastWaitAt = Number.NEGATIVE_INFINITY;
  // Seconds of work done in each second of virtual time.
  const busy: number[] = [];
  const work = (start: number, end: number): void => {
    for (let from = start; from < end; ) {
      const second = Math.floor(from);
      const to = Math.min(end, second + 1);
      while (busy.length <= second) busy.push(0);
      busy[second]! += to - from;
      from = to;
    }
  };

  const feelCollapse = (at: number, wait: number): void => {
    const { collapse } = target;
    if (collapse === undefined) return;
    if (wait > 0.05) lastWaitAt = at;
    if (isCollapsed) {
      if (at - lastWaitAt >= collapse.calmSeconds) isCollapsed = false;
    } else if (wait > collapse.tripSeconds) {
      isCollapsed = true;
      collapses++;
    }
  };

  return {
    arrive(at) {
      let first = 0;
      for (let worker = 1; worker < workers; worker++) if (freeAt[worker]! < freeAt[first]!) first = worker;
      const wait = Math.max(0, freeAt[first]! - at);
      feelCollapse(at, wait);
      const isFailure = target.failureRatio !== undefined && random() < target.failureRatio;
      if (isFailure || wait > target.longestWaitSeconds) return { endSeconds: at + refusalSeconds, failed: true };
      let seconds = service();
      if (target.cold) seconds *= 1 + target.cold.extra * Math.exp(-worked / (workers * target.cold.fadeSeconds));
      seconds /= speed(at + wait) * (1 + ((target.driftPerMinute ?? 0) * at) / 60);
      if (isCollapsed) seconds *= target.collapse?.factor ?? 1;
      const [start, end] = stalls(at + wait, seconds);
      freeAt[first] = end;
      worked += seconds;
      work(start, end);
      return { endSeconds: end, failed: false };
    },
    busyIn: (second) => Math.min(1, (busy[second] ?? 0) / workers),
    collapses: () => collapses,
  };
}

/** A normally distributed number, by Box and Muller. */
export function nextNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

function serviceTimes(target: SimulatedTarget, random: () => number): () => number {
  const { serviceSeconds, variation } = target;
  if (variation === null) return () => nextExponential(random) * serviceSeconds;
  const variance = Math.log(1 + variation ** 2);
  const location = Math.log(serviceSeconds) - variance / 2;
  const scale = Math.sqrt(variance);
  return () => Math.exp(location + scale * nextNormal(random));
}

/** Moves a piece of work past the stalls that it meets: returns its real start and end. */
function createStalls(
  target: SimulatedTarget,
  random: () => number,
): (start: number, seconds: number) => [number, number] {
  const { onceStalled, stall } = target;
  if (onceStalled !== undefined) {
    const from = onceStalled.atSeconds;
    const to = from + onceStalled.lengthSeconds;
    return (earliest, seconds) => {
      const start = earliest >= from ? Math.max(earliest, to) : earliest;
      return [start, start + seconds + (start < from && start + seconds > from ? to - from : 0)];
    };
  }
  if (stall === undefined) return (start, seconds) => [start, start + seconds];
  const begins: number[] = [];
  let made = 0;
  let oldest = 0;
  return (earliest, seconds) => {
    let start = earliest;
    let end = start + seconds;
    while (made < end + stall.periodSeconds) {
      made += stall.periodSeconds * (0.75 + 0.5 * random());
      begins.push(made);
    }
    while (oldest < begins.length && begins[oldest]! + stall.lengthSeconds < start - 10) oldest++;
    for (let index = oldest; index < begins.length && begins[index]! < end; index++) {
      const from = begins[index]!;
      const to = from + stall.lengthSeconds;
      if (to <= start) continue;
      const delay = start >= from ? to - start : stall.lengthSeconds;
      if (start >= from) start = to;
      end += delay;
    }
    return [start, end];
  };
}

/** The speed of the target at a time, 1 on average, new every half second. */
function createSpeed(target: SimulatedTarget, random: () => number): (at: number) => number {
  const { noise } = target;
  if (noise === undefined) return () => 1;
  const speeds: number[] = [];
  const keep = Math.exp(-0.5 / noise.timeSeconds);
  let state = 0;
  return (at) => {
    const index = Math.floor(at * 2);
    while (speeds.length <= index) {
      state = state * keep + Math.sqrt(1 - keep ** 2) * nextNormal(random);
      speeds.push(Math.exp(noise.deviation * state));
    }
    return speeds[index]!;
  };
}
