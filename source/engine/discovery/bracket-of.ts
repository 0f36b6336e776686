import { boundsOf } from './history.js';
import type { Search } from './search.js';

/** From this probability on a rate is said to meet, and below its complement to miss. */
const sure = 0.9;

/**
 * What is known on either side of the line, per second: the highest rate tried that probably meets and the lowest that
 * probably misses, by the line where there is one, else by the bare outcomes of the ramp.
 */
export function bracketOf(search: Pick<Search, 'history' | 'line'>): {
  readonly lower: number | null;
  readonly upper: number | null;
} {
  const { history, line } = search;
  if (line === null) {
    const bounds = boundsOf(history);
    return { lower: bounds.lower?.perSecond ?? null, upper: bounds.upper?.perSecond ?? null };
  }
  const rates = [...history.keys()];
  const meeting = rates.filter((rate) => line.meetsAt(rate) >= sure);
  const missing = rates.filter((rate) => line.meetsAt(rate) <= 1 - sure);
  return {
    lower: meeting.length === 0 ? null : Math.max(...meeting),
    upper: missing.length === 0 ? null : Math.min(...missing),
  };
}
