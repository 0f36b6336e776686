import { rateText } from '../../model/quantity-text.js';
import { refreshLine } from './estimate-state.js';
import { highestRate, isHighestUnmissed } from './highest-rate.js';
import { boundsOf } from './history.js';
import type { Steps } from './protocol.js';
import { recover } from './recover.js';
import { sampling } from './sampling.js';
import { allowedRate, enter, type Search } from './search.js';

const maxTries = 3;

/** The line lies below the rate of the final probe with this probability: near enough for the probe to tell of the line. */
const heldQuantile = 0.2;

/**
 * The final probe: holds a rate that is probably below the line, for its whole time. Where that misses, its numbers have
 * moved the line, and a lower one is held.
 */
export function* verify(search: Search): Steps<void> {
  const { options, tuning } = search;
  for (let turn = 0; turn < maxTries && search.halted === null; turn++) {
    const { lower } = boundsOf(search.history);
    const likely = search.line === null ? lower?.perSecond : search.line.quantile(heldQuantile);
    if (likely === undefined) return;
    const wanted = isHighestUnmissed(search) ? highestRate(search) : likely;
    const perSecond = Math.min(allowedRate(options, wanted), (1 - 0.03 * turn) * (search.lowestHeldMiss ?? Infinity));
    const seconds = Math.min(tuning.verifySeconds, search.ledger.remainingSeconds() - tuning.settleSeconds);
    if (seconds < 3) return;
    yield* enter(search, 'verify', `holding ${rateText(perSecond)}`);
    const result = yield* sampling(search, {
      perSecond,
      seconds,
      minSeconds: seconds,
      reserveSeconds: 0,
      phase: 'verify',
    });
    if (result === null) return;
    if (!result.tripped && result.margin <= 1) {
      search.heldPerSecond = perSecond;
      search.verified = true;
      return;
    }
    search.lowestHeldMiss = perSecond;
    if (search.isAtEase) {
      search.isAtEase = false;
      refreshLine(search);
    }
    if (result.tripped) yield* recover(search, 'the final probe missed', tuning.settleSeconds + 3);
  }
}
