import type { CooledServer } from './cool-down.js';
import type { Validity } from './load.js';

/**
 * Why the search for the heaviest work ended: the next level missed twice; was foretold to be hopeless and not tried; is
 * above the heaviest allowed; not even the first met; somebody stopped it; its time was over; the target was gone.
 */
export const workEndings = [
  'missed',
  'foretold',
  'max-level',
  'infeasible',
  'stopped',
  'budget-reached',
  'target-lost',
] as const;

export type WorkEnding = (typeof workEndings)[number];

/** One trial of one level: requests one after another. Times in ms, from sending to the answer. */
export type WorkStep = {
  readonly level: number;
  readonly met: boolean;
  readonly requests: number;
  /** Share of requests that failed, or were slower than the limit of the objective that gives first; 0 to 1. */
  readonly badRatio: number;
  /** Null where nothing was answered. */
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly maxMs: number | null;
  /** Stopped because a request took several limits. */
  readonly aborted: boolean;
};

/** The answer of `plimsoll discover --axis work`, as JSON. */
export type WorkResult = {
  readonly kind: 'discovery';
  readonly axis: 'work';
  readonly target: string;
  readonly workload: string;
  readonly seed: number;
  readonly objectives: readonly string[];
  /** The heaviest level that met every objective; null where none did. */
  readonly heaviestLevel: number | null;
  readonly ended: WorkEnding;
  readonly bindingObjective: string | null;
  /** How many times longer a request takes for each level more, by the heaviest three levels; null with fewer than two. */
  readonly growth: number | null;
  readonly steps: readonly WorkStep[];
  readonly sentRequests: number;
  readonly badRequests: number;
  readonly coolDown: readonly CooledServer[];
  readonly durationSeconds: number;
  readonly validity: Validity;
  /** The answer in one plain sentence. */
  readonly sentence: string;
};
