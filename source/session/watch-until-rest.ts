import type { CooledServer } from '../model/cool-down.js';
import type { Clock } from '../time/clock.js';
import { type Baseline, isBackAtBaseline } from './baseline.js';
import type { CpuLog } from './cpu-log.js';

/** A watch that ends once servers are at rest. */
export type RestWatch = {
  /** Resolves when every server is back; never where one of them does not come back. */
  readonly rest: Promise<void>;
  /** How each server stands: back, and since when, or not. */
  readonly cooled: () => readonly CooledServer[];
  readonly stop: () => void;
};

/** Looks once a second which servers are back at their baselines. A null limit is none. */
export function watchUntilRest(
  baselines: ReadonlyMap<string, Baseline>,
  limitMs: number | null,
  clock: Clock,
  cpu: CpuLog,
): RestWatch {
  const fromMs = clock.nowMs();
  const secondsNow = (): number => Math.round((clock.nowMs() - fromMs) / 100) / 10;
  const back = new Map<string, number>();
  let stop = (): void => {};
  const rest = new Promise<void>((resolve) => {
    stop = clock.every(1000, () => {
      const readings = cpu.serversBetween(fromMs, clock.nowMs());
      for (const [server, baseline] of baselines) {
        if (!back.has(server) && isBackAtBaseline(baseline, readings.get(server) ?? [])) back.set(server, secondsNow());
      }
      if (back.size === baselines.size) resolve();
    });
  });
  return {
    rest,
    stop,
    cooled: () =>
      [...baselines.keys()].map((server) => ({
        server,
        atBaseline: back.has(server),
        seconds: back.get(server) ?? secondsNow(),
        limitSeconds: (limitMs ?? clock.nowMs() - fromMs) / 1000,
      })),
  };
}
