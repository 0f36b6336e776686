import type { DiscoveryPhase } from '../../model/discovery.js';
import { shareOfArrivals } from './counted.js';
import type { Counted } from './criteria.js';
import { worstBad } from './judge.js';
import type { Guard, Observation, Steps } from './protocol.js';
import type { Search } from './search.js';

/** Fewer bad arrivals than this are never enough: one burst of a small target. */
const fewestBad = 40;

/** One stretch of load that a stage asks for. */
export type LoadRequest = {
  readonly perSecond: number;
  readonly seconds: number;
  /** With less than this left it is not worth sending. */
  readonly minSeconds: number;
  /** Seconds of the budget that must be left afterwards. */
  readonly reserveSeconds: number;
  readonly phase: DiscoveryPhase;
  /** Where given, the trial ends once this multiple of the bad arrivals allowed in all of its time was seen. */
  readonly enoughFactor?: number;
};

/**
 * Sends one stretch of load, cut to what the budget leaves, and returns what came of it. Null when the stage must end:
 * no time left, stopped by the user, or the generator failed twice to send what was asked.
 */
export function* load(search: Search, request: LoadRequest): Steps<Observation | null> {
  const { perSecond, phase } = request;
  for (let attempt = 0; attempt < 2; attempt++) {
    if (!canLoad(search, request)) return null;
    const seconds = Math.min(request.seconds, search.ledger.remainingSeconds() - request.reserveSeconds);
    const observation = yield { kind: 'load', perSecond, seconds, phase, guard: guardFor(search, request) };
    search.ledger.load(perSecond, seconds, observation.windows, worstBad(observation.windows, search.criteria));
    if (observation.accept) {
      search.halted = 'stopped';
      return null;
    }
    if (observation.generatorLimit === null) {
      if (observation.windows.length > 0 || observation.tripped !== null) return observation;
    }
  }
  search.halted = 'generator-limited';
  return null;
}

function guardFor(search: Search, { enoughFactor, perSecond, seconds }: LoadRequest): Guard {
  if (enoughFactor === undefined) return search.guard;
  const enough = search.criteria.flatMap((criterion) => {
    if (criterion.kind !== 'share') return [];
    const { allowedRatio, counted } = criterion;
    const arrivals = shareOf(search, counted) * perSecond * seconds;
    return [{ counted, bad: Math.max(fewestBad, Math.ceil(enoughFactor * allowedRatio * arrivals)) }];
  });
  return { ...search.guard, enough };
}

/** How many of all arrivals are of the kind that is counted, as far as the last trial told. */
export function shareOf({ samples }: Search, counted: Counted): number {
  return shareOfArrivals(samples.at(-1)?.windows ?? [], counted);
}

/** Whether `load` would send anything; asked before a probe is announced. */
export function canLoad(search: Search, request: Pick<LoadRequest, 'minSeconds' | 'reserveSeconds'>): boolean {
  const left = search.ledger.remainingSeconds() - request.reserveSeconds;
  return search.halted === null && left >= Math.max(1, request.minSeconds);
}

/** Sends nothing for a while, as far as the budget leaves; returns whether there was time for it. */
export function* idle(search: Search, seconds: number, reserveSeconds: number): Steps<boolean> {
  if (!canLoad(search, { minSeconds: seconds, reserveSeconds })) return false;
  const { accept } = yield { kind: 'idle', seconds };
  search.ledger.idle(seconds);
  if (accept) search.halted = 'stopped';
  return search.halted === null;
}

/** What every stage before the final probe leaves of the budget for it. */
export function verifyReserve(search: Search): number {
  return search.tuning.verifySeconds + search.tuning.settleSeconds;
}
