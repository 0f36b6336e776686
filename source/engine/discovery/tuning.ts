import type { DiscoveryOptions, Effort } from './options.js';

/** Every constant of the search that depends on the effort. Times in whole seconds, ratios 0 to 1. */
export type Tuning = {
  readonly budgetSeconds: number;
  /** Whether there is time for small steps where nothing says yet that big ones would harm. */
  readonly careful: boolean;
  readonly warmStepSeconds: number;
  readonly warmFactor: number;
  readonly warmBlockSeconds: number;
  readonly warmHoldSeconds: number;
  readonly rampStepSeconds: number;
  readonly rampSettleSeconds: number;
  readonly bracketSeconds: number;
  /** Start of each probe that is not judged: the queue needs it to find its level. */
  readonly settleSeconds: number;
  /** The bad shares that a step tells apart are allowed / contrast and allowed * contrast; wider is quicker and coarser. */
  readonly contrast: number;
  /** Log likelihood ratio at which a verdict is clear. */
  readonly clearEvidence: number;
  /** Judged time of one probe near the line. */
  readonly sampleSeconds: number;
  readonly minSamples: number;
  /** Wanted lower half of the 95 % interval, in ln rate. */
  readonly halfWidth: number;
  /** Judged time for sampling near the line. */
  readonly estimateSeconds: number;
  /** A probe, and a step of the ramp, ends once this multiple of the bad arrivals allowed in all its time was seen. */
  readonly enoughFactor: number;
  readonly rampEnoughFactor: number;
  /** Bad share over the allowed one from which on the ramp, seeing it twice, leaves the rest to sampling. */
  readonly nearMargin: number;
  readonly verifySeconds: number;
  readonly recoverSeconds: number;
  /** Overloads that the target may be put through in one search. */
  readonly maxTrips: number;
};

const carefulSeconds = 150;

const tunings: { readonly [effort in Effort]: Omit<Tuning, 'careful'> } = {
  quick: {
    budgetSeconds: 300,
    warmStepSeconds: 3,
    warmFactor: 2,
    warmBlockSeconds: 3,
    warmHoldSeconds: 15,
    rampStepSeconds: 3,
    rampSettleSeconds: 1,
    bracketSeconds: 5,
    settleSeconds: 2,
    contrast: 2.5,
    clearEvidence: Math.log(4),
    sampleSeconds: 15,
    minSamples: 4,
    halfWidth: 0.05,
    estimateSeconds: 100,
    enoughFactor: 4,
    rampEnoughFactor: 5,
    nearMargin: 0.8,
    verifySeconds: 20,
    recoverSeconds: 2,
    maxTrips: 5,
  },
  standard: {
    budgetSeconds: 600,
    warmStepSeconds: 3,
    warmFactor: 1.5,
    warmBlockSeconds: 4,
    warmHoldSeconds: 40,
    rampStepSeconds: 5,
    rampSettleSeconds: 1,
    bracketSeconds: 8,
    settleSeconds: 2,
    contrast: 1.7,
    clearEvidence: Math.log(9),
    sampleSeconds: 15,
    minSamples: 6,
    halfWidth: 0.025,
    estimateSeconds: 218,
    enoughFactor: 4,
    rampEnoughFactor: 5,
    nearMargin: 0.8,
    verifySeconds: 30,
    recoverSeconds: 3,
    maxTrips: 8,
  },
  thorough: {
    budgetSeconds: 1500,
    warmStepSeconds: 3,
    warmFactor: 1.5,
    warmBlockSeconds: 4,
    warmHoldSeconds: 60,
    rampStepSeconds: 5,
    rampSettleSeconds: 1,
    bracketSeconds: 10,
    settleSeconds: 3,
    contrast: 1.5,
    clearEvidence: Math.log(19),
    sampleSeconds: 20,
    minSamples: 8,
    halfWidth: 0.015,
    estimateSeconds: 800,
    enoughFactor: 4,
    rampEnoughFactor: 5,
    nearMargin: 0.8,
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
    careful: budgetSeconds >= carefulSeconds,
    warmStepSeconds: scaled(base.warmStepSeconds),
    warmBlockSeconds: scaled(base.warmBlockSeconds),
    warmHoldSeconds: Math.min(scaled(base.warmHoldSeconds), Math.floor(budgetSeconds * 0.15)),
    rampStepSeconds: scaled(base.rampStepSeconds),
    rampSettleSeconds: scaled(base.rampSettleSeconds),
    bracketSeconds: scaled(base.bracketSeconds),
    settleSeconds: scaled(base.settleSeconds),
    // Every action also costs the wait until its last window can be judged, so pieces are long against that wait.
    sampleSeconds: Math.max(5, Math.min(scaled(base.sampleSeconds), Math.floor(budgetSeconds * 0.08))),
    estimateSeconds: scaled(base.estimateSeconds),
    verifySeconds: Math.max(3, Math.min(scaled(base.verifySeconds), Math.floor(budgetSeconds * 0.15))),
    recoverSeconds: scaled(base.recoverSeconds),
  };
}
