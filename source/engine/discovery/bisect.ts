import { climbRate, isDoubtful } from './doubt.js';
import { boundsOf, type History, type Standing, widthOf } from './history.js';
import { verifyReserve } from './load.js';
import { probe } from './probe.js';
import type { Steps } from './protocol.js';
import { recover } from './recover.js';
import { allowedRate, enter, type Search } from './search.js';

/**
 * Narrows what ramp and bracket found to the wanted width: `Refinement` is the seam at which another estimator takes
 * the place of bisection. It probes through `probe`, leaves what it learns in `search.history`, and the reserve alone.
 */
export type Refinement = (search: Search) => Steps<void>;

/** Sequential bisection on the log of the rate. Unclear probes are repeated, and both bounds confirmed at the end. */
export const bisect: Refinement = function* (search) {
  const { options, tuning } = search;
  yield* enter(search, 'bisect', 'narrowing the bracket');
  while (search.trips < tuning.maxTrips) {
    const next = nextRate(search);
    if (next === null) return;
    const perSecond = allowedRate(options, next);
    const result = yield* probe(search, {
      perSecond,
      seconds: probeSeconds(search),
      minSeconds: tuning.probeMinSeconds,
      reserveSeconds: verifyReserve(search),
      phase: 'bisect',
    });
    if (result === null) return;
    const isRepeated = result.verdict === 'unclear' && nextRate(search) === perSecond;
    if (result.outcome === 'misses' && !isRepeated) yield* recover(search, 'the probe missed', verifyReserve(search));
  }
};

/** The rate to probe next, or null when the bracket is as wanted. */
function nextRate(search: Search): number | null {
  const { options, tuning } = search;
  const bounds = boundsOf(search.history);
  // Far below its limit the target is climbed, not probed: see `discover`.
  if (climbRate(search) !== null) return null;
  const { lower, upper } = bounds;
  if (lower === null && upper === null) return null;
  if (upper === null) {
    const max = options.maxPerSecond ?? Number.POSITIVE_INFINITY;
    if (lower!.perSecond < max)
      return Math.min(max, lower!.perSecond * (1 + gallop(search.history, tuning.widthRatio)));
    return isOpen(lower!, tuning.repeats) ? lower!.perSecond : null;
  }
  if (lower === null) return upper.perSecond / (1 + gallop(search.history, tuning.widthRatio));
  if (isDoubtful(search, upper)) return upper.perSecond;
  const unclear = [lower, upper].find((bound) => bound.tries > 0 && isOpen(bound, tuning.repeats) && isClose(bound));
  if (unclear !== undefined) return unclear.perSecond;
  // What the ramp left as lower bounds stood for a few seconds each. Until a probe has met, probes above them are only
  // harm, and where the first proves wrong the others are no better: the way goes down from the upper bound.
  if (!lower.confirmed && lower.tries === 0 && !hasMet(search.history)) {
    const below = upper.perSecond / (1 + gallop(search.history, tuning.widthRatio));
    return probed(search.history) === 0 ? lower.perSecond : allowedRate(options, below);
  }
  const middle = allowedRate(options, Math.sqrt(lower.perSecond * upper.perSecond));
  const isDivisible = middle > lower.perSecond && middle < upper.perSecond;
  if (widthOf(bounds) > tuning.widthRatio && isDivisible) return middle;
  if (isOpen(lower, tuning.repeats)) return lower.perSecond;
  if (isOpen(upper, tuning.repeats)) return upper.perSecond;
  return null;
}

/** Rates that the bisection has probed. */
function probed(history: History): number {
  let count = 0;
  for (const standing of history.values()) if (standing.tries > 0) count++;
  return count;
}

function hasMet(history: History): boolean {
  for (const standing of history.values()) if (standing.tries > 0 && standing.outcome === 'meets') return true;
  return false;
}

/** A bound that is not sure yet and may be probed again. */
function isOpen(bound: Standing, repeats: number): boolean {
  return !bound.confirmed && bound.tries <= repeats;
}

/**
 * An unclear probe is repeated at once where its numbers were near the limit; where they were far off, in spite of
 * chance, the time is better spent nearer to the line, and the bound is confirmed at the end if there is time.
 */
function isClose(bound: Standing): boolean {
  return bound.margin > 0.5 && bound.margin < 2;
}

/** How far to step where one bound was lost: wider each time, since the bracket has proven wrong. */
function gallop(history: History, widthRatio: number): number {
  return Math.min(0.15, 1.5 * widthRatio * 2 ** Math.max(0, probed(history) - 1));
}

/** Judged time of the next probe: what the budget leaves, shared among the probes still to come. */
function probeSeconds(search: Search): number {
  const { tuning } = search;
  const width = widthOf(boundsOf(search.history));
  const halvings = Number.isFinite(width)
    ? Math.max(0, Math.ceil(Math.log2(Math.log1p(width) / Math.log1p(tuning.widthRatio))))
    : 1;
  const left = search.ledger.remainingSeconds() - verifyReserve(search);
  const probes = halvings + (probed(search.history) === 0 ? 2 : 1);
  const share = left / probes - tuning.settleSeconds - tuning.recoverSeconds;
  // Fewer probes that can tell something are better than many that can't.
  const least = Math.max(tuning.probeMinSeconds, Math.floor(tuning.probeMaxSeconds / 2));
  return Math.max(least, Math.min(tuning.probeMaxSeconds, Math.floor(share)));
}
