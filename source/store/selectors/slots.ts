import type { LoadPoint } from '../load-state.js';
import { addSpreads, type Spread, spreadQuantileMs } from '../spread.js';

/** What happened in one column of a chart, in ms and per second; null where nothing settled. */
export type Slot = {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
  readonly achievedPerSecond: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly spread: Spread;
};

/** Slots of equal length in the order of time: `slots[0]` begins at `first * lengthMs`. Null is a gap. */
export type Slots = { readonly first: number; readonly lengthMs: number; readonly slots: readonly (Slot | null)[] };

/** No chart is wider. */
const mostSlots = 600;

/** What several points came to is asked for at each frame, and changes only for the newest. */
const known = new WeakMap<LoadPoint, { readonly last: LoadPoint; readonly lengthMs: number; readonly slot: Slot }>();

/**
 * Points laid out in slots of `lengthMs` by the session's clock, so that a slot stays where it is as time goes on.
 * Percentiles of several points are those of their histograms together, never a mean.
 */
export function slotsOf(points: readonly LoadPoint[], lengthMs: number): Slots {
  const newest = points.at(-1);
  if (newest === undefined) return { first: 0, lengthMs, slots: [] };
  const indexOf = (point: LoadPoint): number => Math.floor((point.startMs + 1) / lengthMs);
  const end = indexOf(newest);
  const groups = new Map<number, LoadPoint[]>();
  for (const point of points) {
    const index = indexOf(point);
    if (index <= end - mostSlots || index > end) continue;
    const group = groups.get(index);
    if (group === undefined) groups.set(index, [point]);
    else group.push(point);
  }
  const first = Math.min(...groups.keys());
  return {
    first,
    lengthMs,
    slots: Array.from({ length: end - first + 1 }, (_, at) => {
      const group = groups.get(first + at);
      return group === undefined ? null : slotOf(group, lengthMs);
    }),
  };
}

function slotOf(points: readonly LoadPoint[], lengthMs: number): Slot {
  const begin = points[0]!;
  const last = points.at(-1)!;
  const before = known.get(begin);
  if (before !== undefined && before.last === last && before.lengthMs === lengthMs) return before.slot;
  const durationMs = points.reduce((sum, point) => sum + point.durationMs, 0);
  const spread = addSpreads(points.map((point) => point.spread));
  const isOne = points.length === 1;
  const slot: Slot = {
    p50Ms: isOne ? begin.p50Ms : spreadQuantileMs(spread, 0.5),
    p95Ms: isOne ? begin.p95Ms : spreadQuantileMs(spread, 0.95),
    p99Ms: isOne ? begin.p99Ms : spreadQuantileMs(spread, 0.99),
    maxMs: points.reduce<number | null>(
      (most, { maxMs }) => (maxMs === null ? most : Math.max(most ?? 0, maxMs)),
      null,
    ),
    achievedPerSecond:
      durationMs > 0 ? (points.reduce((sum, { outcomes }) => sum + outcomes.ok, 0) * 1000) / durationMs : 0,
    inFlight: last.inFlight,
    waiting: last.waiting,
    spread,
  };
  known.set(begin, { last, lengthMs, slot });
  return slot;
}
