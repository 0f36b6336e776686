import type { Clock } from './clock.js';

/** A clock that moves only when told: for tests, simulation and replay. */
export type VirtualClock = Clock & {
  /** Moves time forward, calling every timer due on the way in order of its due time. */
  readonly advance: (byMs: number) => void;
};

type Timer = { dueMs: number; readonly periodMs: number | null; readonly call: () => void; readonly order: number };

/** A virtual clock that reads zero; `wallStartMs` is its wall clock at that moment. */
export function createVirtualClock(wallStartMs = 0): VirtualClock {
  let now = 0;
  let made = 0;
  const timers = new Set<Timer>();
  const add = (delayMs: number, periodMs: number | null, call: () => void): (() => void) => {
    const timer: Timer = { dueMs: now + Math.max(0, delayMs), periodMs, call, order: made++ };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };
  const nextDue = (untilMs: number): Timer | null => {
    let next: Timer | null = null;
    for (const timer of timers) {
      if (timer.dueMs > untilMs) continue;
      if (next === null || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.order < next.order)) {
        next = timer;
      }
    }
    return next;
  };
  return {
    nowMs: () => now,
    wallMs: () => wallStartMs + now,
    after: (delayMs, call) => add(delayMs, null, call),
    every: (periodMs, call) => add(periodMs, periodMs, call),
    advance(byMs) {
      const untilMs = now + byMs;
      for (let timer = nextDue(untilMs); timer !== null; timer = nextDue(untilMs)) {
        now = Math.max(now, timer.dueMs);
        if (timer.periodMs === null) timers.delete(timer);
        else timer.dueMs += timer.periodMs;
        timer.call();
      }
      now = untilMs;
    },
  };
}
