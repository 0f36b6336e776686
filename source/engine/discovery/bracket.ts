import { boundsOf, widthOf } from './history.js';
import type { Steps } from './protocol.js';
import { allowedRate, enter, type Search } from './search.js';
import { surestStep } from './second-opinion.js';

const wideRatio = 0.1;
const maxHalvings = 4;

/** Halves a bracket that the ramp left wide with short guarded steps, where a full probe would be time wasted. */
export function* bracket(search: Search): Steps<void> {
  const { options, tuning } = search;
  for (let halving = 0; halving < maxHalvings && search.trips < tuning.maxTrips; halving++) {
    const bounds = boundsOf(search.history);
    if (bounds.lower === null || bounds.upper === null || widthOf(bounds) <= wideRatio) return;
    yield* enter(search, 'bracket', 'the ramp left a wide bracket');
    const middle = Math.sqrt(bounds.lower.perSecond * bounds.upper.perSecond);
    const result = yield* surestStep(search, {
      perSecond: allowedRate(options, middle),
      seconds: tuning.bracketSeconds,
      settleSeconds: tuning.settleSeconds,
      phase: 'bracket',
      repeats: 0,
    });
    if (result === null) return;
  }
}
