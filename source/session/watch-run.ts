import type { Load } from '../engine/load/load.js';
import { type HealthCheck, probeHealth } from '../engine/load/probe-health.js';
import type { Stopping, Tick } from '../engine/load/stop-rule.js';
import { quantileUs } from '../measure/histogram.js';
import type { LoadInterval, LoadTotals } from '../model/load.js';
import { outcomes } from '../model/outcome.js';
import type { StopSpec } from '../model/stop.js';
import { createRunRules, type RunRules, watchesLevel } from './run-rules.js';
import type { Stage } from './stage.js';
import { watchHealth } from './watch-health.js';

/** What may end a run before its plan does. */
export type RunLimits = {
  readonly stops: readonly StopSpec[];
  /** Whether the trip-wires stand. */
  readonly tripWires: boolean;
  /** Asked once a second where there are trip-wires; null: no such check. */
  readonly health: HealthCheck | null;
};

/** The rules of one run at work: they are asked while load is sent, and rest while it is paused. */
export type RunWatch = {
  /** Load is sent from now on: every span of time begins anew. */
  readonly begin: () => void;
  /** Nothing is sent any more. Twice is harmless. */
  readonly rest: () => void;
  readonly onInterval: (interval: LoadInterval) => Stopping;
  /** Asked at each `timer` message with the id `levelTimer`. */
  readonly onLevel: () => Stopping;
};

/** Marks the ticks of the level in the inbox. */
export const levelTimer = -2;

const levelPeriodMs = 100;
/** A server is read once a second, a little before or after the interval ends. */
const cpuReadingMs = 2_500;
const healthTimeoutMs = 2_000;

const proceed: Stopping = { kind: 'proceed' };

export function createRunWatch(limits: RunLimits, timeoutMs: number, stage: Stage, load: Load): RunWatch {
  const { clock, emit, inbox, cpu } = stage;
  const { stops, tripWires } = limits;
  const counts = stops.some(({ kind }) => kind === 'count');
  let rules: RunRules | null = null;
  let firstBeganMs: number | null = null;
  let ends: readonly (() => void)[] = [];

  const rest = (): void => {
    rules = null;
    for (const end of ends) end();
    ends = [];
  };
  const tickOf = (interval: LoadInterval): Tick => {
    const atMs = interval.startMs + interval.durationMs;
    return {
      atMs,
      durationMs: interval.durationMs,
      inFlight: interval.inFlight + interval.waiting,
      outcomes: interval.outcomes,
      responseTime: interval.responseTime,
      sendLagP99Ms: quantileUs(interval.sendLag, 0.99) / 1000,
      measured: counts ? load.totals(({ purpose }) => purpose === 'measure').intended : 0,
      elapsedMs: atMs - (firstBeganMs ?? atMs),
      cpu: cpu
        .newest(atMs - cpuReadingMs, clock.nowMs())
        .map(({ server, ratio, isOwn }) => ({ server, ratio, isGenerator: isOwn })),
    };
  };

  return {
    begin() {
      rest();
      firstBeganMs ??= clock.nowMs();
      rules = createRunRules({ stops, tripWires, timeoutMs });
      const level = watchesLevel(stops)
        ? [clock.every(levelPeriodMs, () => inbox.post({ kind: 'timer', id: levelTimer }))]
        : [];
      const { health } = limits;
      const healthWatch =
        health === null || !tripWires
          ? []
          : [
              watchHealth({
                clock,
                emit,
                probe: () => probeHealth(health, healthTimeoutMs),
                onDown: (reason) => inbox.post({ kind: 'down', reason }),
              }),
            ];
      ends = [...level, ...healthWatch];
    },
    rest,
    onInterval: (interval) => rules?.onTick(tickOf(interval)) ?? proceed,
    onLevel: () => rules?.onLevel({ atMs: clock.nowMs(), inFlight: underWay(load.totals(() => true)) }) ?? proceed,
  };
}

/** Arrivals that are sent or waiting: all that came due but what has ended. */
function underWay(totals: LoadTotals): number {
  return outcomes.reduce((left, outcome) => left - totals.outcomes[outcome], totals.intended);
}
