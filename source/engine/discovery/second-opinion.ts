import { isDoubtful } from './doubt.js';
import { verifyReserve } from './load.js';
import type { Steps } from './protocol.js';
import { recover } from './recover.js';
import type { Search } from './search.js';
import { type Step, type StepRequest, step } from './step.js';

/**
 * A step, with recovery after a miss, and a second one at the same rate where the miss was a surprise and rests on one
 * measurement: a target that once stops for a second is not at its limit. Meeting again outvotes the miss; what is
 * found above, or the probes that follow at this rate, is the third vote.
 */
export function* surestStep(search: Search, request: StepRequest): Steps<Step | null> {
  const first = yield* step(search, request);
  if (first === null || first.passed) return first;
  yield* recover(search, reasonOf(first), verifyReserve(search));
  const bound = search.history.get(request.perSecond);
  const isMeasuredOnce = first.tripped || request.repeats === 0;
  if (bound === undefined || !isMeasuredOnce || !isDoubtful(search, bound)) return first;
  const second = yield* step(search, request);
  if (second === null) return first;
  if (!second.passed) yield* recover(search, reasonOf(second), verifyReserve(search));
  return second;
}

function reasonOf(missed: Step): string {
  return missed.tripped ? 'a trip-wire stopped the step' : 'the step missed';
}
