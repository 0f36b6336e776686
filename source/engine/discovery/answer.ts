import type { DiscoveryAnswer, DiscoveryFlag } from '../../model/discovery.js';
import { discoveryFlags } from '../../model/discovery.js';
import { bracketOf } from './bracket-of.js';
import { highestRate } from './highest-rate.js';
import { boundsOf } from './history.js';
import type { Line } from './line.js';
import { roundRate } from './round-rate.js';
import type { Search } from './search.js';

/** An interval whose lower half is this many times wider than wanted is worth a word. */
const tolerated = 2;

/**
 * What is certified is this quantile of the line, where that is below what was held. Tails are stretched for bursts that
 * have not been seen, and what is certified was held besides: the line lies below it in one search of twenty (simulated).
 */
const certifiedQuantile = 0.075;

/** What a search knows, whenever it ends. */
export function answerOf(search: Search): DiscoveryAnswer {
  const { heldPerSecond, history, ledger } = search;
  const spent = ledger.spent();
  const bracket = bracketOf(search);
  const { lower, upper } = boundsOf(history);
  const flags = new Set<DiscoveryFlag>(search.flags);
  const isOutOfReach = search.halted === null && lower === null && upper !== null && search.line === null;
  if (search.halted === 'infeasible' || isOutOfReach) flags.add('infeasible');
  if (search.halted === 'stopped') flags.add('stopped');
  if (search.halted === 'generator-limited') flags.add('generator-limited');
  const isBeyond = search.halted === null && isBeyondMax(search);
  const seen = knownLine(search);
  const known = isBeyond ? null : seen;
  if (isBeyond) flags.add('beyond-max-rate');
  else if (search.halted === null && !flags.has('infeasible') && !isPrecise(search)) flags.add('budget-reached');
  if (known !== null && !search.verified) flags.add('not-verified');
  const certified =
    heldPerSecond === null
      ? null
      : Math.min(heldPerSecond, seen === null ? Infinity : seen.quantile(certifiedQuantile));
  const rates = [...history.values()]
    .map(({ badRatio, perSecond, requests }) => ({ perSecond: roundRate(perSecond), requests, badRatio }))
    .sort((a, b) => a.perSecond - b.perSecond);
  return {
    estimatePerSecond: known === null ? null : roundRate(known.quantile(0.5)),
    bracketPerSecond:
      bracket.lower === null || bracket.upper === null ? null : [roundRate(bracket.lower), roundRate(bracket.upper)],
    interval95: known === null ? null : [roundRate(known.quantile(0.025)), roundRate(known.quantile(0.975))],
    certifiedPerSecond: certified === null ? null : roundRate(certified),
    heldPerSecond: heldPerSecond === null ? null : roundRate(heldPerSecond),
    verified: search.verified,
    // What was nowhere missed does not bind.
    bindingObjective: known?.binding ?? upper?.binding ?? null,
    overdispersion: known?.curve?.overdispersion ?? null,
    ...spent,
    peakPerSecond: roundRate(spent.peakPerSecond),
    flags: discoveryFlags.filter((flag) => flags.has(flag)),
    rates,
  };
}

/** Below this share of its limit an objective shows nothing of where its line is. */
const leastMargin = 0.3;

/** The line, where something was seen of it: that every rate was carried with ease says only that it is higher. */
export function knownLine({ history, line, sampledSeconds }: Search): Line | null {
  if (line === null || sampledSeconds === 0) return null;
  return isSeen(history) ? line : null;
}

function isSeen(history: Search['history']): boolean {
  // The outcome of a sample is what the line says of its rate, which without anything seen is what was expected before.
  return [...history.values()].some(
    ({ margin, outcome, tripped, tries }) => tripped || (margin >= leastMargin && (tries > 0 || outcome === 'misses')),
  );
}

/** Whether the highest rate allowed was held and met, and the line is not likelier below it than above. */
function isBeyondMax(search: Search): boolean {
  const { heldPerSecond, history, line } = search;
  const max = highestRate(search);
  if (heldPerSecond === null || heldPerSecond < max) return false;
  return line === null || !isSeen(history) || line.meetsAt(max) >= 0.5;
}

function isPrecise({ line, sampledSeconds, tuning }: Search): boolean {
  if (line === null || sampledSeconds === 0) return false;
  return Math.log(line.quantile(0.5) / line.quantile(0.025)) <= tolerated * tuning.halfWidth;
}
