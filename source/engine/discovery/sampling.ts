import type { DiscoveryPhase, Verdict } from '../../model/discovery.js';
import type { LoadWindow } from '../../model/load.js';
import { refreshLine } from './estimate-state.js';
import { secondsLeft } from './forecast.js';
import { judge } from './judge.js';
import { levelOf } from './level.js';
import { canLoad, load } from './load.js';
import type { Steps } from './protocol.js';
import { learn, type Search, tell } from './search.js';
import { isRising } from './trend.js';
import { isOverload } from './trip-wire.js';

export type SamplingRequest = {
  readonly perSecond: number;
  /** Judged time wanted, and least worth having. */
  readonly seconds: number;
  readonly minSeconds: number;
  readonly reserveSeconds: number;
  readonly phase: DiscoveryPhase;
};

/** What one probe near the line showed by itself; what it adds is in the search's line. */
export type Sampling = {
  readonly tripped: boolean;
  /** Value of the worst objective over its limit. */
  readonly margin: number;
  /** Seconds of load, settling included. */
  readonly seconds: number;
};

/** How often a probe whose latency still rises is made longer before its numbers are taken as they are. */
const maxExtensions = 3;
const extensionSeconds = 10;

/**
 * One probe near the line: loads for a fixed time, longer while latency still rises, adds it to the samples and renews
 * the line. Its verdict is for those who watch; the search goes by the line alone. Null when the stage must end.
 */
export function* sampling(search: Search, request: SamplingRequest): Steps<Sampling | null> {
  const { criteria, tuning } = search;
  const { minSeconds, perSecond, phase, reserveSeconds } = request;
  const { settleSeconds } = tuning;
  const trial = {
    perSecond,
    seconds: settleSeconds + request.seconds,
    minSeconds: settleSeconds + minSeconds,
    reserveSeconds,
    phase,
    enoughFactor: search.tuning.enoughFactor,
  };
  if (!canLoad(search, trial)) return null;
  yield* tell(search, { kind: 'probe', perSecond, seconds: trial.seconds, phase, secondsLeft: secondsLeft(search) });
  const opening = yield* load(search, trial);
  if (opening === null) return null;
  let windows: readonly LoadWindow[] = opening.windows.slice(
    Math.min(settleSeconds, Math.max(0, opening.windows.length - 1)),
  );
  let tripped = opening.tripped !== null && isOverload(opening.windows, search.guard) ? opening.tripped : null;
  const isCut = opening.tripped !== null;
  let seconds = opening.windows.length;
  for (let extension = 0; extension < maxExtensions && !isCut && tripped === null && isRising(windows); extension++) {
    const more = { perSecond, seconds: extensionSeconds, minSeconds: 3, reserveSeconds, phase };
    const observation = yield* load(search, more);
    if (observation === null) {
      if (search.halted !== null) return null;
      break;
    }
    // What it was before the queue filled is no evidence of what the rate does.
    windows = [...windows.slice(-Math.floor(windows.length / 3)), ...observation.windows];
    tripped = observation.tripped;
    seconds += observation.windows.length;
  }
  search.samples.push({ perSecond, windows });
  search.sampledSeconds += windows.length;
  refreshLine(search);
  const judgement = judge(windows, criteria, perSecond, tuning);
  const meets = search.line?.meetsAt(perSecond) ?? (judgement.leaning === 'meets' ? 0.5 : 0);
  const believed = meets >= 0.9 ? 'meets' : meets <= 0.1 ? 'misses' : 'unclear';
  // The final probe is held just below the line, where belief is never sure: it is its own numbers that decide there.
  const told = phase !== 'verify' ? believed : judgement.margin <= 1 ? 'meets' : 'misses';
  const verdict: Verdict = tripped !== null ? 'tripped' : told;
  if (tripped !== null) search.trips++;
  yield* tell(search, {
    kind: 'verdict',
    perSecond,
    phase,
    verdict,
    badRatio: judgement.badRatio,
    requests: judgement.requests,
    reason: tripped ?? judgement.reason,
  });
  yield* learn(search, perSecond, {
    outcome: tripped === null && meets >= 0.5 ? 'meets' : 'misses',
    confirmed: tripped !== null || believed !== 'unclear',
    tripped: tripped !== null,
    judgement,
    level: levelOf(windows),
    tries: 1,
  });
  return { tripped: tripped !== null, margin: judgement.margin, seconds };
}
