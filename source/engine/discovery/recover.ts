import type { LoadWindow } from '../../model/load.js';
import { rateText } from '../../model/quantity-text.js';
import { badCounts } from './counted.js';
import { boundsOf } from './history.js';
import { canLoad, idle, load } from './load.js';
import type { Steps } from './protocol.js';
import { allowedRate, enter, type Search } from './search.js';

const shares = [0.5, 0.25];
const maxFailures = 3;

/**
 * After overload: proves at half the rate last carried that the target is itself again, before anything else is
 * measured. Where it is not, rests and tries at a quarter. A target that stays slow at rates that it carried before is
 * metastable; after three such times the search ends. `reserveSeconds` of the budget are left alone.
 */
export function* recover(search: Search, reason: string, reserveSeconds: number): Steps<void> {
  const { lower, upper } = boundsOf(search.history);
  const base = lower?.perSecond ?? (upper === null ? search.warmPerSecond : upper.perSecond / 2);
  const back = search.phase;
  if (!canLoad(search, { minSeconds: 1, reserveSeconds })) return;
  yield* enter(search, 'recover', reason);
  let tried = false;
  for (const share of shares) {
    const perSecond = allowedRate(search.options, base * share);
    const recovery = yield* calm(search, perSecond, reserveSeconds);
    if (recovery === 'recovered') {
      if (back !== null) yield* enter(search, back, `recovered at ${rateText(perSecond)}`);
      return;
    }
    if (recovery === 'no-time') break;
    tried = true;
    const rests = 3 * 2 ** search.failedRecoveries;
    for (let rest = 0; rest < rests; rest++) {
      if (!(yield* idle(search, 4, reserveSeconds))) break;
    }
  }
  // A target that never met the objective has not lost anything.
  if (tried && lower !== null) {
    search.failedRecoveries++;
    search.flags.add('metastable');
    if (search.failedRecoveries >= maxFailures) search.halted ??= 'unrecovered';
  }
  if (back !== null && search.halted === null) yield* enter(search, back, 'going on with the time that is left');
}

/** Holds a low rate until the target is calm, 8 s at most. */
function* calm(
  search: Search,
  perSecond: number,
  reserveSeconds: number,
): Steps<'recovered' | 'not-recovered' | 'no-time'> {
  const { recoverSeconds } = search.tuning;
  const deadline = recoverSeconds + 6;
  let held = 0;
  while (held < deadline) {
    const seconds = held === 0 ? recoverSeconds : 2;
    const observation = yield* load(search, { perSecond, seconds, minSeconds: 1, reserveSeconds, phase: 'recover' });
    if (observation === null) return 'no-time';
    if (observation.tripped === null && isCalm(search, observation.windows.at(-1))) return 'recovered';
    held += Math.max(1, observation.windows.length);
    if (observation.tripped !== null) return 'not-recovered';
  }
  return 'not-recovered';
}

/** The last second is judged alone: the ones before may hold what was left of the overload. */
function isCalm(search: Search, window: LoadWindow | undefined): boolean {
  if (window === undefined || window.due === 0) return true;
  for (const criterion of search.criteria) {
    if (criterion.kind !== 'share') continue;
    const [count] = badCounts([window], criterion.counted);
    if (count!.bad - window.unsent > Math.max(1, 2 * criterion.allowedRatio * count!.total)) return false;
  }
  // Twice the standard error of a mean of exponential times allows for a second with few arrivals.
  const allowance = 1.25 + 2 / Math.sqrt(window.due);
  return search.baselineMeanMs === null || window.meanResponseMs <= allowance * search.baselineMeanMs;
}
