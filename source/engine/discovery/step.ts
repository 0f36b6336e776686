import type { DiscoveryPhase } from '../../model/discovery.js';
import type { LoadWindow } from '../../model/load.js';
import { secondsLeft } from './forecast.js';
import { type Judgement, judge } from './judge.js';
import { levelOf } from './level.js';
import { canLoad, load, verifyReserve } from './load.js';
import type { Steps } from './protocol.js';
import { learn, type Search, tell } from './search.js';
import { isOverload } from './trip-wire.js';

/** A short trial at one rate, judged only by whether it is far from meeting. */
export type Step = {
  readonly passed: boolean;
  readonly tripped: boolean;
  readonly judgement: Judgement;
  readonly windows: readonly LoadWindow[];
};

export type StepRequest = {
  readonly perSecond: number;
  readonly seconds: number;
  readonly settleSeconds: number;
  readonly phase: DiscoveryPhase;
  /** How often a step that missed by far may be measured again before it counts. */
  readonly repeats: number;
};

/**
 * Whether a step must be measured once more: after a far miss always, and after that when it got better, be it that the
 * target is still warming or that it was luck. The third measurement decides.
 */
function isOpen(previous: Judgement | null, judgement: Judgement): boolean {
  if (previous === null) return judgement.far;
  return !judgement.far || judgement.margin < 0.7 * previous.margin;
}

/** Runs a step of the ramp or the bracket and enters what it found; null when the stage must end. */
export function* step(search: Search, request: StepRequest): Steps<Step | null> {
  const { perSecond, phase, seconds } = request;
  let previous: Judgement | null = null;
  for (let turn = 0; ; turn++) {
    const minSeconds = Math.min(seconds, request.settleSeconds + 2);
    const trial = {
      perSecond,
      seconds,
      minSeconds,
      reserveSeconds: verifyReserve(search),
      phase,
      enoughFactor: search.tuning.rampEnoughFactor,
    };
    if (!canLoad(search, trial)) return null;
    yield* tell(search, { kind: 'probe', perSecond, seconds, phase, secondsLeft: secondsLeft(search) });
    const observation = yield* load(search, trial);
    if (observation === null) return null;
    // After the first turn the queue has already found its level.
    const settle = turn === 0 ? Math.min(request.settleSeconds, observation.windows.length - 1) : 0;
    const windows = observation.windows.slice(Math.max(0, settle));
    const judgement = judge(windows, search.criteria, perSecond, search.tuning);
    const tripped = observation.tripped !== null && isOverload(observation.windows, search.guard);
    const isCut = observation.tripped !== null;
    const missed = isCut || judgement.far;
    yield* tell(search, {
      kind: 'verdict',
      perSecond,
      phase,
      verdict: tripped ? 'tripped' : missed ? 'misses' : judgement.leaning === 'misses' ? 'unclear' : 'meets',
      badRatio: judgement.badRatio,
      requests: judgement.requests,
      reason: observation.tripped ?? judgement.reason,
    });
    if (!judgement.judged && !tripped) {
      search.halted ??= 'unjudged';
      return null;
    }
    if (!tripped && turn < request.repeats && isOpen(previous, judgement)) {
      previous = judgement;
      continue;
    }
    if (tripped) search.trips++;
    search.samples.push({ perSecond, windows });
    yield* learn(search, perSecond, {
      outcome: missed ? 'misses' : 'meets',
      confirmed: tripped || (missed && judgement.verdict === 'misses'),
      tripped,
      judgement,
      level: levelOf(windows),
      tries: 0,
    });
    return { passed: !missed, tripped, judgement, windows };
  }
}
