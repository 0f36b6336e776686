import type { Search } from './search.js';

/** The highest rate that is allowed; Infinity where only the target bounds it. */
export function highestRate({ options }: Pick<Search, 'options'>): number {
  return options.maxPerSecond ?? Number.POSITIVE_INFINITY;
}

/**
 * Whether the highest rate that is allowed was tried, and nothing was missed or tripped up to it. Then only that rate
 * itself tells whether the line is above it.
 */
export function isHighestUnmissed({ history, options }: Pick<Search, 'history' | 'options'>): boolean {
  const standings = [...history.values()];
  return (
    standings.some(({ perSecond }) => perSecond >= highestRate({ options })) &&
    standings.every(({ margin, tripped }) => !tripped && margin <= 1)
  );
}
