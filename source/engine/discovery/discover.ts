import type { DiscoveryAnswer } from '../../model/discovery.js';
import { rateText } from '../../model/quantity-text.js';
import { answerOf, knownLine } from './answer.js';
import { bracket } from './bracket.js';
import { estimate } from './estimate.js';
import { settleDrift } from './estimate-state.js';
import { boundsOf } from './history.js';
import type { Line } from './line.js';
import type { DiscoveryOptions } from './options.js';
import type { Steps } from './protocol.js';
import { ramp } from './ramp.js';
import { createSearch, enter, type Search, tellBracket } from './search.js';
import { verify } from './verify.js';
import { warmUp } from './warm-up.js';

export type { DiscoveryOptions, Effort } from './options.js';

/**
 * The search for the load line, as a pure generator: yields what it wants done, is given what came of it, returns the
 * answer. It has no clock, no chance and no I/O: the same options and observations give the same actions. The session
 * drives it with the load engine, tests with simulated servers.
 */
export function* discover(options: DiscoveryOptions): Steps<DiscoveryAnswer> {
  return (yield* discoverLine(options)).answer;
}

/** The same, with all that is believed of the line in the end; null where nothing was seen of it. */
export function* discoverLine(
  options: DiscoveryOptions,
): Steps<{ readonly answer: DiscoveryAnswer; readonly line: Line | null }> {
  const search = createSearch(options);
  yield* warmUp(search);
  yield* ramp(search);
  yield* bracket(search);
  yield* estimate(search);
  yield* verify(search);
  settleDrift(search);
  yield* tellBracket(search);
  const answer = answerOf(search);
  yield* enter(search, 'done', ending(search, answer));
  return { answer, line: knownLine(search) };
}

function ending(search: Search, { flags }: DiscoveryAnswer): string {
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
  const { lower } = boundsOf(search.history);
  const line = knownLine(search);
  if (line !== null) {
    return `the line is between ${rateText(line.quantile(0.025))} and ${rateText(line.quantile(0.975))}, 19 times in 20`;
  }
  if (lower === null) {
    return search.history.size === 0
      ? 'the time was up before any rate was judged'
      : 'no rate that was tried met the objective';
  }
  const met = `${rateText(lower.perSecond)} still meets the objective`;
  return flags.includes('budget-reached') ? `the time is up, and ${met}` : met;
}
