import { asOfEnd, driftPerMinute } from './drift.js';
import { boundsOf } from './history.js';
import { type Expectation, expectedOverdispersion, expectedSlope, lineOf } from './line.js';
import { shareOf } from './load.js';
import type { Sample } from './sample.js';
import type { Search } from './search.js';

/** How well a ramp finds the line when chance plays no part, in ln rate; and the most that is believed of a bad one. */
const rampDeviation = 0.12;
const worstDeviation = 0.35;

/** Trials at rates below this share of what is expected say nothing of the line. */
const nearShare = 0.8;

/** Renews what the search believes of the line, from what ramp and bracket expect and all samples near it. */
export function refreshLine(search: Search): void {
  if (search.isAtEase) return;
  search.expectation ??= expectationOf(search);
  const { criteria, expectation } = search;
  if (expectation === null) return;
  const near = nearSamples(search, expectation);
  search.line = lineOf(near, criteria, expectation);
}

function nearSamples(search: Search, { perSecond }: Expectation): readonly Sample[] {
  const { history, samples } = search;
  // A line expected above everything that was tried makes none of it far away.
  const highest = Math.max(...history.keys());
  return samples.filter((sample) => sample.perSecond >= nearShare * Math.min(perSecond, highest));
}

/** Where the target's capacity moved while it was measured, says so and makes the line that of the end. */
export function settleDrift(search: Search): void {
  const { expectation, line } = search;
  if (expectation === null || line === null) return;
  const near = nearSamples(search, expectation);
  const perMinute = driftPerMinute(near);
  if (perMinute === null) return;
  search.flags.add('drifting');
  search.line = lineOf(asOfEnd(near, perMinute), search.criteria, { ...expectation, ceilingPerSecond: Infinity });
}

/** The ramp ends on average a little above the line; the fewer arrivals its last step had, the less it knows. */
function expectationOf(search: Search): Expectation | null {
  const { criteria, guard, history, options } = search;
  const { lower, upper } = boundsOf(history);
  if (lower === null && upper === null) return null;
  const perSecond = lower?.perSecond ?? upper!.perSecond / 1.1;
  const base = { binding: upper?.binding ?? lower?.binding ?? null, independent: options.independent ?? false };
  // Nothing was seen of the line yet: it is higher, and nobody knows how much.
  if (lower !== null && upper === null && lower.margin < 0.3) {
    return { ...base, perSecond: 1.3 * perSecond, deviation: worstDeviation, ceilingPerSecond: Infinity };
  }
  const withinLimit = (perSecond * guard.limitMs) / 1000;
  const shares = criteria.map((criterion) =>
    criterion.kind === 'share' ? criterion.allowedRatio * shareOf(search, criterion.counted) : 1,
  );
  const allowed = Math.max(1e-3, Math.min(...shares));
  const seen = allowed * Math.max(1, lower?.requests ?? 0);
  const chance = Math.sqrt(expectedOverdispersion(withinLimit) / seen) / expectedSlope(withinLimit);
  const deviation = lower === null ? worstDeviation : Math.min(worstDeviation, Math.hypot(rampDeviation, chance));
  return {
    ...base,
    perSecond: perSecond * Math.exp(-0.03 - 0.3 * (deviation - rampDeviation)),
    deviation,
    ceilingPerSecond: upper?.tripped ? upper.perSecond : Number.POSITIVE_INFINITY,
  };
}
