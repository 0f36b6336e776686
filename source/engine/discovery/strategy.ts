import type { DiscoveryAnswer } from '../../model/discovery.js';
import { doublingBisection, rampUntilMiss, staircase } from './classic.js';
import { discover } from './discover.js';
import type { DiscoveryOptions } from './options.js';
import type { Steps } from './protocol.js';

/** The ways to look for the line, by name. All but the first are baselines: no warm-up, no interval, no guard. */
export const strategies = ['plimsoll', 'doubling-bisection', 'staircase', 'ramp'] as const;

export type Strategy = (typeof strategies)[number];

/** What a baseline judges each probe by: the objectives as they are, or the mean against the same limits. */
export type JudgedBy = 'percentile' | 'mean';

/** The search of that name, as a generator like `discover`. */
export function searchBy(
  strategy: Strategy,
  options: DiscoveryOptions,
  judgedBy: JudgedBy = 'percentile',
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
