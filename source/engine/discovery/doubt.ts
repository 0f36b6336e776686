import { boundsOf, type Standing } from './history.js';
import type { Search } from './search.js';

/** Below this inflation of the mean no queue is near its end: a few per cent more load can't have overloaded it. */
const calmInflation = 1.4;

/** Nor where the mean is this share of the limit, however quick the target is without load: a p99 is some four means. */
const calmLimitShare = 0.1;

/** With bounds further apart overload is no surprise, and the rates between tell more than the upper one again. */
const nearRatio = 1.3;

/** Unless the CPU foretells that the upper bound leaves this much of it unused. */
const idleCpuRatio = 0.8;

/**
 * Whether the miss of this bound rests on one trial that a hiccup of the target explains better than its rate: it was
 * tripped, or bad in a few seconds running, while the rate just below was far from its limit. Such a bound is tried
 * again before the search rests on it. Near the line a second try would only favour luck.
 */
export function isDoubtful(search: Search, bound: Standing): boolean {
  if (bound.outcome !== 'misses' || bound.misses !== 1) return false;
  const isShort = bound.tries === 0 && !bound.confirmed;
  return (bound.tripped || isShort) && isProvocable(search) && isSurprising(search, bound);
}

/** Whether the target may be put to overload for a second opinion: not where trips ran short, nor if it did not recover. */
function isProvocable(search: Search): boolean {
  return search.halted === null && search.failedRecoveries === 0 && search.trips + 2 < search.tuning.maxTrips;
}

function isSurprising(search: Search, bound: Standing): boolean {
  const { lower } = boundsOf(search.history);
  // The warm-up held the first rate of the ramp without overload.
  if (lower === null) return search.history.size === 1;
  const ratio = bound.perSecond / lower.perSecond;
  const { cpuRatio } = lower.level;
  const isIdle = cpuRatio !== null && cpuRatio * ratio < idleCpuRatio;
  return (ratio <= nearRatio || isIdle) && isFarFromLimit(search, lower);
}

function isFarFromLimit(search: Search, { level, margin }: Standing): boolean {
  return margin < 0.5 && isCalm(search, level.meanMs);
}

/** Whether a mean response time in ms shows nothing of a queue near its end. */
export function isCalm(search: Search, meanMs: number): boolean {
  return meanMs < calmLimitShare * search.guard.limitMs || inflationOf(search, meanMs) < calmInflation;
}

function inflationOf(search: Search, meanMs: number): number {
  const { baselineMeanMs } = search;
  return baselineMeanMs === null || baselineMeanMs === 0 ? 1 : meanMs / baselineMeanMs;
}
