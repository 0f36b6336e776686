import type { LoadWindow, NamedWindow } from '../../model/load.js';
import type { Counted } from './criteria.js';
import type { BadCount } from './overdispersion.js';

/** A window without the request, as where the load was not asked to count it. */
const none: NamedWindow = { due: 0, answered: 0, slow: 0, failed: 0, unsent: 0, meanResponseMs: 0 };

/** Bad arrivals of each window: failed, unsent, and slow by the limit where there is one. */
export function badCounts(windows: readonly LoadWindow[], counted: Counted): BadCount[] {
  return windows.map((window) => {
    if (counted.kind === 'all') {
      const slow = counted.slow === null ? 0 : (window.slow[counted.slow] ?? 0);
      return { bad: slow + window.failed + window.unsent, total: window.due };
    }
    const { due, failed, slow, unsent } = window.named?.[counted.place] ?? none;
    return { bad: (counted.isTimed ? slow : 0) + failed + unsent, total: due };
  });
}

/** The mean response time of each window in ms, with the answers that it is of. */
export function meansOf(
  windows: readonly LoadWindow[],
  counted: Counted,
): readonly { readonly meanMs: number; readonly answers: number }[] {
  return windows.map((window) => {
    if (counted.kind === 'all') return { meanMs: window.meanResponseMs, answers: window.answered + window.failed };
    const { answered, meanResponseMs } = window.named?.[counted.place] ?? none;
    return { meanMs: meanResponseMs, answers: answered };
  });
}

/** How many of all arrivals are of the kind that is counted, as a ratio; 1 where nothing is known. */
export function shareOfArrivals(windows: readonly LoadWindow[], counted: Counted): number {
  if (counted.kind === 'all') return 1;
  const all = windows.reduce((sum, window) => sum + window.due, 0);
  const own = windows.reduce((sum, window) => sum + (window.named?.[counted.place] ?? none).due, 0);
  return all === 0 || own === 0 ? 1 : Math.min(1, own / all);
}
