import { rateText } from '../../model/quantity-text.js';
import { isDoubtful } from './doubt.js';
import { boundsOf } from './history.js';
import { probe } from './probe.js';
import type { Steps } from './protocol.js';
import { recover } from './recover.js';
import { enter, type Search } from './search.js';

/**
 * The final probe: holds the lower bound for its whole time, whatever it looks like meanwhile, and takes the numbers
 * together with those of earlier probes there. Returns whether it was held; the standing of the rate says the same.
 */
export function* verify(search: Search): Steps<boolean> {
  const { lower } = boundsOf(search.history);
  if (lower === null || search.halted !== null) return false;
  return yield* hold(search, lower.perSecond);
}

function* hold(search: Search, perSecond: number): Steps<boolean> {
  const { tuning } = search;
  const seconds = Math.min(tuning.verifySeconds, search.ledger.remainingSeconds() - tuning.settleSeconds);
  if (seconds < 3) return false;
  yield* enter(search, 'verify', `holding ${rateText(perSecond)}`);
  const result = yield* probe(search, { perSecond, seconds, minSeconds: seconds, reserveSeconds: 0, phase: 'verify' });
  if (result === null) return false;
  if (result.outcome === 'misses') {
    yield* recover(search, 'the final probe missed', tuning.settleSeconds + 3);
    const missed = search.history.get(perSecond)!;
    const left = search.ledger.remainingSeconds() - tuning.settleSeconds;
    // One miss is tried again here; two count. Where the next bound is near, going down tells as much.
    const next = boundsOf(search.history).lower;
    const isFar = next === null || perSecond / next.perSecond - 1 > 2 * tuning.widthRatio;
    if (search.halted !== null || search.trips >= tuning.maxTrips || left < tuning.verifySeconds / 2) return false;
    if (missed.misses > 1 || !(isFar || isDoubtful(search, missed))) return false;
    return yield* hold(search, perSecond);
  }
  const standing = search.history.get(perSecond)!;
  search.history.set(perSecond, { ...standing, confirmed: true });
  search.verified = true;
  return true;
}
