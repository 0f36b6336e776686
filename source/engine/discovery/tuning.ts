import type { DiscoveryOptions, Effort } from './options.js';

/** Every constant of the search that depends on the effort. Times in whole seconds, ratios 0 to 1. */
export type Tuning = {
  readonly budgetSeconds: number;
  /** The search stops once upper bound / lower bound - 1 is below this. */
  readonly widthRatio: number;
  readonly warmStepSeconds: number;
  readonly warmFactor: number;
  readonly warmBlockSeconds: number;
  readonly warmHoldSeconds: number;
  readonly rampStepSeconds: number;
  readonly rampSettleSeconds: number;
  readonly bracketSeconds: number;
  /** Start of each probe that is not judged: the queue needs it to find its level. */
  readonly settleSeconds: number;
  readonly probeMinSeconds: number;
  readonly probeMaxSeconds: number;
  /** How much longer a probe becomes each time that it cannot tell yet. */
  readonly chunkSeconds: number;
  /** How often a rate is probed again when its verdict was unclear. */
  readonly repeats: number;
  /** The bad shares told apart are allowed / contrast and allowed * contrast; wider is quicker and coarser. */
  readonly contrast: number;
  /** Log likelihood ratio at which a verdict is clear. */
  readonly clearEvidence: number;
  readonly verifySeconds: number;
  readonly recoverSeconds: number;
  /** Overloads that the target may be put through in one search. */
  readonly maxTrips: number;
};

const tunings: { readonly [effort in Effort]: Tuning } = {
  quick: {
    budgetSeconds: 100,
    widthRatio: 0.05,
    warmStepSeconds: 3,
    warmFactor: 2,
    warmBlockSeconds: 3,
    warmHoldSeconds: 15,
    rampStepSeconds: 3,
    rampSettleSeconds: 1,
    bracketSeconds: 5,
    settleSeconds: 2,
    probeMinSeconds: 4,
    probeMaxSeconds: 16,
    chunkSeconds: 3,
    repeats: 1,
    contrast: 2.5,
    clearEvidence: Math.log(4),
    verifySeconds: 12,
    recoverSeconds: 2,
    maxTrips: 5,
  },
  standard: {
    budgetSeconds: 300,
    widthRatio: 0.02,
    warmStepSeconds: 3,
    warmFactor: 1.5,
    warmBlockSeconds: 4,
    warmHoldSeconds: 40,
    rampStepSeconds: 5,
    rampSettleSeconds: 1,
    bracketSeconds: 8,
    settleSeconds: 2,
    probeMinSeconds: 5,
    probeMaxSeconds: 24,
    chunkSeconds: 4,
    repeats: 1,
    contrast: 1.7,
    clearEvidence: Math.log(9),
    verifySeconds: 24,
    recoverSeconds: 3,
    maxTrips: 8,
  },
  thorough: {
    budgetSeconds: 900,
    widthRatio: 0.01,
    warmStepSeconds: 3,
    warmFactor: 1.5,
    warmBlockSeconds: 4,
    warmHoldSeconds: 60,
    rampStepSeconds: 5,
    rampSettleSeconds: 1,
    bracketSeconds: 10,
    settleSeconds: 3,
    probeMinSeconds: 8,
    probeMaxSeconds: 60,
    chunkSeconds: 6,
    repeats: 2,
    contrast: 1.5,
    clearEvidence: Math.log(19),
    verifySeconds: 60,
    recoverSeconds: 3,
    maxTrips: 8,
  },
};

/**
 * The constants of one search. `longestLimitMs` is the longest latency limit: for limits above a second the times grow
 * with it, since a step must be long against the time in which one request is judged.
 */
export function tuningOf(options: DiscoveryOptions, longestLimitMs: number): Tuning {
  const base = tunings[options.effort];
  const budgetSeconds = options.budgetSeconds ?? base.budgetSeconds;
  const scale = Math.max(1, longestLimitMs / 1000);
  const scaled = (seconds: number): number => Math.ceil(seconds * scale);
  return {
    ...base,
    budgetSeconds,
    warmStepSeconds: scaled(base.warmStepSeconds),
    warmBlockSeconds: scaled(base.warmBlockSeconds),
    warmHoldSeconds: Math.min(scaled(base.warmHoldSeconds), Math.floor(budgetSeconds * 0.15)),
    rampStepSeconds: scaled(base.rampStepSeconds),
    rampSettleSeconds: scaled(base.rampSettleSeconds),
    bracketSeconds: scaled(base.bracketSeconds),
    settleSeconds: scaled(base.settleSeconds),
    probeMinSeconds: scaled(base.probeMinSeconds),
    probeMaxSeconds: scaled(base.probeMaxSeconds),
    // Every action also costs the wait until its last window can be judged, so pieces are long against that wait.
    chunkSeconds: Math.max(base.chunkSeconds, Math.ceil((4 * longestLimitMs) / 1000)),
    verifySeconds: Math.max(3, Math.min(scaled(base.verifySeconds), Math.floor(budgetSeconds * 0.15))),
    recoverSeconds: scaled(base.recoverSeconds),
  };
}
