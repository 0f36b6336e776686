import type { LoadWindow } from '../../model/load.js';

/** How a target did on average over some windows. */
export type Level = {
  readonly meanMs: number;
  readonly answers: number;
  /** CPU of the busiest server, 0 to 1; null when none is watched. */
  readonly cpuRatio: number | null;
};

/** Mean response time, weighted by what was answered, and mean CPU of windows; used by warm-up, steps and probes. */
export function levelOf(windows: readonly LoadWindow[]): Level {
  const answers = windows.reduce((sum, window) => sum + window.answered + window.failed, 0);
  const totalMs = windows.reduce((sum, window) => sum + window.meanResponseMs * (window.answered + window.failed), 0);
  const cpus = windows.flatMap((window) => (window.cpuRatio === null ? [] : [window.cpuRatio]));
  return {
    meanMs: answers === 0 ? 0 : totalMs / answers,
    answers,
    cpuRatio: cpus.length === 0 ? null : cpus.reduce((sum, cpu) => sum + cpu, 0) / cpus.length,
  };
}
