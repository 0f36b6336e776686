import type { LoadWindow } from '../../model/load.js';
import { countText, shareText } from '../../model/quantity-text.js';
import { badCounts } from './counted.js';
import type { Criterion } from './criteria.js';
import type { Guard } from './protocol.js';

/** Queueing delay of this many limits is collapse; one window of it is enough. */
const severeLimits = 4;
const defaultLimitMs = 1000;

/** The guard of every guarded trial of a search: far enough from the objectives that only real overload trips it. */
export function guardOf(criteria: readonly Criterion[]): Guard {
  const shares = criteria.filter((criterion) => criterion.kind === 'share');
  // What a single request may do says nothing of how many may fail altogether.
  const limited = shares.filter((share) => share.limitMs !== null && share.counted.kind === 'all');
  const errors = shares
    .filter((share) => share.limitMs === null && share.counted.kind === 'all')
    .map((share) => share.allowedRatio);
  const cpus = criteria.filter((criterion) => criterion.kind === 'cpu').map((criterion) => criterion.limitRatio);
  const limitsMs = criteria.flatMap((criterion) =>
    criterion.kind === 'cpu' || criterion.limitMs === null ? [] : [criterion.limitMs],
  );
  // A latency objective already forbids errors above its own share.
  const errorRatio =
    errors.length > 0 ? 5 * Math.min(...errors) : 1.5 * Math.min(1, ...limited.map((share) => share.allowedRatio));
  return {
    limitMs: limitsMs.length > 0 ? Math.min(...limitsMs) : defaultLimitMs,
    maxSlowRatios: limited.map(slowRatio),
    maxNamedSlowRatios: shares.flatMap((share) =>
      share.counted.kind === 'named' && share.counted.isTimed
        ? [{ place: share.counted.place, ratio: slowRatio(share) }]
        : [],
    ),
    maxErrorRatio: limited.length + errors.length === 0 ? 0.1 : Math.min(0.9, Math.max(0.1, errorRatio)),
    // Busy is not bad where nothing was promised about CPU: a target may keep its latency with every core at work.
    maxCpuRatio: cpus.length === 0 ? 1 : Math.max(0.97, ...cpus),
    enough: [],
  };
}

function slowRatio({ allowedRatio }: { readonly allowedRatio: number }): number {
  return 0.25 + 0.75 * allowedRatio;
}

/**
 * Why a trial must stop now, or null. `windows` are those of the trial so far, oldest first. A sign of overload must
 * stand in two windows running (CPU in three), a severe one in the last alone. The driver asks after each window.
 */
export function tripReason(windows: readonly LoadWindow[], guard: Guard): string | null {
  return overloadReason(windows, guard) ?? enoughReason(windows, guard);
}

/** Whether what was tripped is real overload, and not only a trial that had told enough. */
export function isOverload(windows: readonly LoadWindow[], guard: Guard): boolean {
  return overloadReason(windows, guard) !== null;
}

function enoughReason(windows: readonly LoadWindow[], { enough }: Guard): string | null {
  for (const { bad, counted } of enough) {
    const seen = badCounts(windows, counted).reduce((sum, count) => sum + count.bad, 0);
    if (seen >= bad) return `${countText(seen)} bad arrivals already tell that the objective is missed`;
  }
  return null;
}

function overloadReason(windows: readonly LoadWindow[], guard: Guard): string | null {
  const last = windows.at(-1);
  if (last === undefined) return null;
  const severe = severeLimits * guard.limitMs;
  if (queueingMs(last) > severe && last.inFlight >= 20) {
    return `${countText(last.inFlight)} requests in flight, more than ${severeLimits} limits of ${guard.limitMs} ms worth of arrivals`;
  }
  const pair = windows.slice(-2);
  if (pair.length === 2) {
    const failed = pair.reduce((sum, window) => sum + window.failed, 0);
    if (failed >= 5 && pair.every((window) => window.failed > guard.maxErrorRatio * window.due)) {
      return `${shareText(last.failed / last.due)} of the arrivals of its last second failed, trip-wire at ${shareText(guard.maxErrorRatio)}`;
    }
    const slow = pair.reduce((sum, window) => sum + Math.max(0, ...window.slow) + window.unsent, 0);
    if (slow >= 5 && pair.every((window) => isQueueing(window, guard))) {
      return `${shareText(worstSlowRatio(last))} of the arrivals of its last second slow or unsent, and a queue of ${Math.round(queueingMs(last))} ms`;
    }
    for (const { place, ratio } of guard.maxNamedSlowRatios) {
      const counts = badCounts(pair, { kind: 'named', place, isTimed: true });
      const bad = counts.reduce((sum, count) => sum + count.bad, 0);
      // How long its queue is only its own slowness tells: of all that is in flight it may be a small part.
      if (bad < 5 || counts.some((count) => count.bad <= ratio * count.total)) continue;
      const { bad: lastBad, total } = counts[1]!;
      return `${shareText(lastBad / total)} of the arrivals of one request of its last second slow, failed or unsent`;
    }
    const open = pair.reduce((sum, window) => sum + window.due - window.answered - window.failed, 0);
    if (open >= 10 && pair.every((window) => window.answered + window.failed < 0.4 * window.due)) {
      return `only ${shareText((last.answered + last.failed) / last.due)} of the arrivals of its last second were answered by the time they were judged`;
    }
  }
  const three = windows.slice(-3);
  if (three.length === 3 && three.every((window) => window.cpuRatio !== null && window.cpuRatio > guard.maxCpuRatio)) {
    return `CPU at ${shareText(last.cpuRatio ?? 0)} for 3 s, trip-wire at ${shareText(guard.maxCpuRatio)}`;
  }
  return null;
}

/** Mean time in the system by Little's law, in ms: requests in flight over arrivals per millisecond. */
function queueingMs(window: LoadWindow): number {
  return window.due === 0 ? 0 : (window.inFlight * window.durationMs) / window.due;
}

function worstSlowRatio(window: LoadWindow): number {
  return window.due === 0 ? 0 : (Math.max(0, ...window.slow) + window.unsent) / window.due;
}

function isQueueing(window: LoadWindow, guard: Guard): boolean {
  if (queueingMs(window) <= guard.limitMs / 2) return false;
  return guard.maxSlowRatios.some((ratio, index) => (window.slow[index] ?? 0) + window.unsent > ratio * window.due);
}
