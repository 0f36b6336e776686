import type { DiscoveryAnswer, ProbeJudge, SearchStrategy } from '../../model/discovery.js';
import { doublingBisection, rampUntilMiss, staircase } from './classic.js';
import { discover } from './discover.js';
import type { DiscoveryOptions } from './options.js';
import type { Steps } from './protocol.js';

/** The search of that name, as a generator like `discover`. */
export function searchBy(
  strategy: SearchStrategy,
  options: DiscoveryOptions,
  judgedBy: ProbeJudge = 'percentile',
): Steps<DiscoveryAnswer> {
  switch (strategy) {
    case 'plimsoll':
      return discover(options);
    case 'doubling-bisection':
      return doublingBisection(options, judgedBy);
    case 'staircase':
      return staircase(options, judgedBy);
    case 'ramp':
      return rampUntilMiss(options, judgedBy);
  }
}
