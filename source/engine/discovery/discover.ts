import type { DiscoveryAnswer } from '../../model/discovery.js';
import { rateText } from '../../model/quantity-text.js';
import { answerOf } from './answer.js';
import { bisect, type Refinement } from './bisect.js';
import { bracket } from './bracket.js';
import { climbRate } from './doubt.js';
import { boundsOf, widthOf } from './history.js';
import { verifyReserve } from './load.js';
import type { DiscoveryOptions } from './options.js';
import type { DiscoveryAction, Observation } from './protocol.js';
import { ramp } from './ramp.js';
import { createSearch, enter, type Search } from './search.js';
import { verify } from './verify.js';
import { warmUp } from './warm-up.js';

export type { DiscoveryOptions, Effort } from './options.js';

const refine: Refinement = bisect;

/** How often a final probe that missed may send the search back to narrowing. */
const maxRounds = 3;

/** How often an outvoted upper bound may send it back to climbing. */
const maxClimbs = 2;

/**
 * The search for the load line, as a pure generator: yields what it wants done, is given what came of it, returns the
 * answer. It has no clock, no chance and no I/O: the same options and observations give the same actions. The session
 * drives it with the load engine, tests with simulated servers.
 */
export function* discover(options: DiscoveryOptions): Generator<DiscoveryAction, DiscoveryAnswer, Observation> {
  const search = createSearch(options);
  yield* warmUp(search);
  yield* ramp(search);
  yield* bracket(search);
  let climbs = 0;
  for (let round = 0; round < maxRounds && search.halted === null; round++) {
    yield* refine(search);
    const fromPerSecond = climbRate(search);
    if (fromPerSecond !== null && climbs++ < maxClimbs) {
      yield* ramp(search, fromPerSecond);
      yield* bracket(search);
      yield* refine(search);
    }
    if (yield* verify(search)) break;
    if (search.ledger.remainingSeconds() < verifyReserve(search)) break;
  }
  const answer = answerOf(search);
  yield* enter(search, 'done', ending(search));
  return answer;
}

function ending(search: Search): string {
  const bounds = boundsOf(search.history);
  switch (search.halted) {
    case 'infeasible':
      return 'the objective is missed even at the lowest rate tried';
    case 'generator-limited':
      return 'the generator could not send what was asked, twice';
    case 'unrecovered':
      return 'the target did not recover from overload';
    case 'unjudged':
      return 'none of the objectives could be judged';
    case 'stopped':
      return 'stopped by the user';
    case null:
      break;
  }
  if (bounds.lower === null) return 'no rate that was tried met the objective';
  if (bounds.upper === null) return `${rateText(bounds.lower.perSecond)} still meets the objective`;
  const isNarrow = widthOf(bounds) <= 1.02 * search.tuning.widthRatio;
  const between = `the line is between ${rateText(bounds.lower.perSecond)} and ${rateText(bounds.upper.perSecond)}`;
  return isNarrow ? between : `${between}; the time or the overloads allowed ended the search`;
}
