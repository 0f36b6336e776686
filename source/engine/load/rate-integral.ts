import { pointsWithin, type RatePoint } from '../../model/rate-points.js';
import { pointsOf, rateAt, type Shape } from '../../model/shape.js';
import { integrateSine } from './sine-integral.js';

/** The integral of the arrival rate over one phase and its inverse. Times are milliseconds since the phase began. */
export type RateIntegral = {
  /** Arrivals expected in the first `elapsedMs` of the phase; a float. */
  readonly countBy: (elapsedMs: number) => number;
  /** When that many arrivals are expected; Infinity when the phase never gets so far. */
  readonly timeOf: (count: number) => number;
};

/** A stretch of linear rate: from `perMs` on, changing by `slope` each millisecond, after `countBefore` arrivals. */
type Segment = {
  readonly startMs: number;
  readonly lengthMs: number;
  readonly perMs: number;
  readonly slope: number;
  readonly countBefore: number;
};

/** The integral of a shape over a phase of `durationMs`. A phase without end keeps the rate that it begins with. */
export function integrateRate(shape: Shape, durationMs: number): RateIntegral {
  if (shape.kind === 'sine' && Number.isFinite(durationMs)) return integrateSine(shape, durationMs);
  return new LinearIntegral(segmentsOf(shape, durationMs));
}

/** The integral of a rate that is linear in stretches. A class because one is made for each phase: see the histogram recorder. */
class LinearIntegral implements RateIntegral {
  readonly #segments: readonly Segment[];

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
  }

  countBy(elapsedMs: number): number {
    const segment = this.#segments[lastBefore(this.#segments, elapsedMs, 'startMs')];
    if (segment === undefined) return 0;
    return segment.countBefore + countWithin(segment, Math.min(elapsedMs - segment.startMs, segment.lengthMs));
  }

  timeOf(count: number): number {
    // The first arrival of all may be due at the very start, which every count before it is too.
    const index = lastBefore(this.#segments, Math.max(0, count), 'countBefore');
    const segment = this.#segments[index];
    if (segment === undefined) return Number.POSITIVE_INFINITY;
    const withinMs = timeWithin(segment, count - segment.countBefore);
    if (withinMs < segment.lengthMs) return segment.startMs + withinMs;
    // A rounding beyond the end of a stretch is its end; only after the last one there is nothing.
    return index < this.#segments.length - 1 ? segment.startMs + segment.lengthMs : Number.POSITIVE_INFINITY;
  }
}

/** Index of the last segment whose key is at most `value`, by halving; -1 where none is. Keys never fall. */
function lastBefore(segments: readonly Segment[], value: number, key: 'startMs' | 'countBefore'): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle]![key] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function segmentsOf(shape: Shape, durationMs: number): readonly Segment[] {
  if (shape.kind === 'constant' || shape.kind === 'sine' || !Number.isFinite(durationMs)) {
    const perMs = rateAt(shape, 0) / 1000;
    return [{ startMs: 0, lengthMs: durationMs, perMs, slope: 0, countBefore: 0 }];
  }
  return segmentsBetween(turningPoints(shape, durationMs));
}

/** Where the rate of a shape begins, turns or jumps, and ends. */
function turningPoints(
  shape: Exclude<Shape, { readonly kind: 'constant' | 'sine' }>,
  durationMs: number,
): readonly RatePoint[] {
  switch (shape.kind) {
    case 'ramp':
      return [
        { atMs: 0, perSecond: shape.fromPerSecond },
        { atMs: durationMs, perSecond: shape.toPerSecond },
      ];
    case 'steps': {
      const stepMs = durationMs / shape.levelsPerSecond.length;
      return shape.levelsPerSecond.flatMap((perSecond, index) => [
        { atMs: index * stepMs, perSecond },
        { atMs: (index + 1) * stepMs, perSecond },
      ]);
    }
    case 'spike':
    case 'profile':
      return pointsWithin(pointsOf(shape), shape.fromMs, durationMs);
  }
}

function segmentsBetween(points: readonly RatePoint[]): readonly Segment[] {
  const segments: Segment[] = [];
  let countBefore = 0;
  for (const [index, point] of points.entries()) {
    const next = points[index + 1];
    const lengthMs = next === undefined ? 0 : next.atMs - point.atMs;
    if (next === undefined || lengthMs === 0) continue;
    const perMs = point.perSecond / 1000;
    const slope = (next.perSecond / 1000 - perMs) / lengthMs;
    const segment: Segment = { startMs: point.atMs, lengthMs, perMs, slope, countBefore };
    countBefore += countWithin(segment, lengthMs);
    segments.push(segment);
  }
  return segments;
}

/** r t + s t^2 / 2, with r the rate at the segment's start, s its slope and t the time into it. */
function countWithin(segment: Segment, withinMs: number): number {
  if (segment.slope === 0) return segment.perMs === 0 ? 0 : segment.perMs * withinMs;
  return segment.perMs * withinMs + (segment.slope * withinMs * withinMs) / 2;
}

/** The inverse: t = 2c / (r + sqrt(r^2 + 2sc)), the form of the quadratic's root that loses no digits for small s. */
function timeWithin(segment: Segment, count: number): number {
  const { perMs, slope } = segment;
  // A stretch at rate 0 has no arrivals: the next one waits for the stretch after it.
  if (slope === 0 && perMs === 0) return Number.POSITIVE_INFINITY;
  if (count <= 0) return 0;
  if (slope === 0) return count / perMs;
  const root = perMs * perMs + 2 * slope * count;
  // Below zero by a rounding only: a falling stretch has no arrivals beyond where it ends.
  return (2 * count) / (perMs + Math.sqrt(Math.max(0, root)));
}
