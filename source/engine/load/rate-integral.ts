import type { Shape } from '../../model/shape.js';
import { rateAt } from '../../model/shape.js';

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
  const segments = segmentsOf(shape, durationMs);
  return {
    countBy(elapsedMs) {
      let count = 0;
      for (const segment of segments) {
        if (elapsedMs < segment.startMs) break;
        count = segment.countBefore + countWithin(segment, Math.min(elapsedMs - segment.startMs, segment.lengthMs));
      }
      return count;
    },
    timeOf(count) {
      for (const segment of segments) {
        const withinMs = timeWithin(segment, count - segment.countBefore);
        if (withinMs < segment.lengthMs) return segment.startMs + withinMs;
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}

function segmentsOf(shape: Shape, durationMs: number): readonly Segment[] {
  const unbounded = !Number.isFinite(durationMs);
  if (shape.kind === 'constant' || unbounded) {
    const perMs = rateAt(shape, 0) / 1000;
    return [{ startMs: 0, lengthMs: durationMs, perMs, slope: 0, countBefore: 0 }];
  }
  if (shape.kind === 'ramp') {
    const perMs = shape.fromPerSecond / 1000;
    const slope = (shape.toPerSecond / 1000 - perMs) / durationMs;
    return [{ startMs: 0, lengthMs: durationMs, perMs, slope, countBefore: 0 }];
  }
  const lengthMs = durationMs / shape.levelsPerSecond.length;
  let countBefore = 0;
  return shape.levelsPerSecond.map((perSecond, index) => {
    const segment: Segment = { startMs: index * lengthMs, lengthMs, perMs: perSecond / 1000, slope: 0, countBefore };
    countBefore += countWithin(segment, lengthMs);
    return segment;
  });
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
  return root < 0 ? Number.POSITIVE_INFINITY : (2 * count) / (perMs + Math.sqrt(root));
}
