import type { LoadWindow } from '../../model/load.js';

/** What a search has spent and sent so far. Seconds, arrivals, arrivals per second. */
export type Spent = {
  readonly probeSeconds: number;
  readonly idleSeconds: number;
  readonly peakPerSecond: number;
  readonly badRequests: number;
  readonly sentRequests: number;
};

/** Keeps the account of a search against its budget. */
export type Ledger = {
  readonly load: (perSecond: number, askedSeconds: number, windows: readonly LoadWindow[], bad: number) => void;
  readonly idle: (seconds: number) => void;
  /** Whole seconds that one more action may take. */
  readonly remainingSeconds: () => number;
  readonly spent: () => Spent;
};

/**
 * An account that starts empty. `judgeDelaySeconds` is how long the last window of an action waits to be judged: that
 * time is no load of any window, and still passes. Where the windows show longer gaps between actions, those count.
 */
export function createLedger(budgetSeconds: number, judgeDelaySeconds: number): Ledger {
  let probeSeconds = 0;
  let idleSeconds = 0;
  let peakPerSecond = 0;
  let badRequests = 0;
  let sentRequests = 0;
  let blankSeconds = 0;
  let gapSeconds = 0;
  let longestGapSeconds = 0;
  let lastEndMs: number | null = null;
  // A longer gap is a pause of the user's, not a cost of measuring.
  const pauseSeconds = judgeDelaySeconds + 2;
  return {
    load(perSecond, askedSeconds, windows, bad) {
      const first = windows[0];
      const last = windows.at(-1);
      const seconds = windows.reduce((sum, window) => sum + window.durationMs, 0) / 1000;
      probeSeconds += seconds;
      // A driver that returns nothing must still use up the budget, or the search would never end.
      if (windows.length === 0) blankSeconds += askedSeconds;
      peakPerSecond = Math.max(peakPerSecond, perSecond);
      badRequests += bad;
      sentRequests += windows.reduce((sum, window) => sum + window.due - window.unsent, 0);
      if (first === undefined || last === undefined) return;
      if (lastEndMs !== null) {
        const gap = Math.min(pauseSeconds, Math.max(0, (first.startMs - lastEndMs) / 1000));
        gapSeconds += gap;
        longestGapSeconds = Math.max(longestGapSeconds, gap);
      }
      lastEndMs = last.startMs + last.durationMs;
    },
    idle(seconds) {
      idleSeconds += seconds;
      // The pause is counted here; the gap that the next windows show is not to be counted again.
      if (lastEndMs !== null) lastEndMs += seconds * 1000;
    },
    // The next action may begin after such a gap, and ends with the wait for its last window.
    remainingSeconds() {
      const used = probeSeconds + blankSeconds + idleSeconds + gapSeconds;
      return Math.floor(budgetSeconds - used - longestGapSeconds - judgeDelaySeconds + 1e-6);
    },
    spent: () => ({ probeSeconds, idleSeconds, peakPerSecond, badRequests, sentRequests }),
  };
}
