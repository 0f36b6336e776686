import { type CpuPoint, nextRampRate, saturationOf } from './growth.js';
import { boundsOf } from './history.js';
import { levelOf } from './level.js';
import type { Steps } from './protocol.js';
import { allowedRate, enter, type Search } from './search.js';
import { surestStep } from './second-opinion.js';

/** How often the rate is divided by three before the objective counts as out of reach. */
const maxDescents = 4;

/** Arrivals that a step should see: a few alone show nothing. */
const fewestArrivals = 20;

/** Low rates need longer steps, but never more than a twentieth of the budget. */
function longestStep(search: Search): number {
  return Math.max(search.tuning.rampStepSeconds, Math.floor(search.tuning.budgetSeconds / 20));
}

function stepSeconds(search: Search, perSecond: number): number {
  const { rampSettleSeconds, rampStepSeconds } = search.tuning;
  const wanted = rampSettleSeconds + Math.ceil(fewestArrivals / perSecond);
  return Math.max(rampStepSeconds, Math.min(longestStep(search), wanted));
}

/**
 * Climbs from the warm rate, or from that given, in guarded steps until one misses by far or trips, which brackets the
 * line. Where already the first step misses, goes down instead; where all do, the search is infeasible.
 */
export function* ramp(search: Search, fromPerSecond = search.warmPerSecond): Steps<void> {
  const { options, tuning } = search;
  yield* enter(search, 'ramp', 'climbing in guarded steps until the objective is missed');
  const points: CpuPoint[] = [];
  let perSecond = fromPerSecond;
  let descents = 0;
  while (search.trips < tuning.maxTrips) {
    const result = yield* surestStep(search, {
      perSecond,
      seconds: stepSeconds(search, perSecond),
      settleSeconds: tuning.rampSettleSeconds,
      phase: 'ramp',
      repeats: 2,
    });
    if (result === null) return;
    if (!result.passed) {
      if (boundsOf(search.history).lower !== null) return;
      const isTooSlow = (perSecond / 3) * longestStep(search) < fewestArrivals / 2;
      if (descents++ === maxDescents || isTooSlow) {
        search.halted ??= 'infeasible';
        return;
      }
      perSecond = allowedRate(options, perSecond / 3);
      continue;
    }
    if (descents > 0 || perSecond >= (options.maxPerSecond ?? Number.POSITIVE_INFINITY)) return;
    const level = levelOf(result.windows);
    const baselineMs = Math.min(search.baselineMeanMs ?? level.meanMs, level.meanMs);
    search.baselineMeanMs ??= level.meanMs;
    if (level.cpuRatio !== null) points.push({ perSecond, cpuRatio: level.cpuRatio });
    const next = nextRampRate({
      perSecond,
      cpuRatio: level.cpuRatio,
      inflation: baselineMs === 0 ? 1 : level.meanMs / baselineMs,
      saturationPerSecond: saturationOf(points),
    });
    perSecond = allowedRate(options, Math.max(next, perSecond + 1e-9));
  }
}
