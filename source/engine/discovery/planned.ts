import { secondsLeft } from './forecast.js';
import { verifyReserve } from './load.js';
import type { DiscoveryOptions } from './options.js';
import { createSearch } from './search.js';

/** How long a search will take, in seconds of load and rest: as a rule, and at most. Told before it begins. */
export function plannedSeconds(options: DiscoveryOptions): { readonly usual: number; readonly most: number } {
  const search = createSearch(options);
  return { usual: secondsLeft(search), most: search.tuning.budgetSeconds };
}

/**
 * The least budget, in whole seconds, with which a search can judge any rate at all: one step of the warm-up, one block that
 * is held, one step of the ramp, and what is left for the final probe. With less nothing can come of it.
 */
export function leastSeconds(options: DiscoveryOptions): number {
  const search = createSearch({ ...options, budgetSeconds: 0 });
  const { rampStepSeconds, warmBlockSeconds, warmStepSeconds } = search.tuning;
  const judgeDelay = -search.ledger.remainingSeconds();
  return Math.ceil(warmStepSeconds + warmBlockSeconds + rampStepSeconds + verifyReserve(search) + judgeDelay);
}
