import { type Load, type LoadSpec, startLoad } from '../../../source/engine/load/load.js';
import type { PlimsollError } from '../../../source/model/error.js';
import type { LoadInterval, LoadTotals, LoadWindow } from '../../../source/model/load.js';
import { outcomes } from '../../../source/model/outcome.js';
import type { Phase } from '../../../source/model/shape.js';
import { type Clock, createSystemClock } from '../../../source/time/clock.js';
import { plainHost, plainWork } from '../../helpers/plain-load.js';

/** A load that a test drives by hand, and everything that it has told. */
export type DrivenLoad = {
  readonly load: Load;
  readonly intervals: readonly LoadInterval[];
  readonly windows: readonly LoadWindow[];
  readonly ended: readonly Phase[];
  readonly failures: readonly PlimsollError[];
  /** Resolves when that many phases have come to their own end. */
  readonly phasesEnded: (count: number) => Promise<void>;
  /** Resolves when that many windows have been told. */
  readonly windowsTold: (count: number) => Promise<void>;
  /** Resolves when the load has failed. */
  readonly failed: () => Promise<void>;
};

/** A load of plain GETs on a loopback port. */
export function loadSpec(port: number, change: Partial<LoadSpec> = {}): LoadSpec {
  return {
    hosts: [plainHost(port)],
    work: plainWork(),
    arrivals: 'paced',
    seed: 1,
    inFlightLimit: 10_000,
    timeoutMs: 5_000,
    limitsMs: [],
    workers: 1,
    ...change,
  };
}

export function constantPhase(perSecond: number, durationMs: number, change: Partial<Phase> = {}): Phase {
  return { name: 'measure', purpose: 'measure', shape: { kind: 'constant', perSecond }, durationMs, ...change };
}

export async function startDrivenLoad(spec: LoadSpec, clock: Clock = createSystemClock()): Promise<DrivenLoad> {
  const intervals: LoadInterval[] = [];
  const windows: LoadWindow[] = [];
  const ended: Phase[] = [];
  const failures: PlimsollError[] = [];
  const waiting = new Set<() => void>();
  const told = (): void => {
    for (const check of [...waiting]) check();
  };
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!holds()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const load = await startLoad(spec, clock, {
    onInterval: (interval) => intervals.push(interval),
    onWindow(window) {
      windows.push(window);
      told();
    },
    onPhaseEnd(phase) {
      ended.push(phase);
      told();
    },
    onFailure(error) {
      failures.push(error);
      told();
    },
  });
  return {
    load,
    intervals,
    windows,
    ended,
    failures,
    failed: () => until(() => failures.length > 0),
    phasesEnded: (count) => until(() => ended.length >= count),
    windowsTold: (count) => until(() => windows.length >= count),
  };
}

/** Drives one phase to its end, drains, closes, and returns the totals. */
export async function drivePhase(
  spec: LoadSpec,
  phase: Phase,
  drainMs = 10_000,
  clock?: Clock,
): Promise<DrivenLoad & { readonly totals: LoadTotals }> {
  const driven = await startDrivenLoad(spec, clock);
  driven.load.drive(phase);
  await driven.phasesEnded(1);
  await driven.load.drain(drainMs);
  await driven.load.close();
  return { ...driven, totals: driven.load.totals(() => true) };
}

/** All outcomes together: must always be the intended arrivals. */
export function outcomeSum(totals: Pick<LoadTotals, 'outcomes'>): number {
  return outcomes.reduce((sum, outcome) => sum + totals.outcomes[outcome], 0);
}
