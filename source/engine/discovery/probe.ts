import type { DiscoveryPhase, Verdict } from '../../model/discovery.js';
import type { LoadWindow } from '../../model/load.js';
import { isHiccup, isTripSurprising } from './doubt.js';
import { type Judgement, judge } from './judge.js';
import { levelOf } from './level.js';
import { canLoad, load } from './load.js';
import type { Steps } from './protocol.js';
import { learn, type Search, tell } from './search.js';
import { isRising } from './trend.js';

export type ProbeRequest = {
  readonly perSecond: number;
  /** Longest and shortest judged time; between them the probe ends as soon as its verdict is clear. */
  readonly seconds: number;
  readonly minSeconds: number;
  readonly reserveSeconds: number;
  readonly phase: DiscoveryPhase;
};

export type Probe = {
  readonly verdict: Verdict;
  readonly outcome: 'meets' | 'misses';
};

/** How often a probe whose latency still rises is made longer before its numbers are taken as they are. */
const maxExtensions = 3;

/**
 * One probe of the bisection, or the final one: loads in pieces until what it saw, together with earlier probes at the
 * same rate, is clear or its time is over. Enters what it found; null when the search must end.
 */
export function* probe(search: Search, request: ProbeRequest): Steps<Probe | null> {
  const { criteria, history, tuning } = search;
  const { minSeconds, perSecond, phase, reserveSeconds, seconds } = request;
  const { settleSeconds } = tuning;
  // Each piece costs the wait for its last window, so a probe has a few long ones; the trip-wires act within them.
  const firstSeconds = Math.max(minSeconds, Math.ceil(seconds / 2));
  const pieceSeconds = Math.max(tuning.chunkSeconds, Math.ceil(seconds / 4));
  const earlier = history.get(perSecond)?.windows ?? [];
  const first = {
    perSecond,
    seconds: settleSeconds + firstSeconds,
    minSeconds: settleSeconds + Math.min(3, minSeconds),
    reserveSeconds,
    phase,
  };
  if (!canLoad(search, first)) return null;
  yield* tell(search, { kind: 'probe', perSecond, seconds: settleSeconds + seconds, phase });
  const opening = yield* load(search, first);
  if (opening === null) return null;
  let fresh: LoadWindow[] = opening.windows.slice(Math.min(settleSeconds, Math.max(0, opening.windows.length - 1)));
  let { tripped } = opening;
  let longest = seconds;
  let extensions = 0;
  let judgement = judge([...earlier, ...fresh], criteria, perSecond, tuning);
  while (tripped === null) {
    // A queue that fills slowly looks fine until it is full: what it was before it filled is no evidence.
    if (judgement.leaning === 'meets' && extensions < maxExtensions && isRising(fresh)) {
      extensions++;
      fresh = fresh.slice(-Math.max(1, Math.floor(fresh.length / 3)));
      longest = Math.max(longest, fresh.length + pieceSeconds);
    } else if (judgement.verdict !== 'unclear' || fresh.length >= longest) break;
    const piece = yield* load(search, {
      perSecond,
      seconds: Math.min(pieceSeconds, Math.max(1, longest - fresh.length)),
      minSeconds: 1,
      reserveSeconds,
      phase,
    });
    if (piece === null) {
      if (search.halted !== null) return null;
      break;
    }
    fresh = [...fresh, ...piece.windows];
    tripped = piece.tripped;
    judgement = judge([...earlier, ...fresh], criteria, perSecond, tuning);
  }
  return yield* conclude(search, request, { judgement, tripped, fresh });
}

function* conclude(
  search: Search,
  request: ProbeRequest,
  seen: { readonly judgement: Judgement; readonly tripped: string | null; readonly fresh: readonly LoadWindow[] },
): Steps<Probe> {
  const { fresh, judgement, tripped } = seen;
  const { perSecond, phase } = request;
  const verdict: Verdict = tripped === null ? judgement.verdict : 'tripped';
  const outcome = verdict === 'tripped' ? 'misses' : verdict === 'unclear' ? judgement.leaning : verdict;
  if (tripped !== null) {
    search.trips++;
  }
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
    outcome,
    confirmed: verdict !== 'unclear',
    tripped: tripped !== null,
    judgement,
    level: levelOf(fresh),
    ...keptWindows(search, perSecond, fresh, outcome === 'misses', tripped !== null),
    tries: 1,
  });
  return { verdict, outcome };
}

/**
 * The windows that count at this rate from now on. Those of a first miss that a hiccup explains are set aside, so that
 * a second trial is judged by itself; where that misses too, all of them count.
 */
function keptWindows(
  search: Search,
  perSecond: number,
  fresh: readonly LoadWindow[],
  missed: boolean,
  tripped: boolean,
): { readonly windows: readonly LoadWindow[]; readonly aside: readonly LoadWindow[] } {
  const known = search.history.get(perSecond);
  const windows = known?.windows ?? [];
  const aside = known?.aside ?? [];
  if (!missed) return { windows: [...windows, ...fresh], aside };
  const isFirst = (known?.misses ?? 0) === 0;
  const isDoubted =
    isFirst && (tripped ? isTripSurprising(search) : isHiccup(search, [...windows, ...fresh], perSecond));
  return isDoubted ? { windows, aside: fresh } : { windows: [...windows, ...aside, ...fresh], aside: [] };
}
