/** An arrival rate at one moment of a shape's own time. */
export type RatePoint = { readonly atMs: number; readonly perSecond: number };

/**
 * The rate at a moment, in arrivals per second: linear between two points, the nearest point's own outside of them all.
 * `points` are in order of time and at least one; of two at the same moment, which is a jump, the later one holds from then
 * on.
 */
export function rateAmong(points: readonly RatePoint[], atMs: number): number {
  const after = firstAfter(points, atMs);
  const before = points[after - 1];
  const next = points[after];
  if (before === undefined) return next?.perSecond ?? 0;
  if (next === undefined) return before.perSecond;
  const part = (atMs - before.atMs) / (next.atMs - before.atMs);
  return before.perSecond + (next.perSecond - before.perSecond) * part;
}

/** The points of a stretch of time, the rates at its ends among them, with times counted from its start. */
export function pointsWithin(points: readonly RatePoint[], fromMs: number, lengthMs: number): readonly RatePoint[] {
  const untilMs = fromMs + lengthMs;
  const inside = points.filter(({ atMs }) => atMs > fromMs && atMs < untilMs);
  return [
    { atMs: 0, perSecond: rateAmong(points, fromMs) },
    ...inside.map(({ atMs, perSecond }) => ({ atMs: atMs - fromMs, perSecond })),
    { atMs: lengthMs, perSecond: rateBefore(points, untilMs) },
  ];
}

/** The rate that a moment is come to with: where there is a jump, the one before it. */
function rateBefore(points: readonly RatePoint[], atMs: number): number {
  return points.find((point) => point.atMs === atMs)?.perSecond ?? rateAmong(points, atMs);
}

/** Index of the first point that is later than a moment; as many as there are points where none is. */
function firstAfter(points: readonly RatePoint[], atMs: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.atMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
