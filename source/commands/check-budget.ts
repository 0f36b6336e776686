import { leastSeconds } from '../engine/discovery/planned.js';
import type { Problem } from '../model/problem.js';
import type { LoadCommand } from './invocation.js';
import { searchOptions } from './jobs.js';

type Asked = Pick<LoadCommand, 'command' | 'config'>;

/** A budget in which a search for the load line could judge no rate at all, told before anything is sent; null: it is enough. */
export function budgetProblem({ command, config }: Asked): Problem | null {
  const { axis, budgetMs, effort, strategy } = config.discovery;
  const looksForLine = command === 'bench' || (command === 'discover' && axis === 'rate');
  // The other strategies go by steps of their own.
  if (!looksForLine || budgetMs === null || strategy !== 'plimsoll') return null;
  const least = leastSeconds(searchOptions(config, null));
  if (budgetMs >= 1000 * least) return null;
  return {
    path: 'discovery.budget',
    message: `expected at least ${least}s, in which a search (${effort}) can judge one rate, got ${budgetMs / 1000}s`,
    hint: 'a line that can be relied on takes a minute or more; nothing was sent',
  };
}
