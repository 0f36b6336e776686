import { secondsLeft } from './forecast.js';
import type { DiscoveryOptions } from './options.js';
import { createSearch } from './search.js';

/** How long a search will take, in seconds of load and rest: as a rule, and at most. Told before it begins. */
export function plannedSeconds(options: DiscoveryOptions): { readonly usual: number; readonly most: number } {
  const search = createSearch(options);
  return { usual: secondsLeft(search), most: search.tuning.budgetSeconds };
}
