import type { LoadWindow } from '../model/load.js';

/**
 * Send lag that a trial may have before it says nothing of the target: 10 ms, or a quarter of the tightest limit if
 * longer. Wider than what a whole measurement is allowed, because a trial is short: at 50 arrivals a second the p99 of a
 * window is its one latest arrival.
 */
function sendLagLimitMs(limitsMs: readonly number[]): number {
  return Math.max(10, limitsMs.length === 0 ? 0 : Math.min(...limitsMs) / 4);
}

/**
 * Why a trial was limited by the generator and not by the target; null when it was not. Judged on more than half of the
 * windows, so that one hiccup of the machine does not throw away a trial.
 */
export function generatorLimit(windows: readonly LoadWindow[], limitsMs: readonly number[]): string | null {
  const limitMs = sendLagLimitMs(limitsMs);
  const late = windows.filter((window) => window.sendLagP99Ms > limitMs);
  if (late.length * 2 <= windows.length) return null;
  const worst = Math.max(...late.map((window) => window.sendLagP99Ms));
  return `the generator sent late: send lag p99 up to ${worst.toFixed(1)} ms, ${limitMs.toFixed(0)} ms allowed`;
}
