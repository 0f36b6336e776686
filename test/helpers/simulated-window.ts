import type { LoadWindow } from '../../source/model/load.js';

/** A window of 100 good arrivals with one latency limit, changed as said. Rows of them feed the judge and the trip-wires. */
export function windowOf(changes: Partial<LoadWindow> = {}): LoadWindow {
  return {
    startMs: 0,
    durationMs: 1000,
    due: 100,
    answered: 100,
    slow: [0],
    failed: 0,
    unsent: 0,
    meanResponseMs: 10,
    inFlight: 1,
    sendLagP99Ms: 0,
    cpuRatio: null,
    ...changes,
  };
}

/** As many equal windows as said. */
export function windowsOf(count: number, changes: Partial<LoadWindow> = {}): LoadWindow[] {
  return Array.from({ length: count }, (_, index) => windowOf({ startMs: index * 1000, ...changes }));
}
