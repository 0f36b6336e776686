import { type CpuPoint, saturationOf } from './cpu-saturation.js';
import { isNearEnd, nextRampRate } from './growth.js';
import { boundsOf } from './history.js';
import { levelOf } from './level.js';
import { shareOf } from './load.js';
import type { Steps } from './protocol.js';
import { allowedRate, enter, type Search } from './search.js';
import { surestStep } from './second-opinion.js';

/** How often the rate is divided by three before the objective counts as out of reach. */
const maxDescents = 4;

/** Arrivals that a step should see: a few alone show nothing. */
const fewestArrivals = 20;

/** Bad arrivals that show that the line is near. */
const fewestBad = 5;

/** Low rates need longer steps, but never more than a twentieth of the budget. */
function longestStep(search: Search): number {
  return Math.max(search.tuning.rampStepSeconds, Math.floor(search.tuning.budgetSeconds / 20));
}

/** Near the line a step should be able to show three bad arrivals where they are as many as allowed. */
function nearArrivals(search: Search): number {
  const shares = search.criteria.map((criterion) =>
    criterion.kind === 'share' ? criterion.allowedRatio * shareOf(search, criterion.counted) : 1,
  );
  return 3 / Math.max(1e-3, Math.min(...shares));
}

function stepSeconds(search: Search, perSecond: number, isNear: boolean): number {
  const { rampSettleSeconds, rampStepSeconds } = search.tuning;
  const wanted = rampSettleSeconds + Math.ceil((isNear ? nearArrivals(search) : fewestArrivals) / perSecond);
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
  let isNear = false;
  let showed = false;
  while (search.trips < tuning.maxTrips) {
    const result = yield* surestStep(search, {
      perSecond,
      seconds: stepSeconds(search, perSecond, isNear),
      settleSeconds: tuning.rampSettleSeconds,
      phase: 'ramp',
      repeats: isNear ? 0 : 2,
    });
    if (result === null) return;
    if (!result.passed) {
      if (boundsOf(search.history).lower !== null) return;
      const isTooSlow = (perSecond / 3) * longestStep(search) < fewestArrivals;
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
    const inflation = baselineMs === 0 ? 1 : level.meanMs / baselineMs;
    isNear = isNearEnd(level.cpuRatio, inflation);
    const { badRequests, margin } = result.judgement;
    const shows = isNear && margin > tuning.nearMargin && badRequests >= fewestBad;
    // A target that stops now and then shows as much far below its line; but not twice running.
    if (shows && showed) return;
    showed = shows;
    if (shows) continue;
    const next = nextRampRate({
      perSecond,
      cpuRatio: level.cpuRatio,
      inflation,
      saturationPerSecond: saturationOf(points),
      careful: tuning.careful,
    });
    perSecond = allowedRate(options, Math.max(next, perSecond + 1e-9));
  }
}
