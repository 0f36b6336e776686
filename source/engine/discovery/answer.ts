import type { DiscoveryAnswer, DiscoveryFlag } from '../../model/discovery.js';
import { discoveryFlags } from '../../model/discovery.js';
import { boundsOf, certifiedOf, widthOf } from './history.js';
import { roundBracket, roundRate } from './round-rate.js';
import type { Search } from './search.js';

/** What a search knows, whenever it ends. */
export function answerOf(search: Search): DiscoveryAnswer {
  const { history, ledger, options, tuning } = search;
  const bounds = boundsOf(history);
  const { lower, upper } = bounds;
  const isBeyond = upper === null && lower !== null && lower.perSecond >= (options.maxPerSecond ?? Infinity);
  const line = lower !== null && upper !== null ? roundBracket(lower.perSecond, upper.perSecond) : null;
  const certified = certifiedOf(history);
  const spent = ledger.spent();
  const flags = new Set<DiscoveryFlag>(search.flags);
  const isOutOfReach = search.halted === null && lower === null && upper !== null;
  if (search.halted === 'infeasible' || isOutOfReach) flags.add('infeasible');
  if (search.halted === 'stopped') flags.add('stopped');
  if (search.halted === 'generator-limited') flags.add('generator-limited');
  if (search.halted === null && isBeyond && search.verified) flags.add('beyond-max-rate');
  else if (search.halted === null && !isOutOfReach && widthOf(bounds) > 1.02 * tuning.widthRatio)
    flags.add('budget-reached');
  if (line !== null) {
    flags.add('no-interval');
    if (!search.verified) flags.add('not-verified');
  }
  const rates = [...history.values()]
    .map(({ badRatio, perSecond, requests }) => ({ perSecond: roundRate(perSecond), requests, badRatio }))
    .sort((a, b) => a.perSecond - b.perSecond);
  return {
    estimatePerSecond: line?.[1] ?? null,
    bracketPerSecond: line === null ? null : [line[0], line[2]],
    interval95: null,
    certifiedPerSecond:
      certified === null
        ? null
        : certified === lower?.perSecond
          ? (line?.[0] ?? roundRate(certified))
          : Math.min(roundRate(certified), line?.[0] ?? Number.POSITIVE_INFINITY),
    verified: search.verified,
    // What was nowhere missed does not bind.
    bindingObjective: upper?.binding ?? null,
    ...spent,
    peakPerSecond: roundRate(spent.peakPerSecond),
    flags: discoveryFlags.filter((flag) => flags.has(flag)),
    rates,
  };
}
