import { rateText } from '../../model/quantity-text.js';
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
  const { tuning } = search;
  const { lower } = boundsOf(search.history);
  if (lower === null || search.halted !== null) return false;
  const { perSecond } = lower;
  const seconds = Math.min(tuning.verifySeconds, search.ledger.remainingSeconds() - tuning.settleSeconds);
  if (seconds < 3) return false;
  yield* enter(search, 'verify', `holding ${rateText(perSecond)}`);
  const result = yield* probe(search, { perSecond, seconds, minSeconds: seconds, reserveSeconds: 0, phase: 'verify' });
  if (result === null) return false;
  if (result.outcome === 'misses') {
    yield* recover(search, 'the final probe missed', tuning.settleSeconds + 3);
    return false;
  }
  const standing = search.history.get(perSecond)!;
  search.history.set(perSecond, { ...standing, confirmed: true });
  search.verified = true;
  return true;
}
