import type { DiscoveryAnswer, DiscoveryFlag } from '../../model/discovery.js';
import { discoveryFlags } from '../../model/discovery.js';
import { boundsOf, certifiedOf, widthOf } from './history.js';
import type { Search } from './search.js';

/** What a search knows, whenever it ends. */
export function answerOf(search: Search): DiscoveryAnswer {
  const { history, ledger, options, tuning } = search;
  const bounds = boundsOf(history);
  const { lower, upper } = bounds;
  const isBeyond = upper === null && lower !== null && lower.perSecond >= (options.maxPerSecond ?? Infinity);
  const bracket = lower !== null && upper !== null ? ([lower.perSecond, upper.perSecond] as const) : null;
  const flags = new Set<DiscoveryFlag>(search.flags);
  const isOutOfReach = search.halted === null && lower === null && upper !== null;
  if (search.halted === 'infeasible' || isOutOfReach) flags.add('infeasible');
  if (search.halted === 'stopped') flags.add('stopped');
  if (search.halted === 'generator-limited') flags.add('generator-limited');
  if (search.halted === null && isBeyond && search.verified) flags.add('beyond-max-rate');
  else if (search.halted === null && !isOutOfReach && widthOf(bounds) > 1.02 * tuning.widthRatio)
    flags.add('budget-reached');
  if (bracket !== null) {
    flags.add('no-interval');
    if (!search.verified) flags.add('not-verified');
  }
  const rates = [...history.values()]
    .map(({ badRatio, perSecond, requests }) => ({ perSecond, requests, badRatio }))
    .sort((a, b) => a.perSecond - b.perSecond);
  return {
    estimatePerSecond: bracket === null ? null : Math.sqrt(bracket[0] * bracket[1]),
    bracketPerSecond: bracket,
    interval95: null,
    certifiedPerSecond: certifiedOf(history),
    verified: search.verified,
    bindingObjective: (upper ?? lower)?.binding ?? null,
    ...ledger.spent(),
    flags: discoveryFlags.filter((flag) => flags.has(flag)),
    rates,
  };
}
