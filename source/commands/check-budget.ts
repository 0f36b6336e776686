import type { Config } from '../config/config.js';
import { leastSeconds } from '../engine/discovery/planned.js';
import type { Problem } from '../model/problem.js';
import { searchOptions } from './jobs.js';

/** A budget in which a search for the load line could judge no rate at all, told before anything is sent; null: it is enough. */
export function budgetProblem(config: Config): Problem | null {
  const { budgetMs, effort, strategy } = config.discovery;
  // The other strategies go by steps of their own.
  if (budgetMs === null || strategy !== 'plimsoll') return null;
  const least = leastSeconds(searchOptions(config, null));
  if (budgetMs >= 1000 * least) return null;
  return {
    path: 'discovery.budget',
    message: `expected at least ${least}s, in which a search (${effort}) can judge one rate, got ${budgetMs / 1000}s`,
    hint: 'a line that can be relied on takes a minute or more; nothing was sent',
  };
}
