import { pointsWithin, type RatePoint, rateAmong } from './rate-points.js';

/** How arrivals are spread in time: a seeded Poisson process, or an even grid. The answer differs by about 5 %. */
export type Arrivals = 'poisson' | 'paced';

/**
 * The stretch of a shape's own time that its phase plays: it begins `fromMs` in and is as long as the phase. What is left
 * of a phase is the same shape with a later beginning, so that nothing is lost in cutting it.
 */
type Played = { readonly fromMs: number; readonly lengthMs: number };

/** A base rate, and another one from `beginMs` until `endMs` of the shape's own time. */
export type Spike = Played & {
  readonly kind: 'spike';
  readonly basePerSecond: number;
  readonly peakPerSecond: number;
  readonly beginMs: number;
  readonly endMs: number;
};

/** mean + amplitude * sin(2 pi t / period): begins at the mean, rising. The amplitude is at most the mean. */
export type Sine = Played & {
  readonly kind: 'sine';
  readonly meanPerSecond: number;
  readonly amplitudePerSecond: number;
  readonly periodMs: number;
};

/** Recorded rates, linear between the points; before the first and after the last, that point's own. */
export type Profile = Played & { readonly kind: 'profile'; readonly points: readonly RatePoint[] };

/** How the arrival rate runs over one phase. Rates are arrivals per second. */
export type Shape =
  | { readonly kind: 'constant'; readonly perSecond: number }
  /** Linear from one rate to the other over the phase. */
  | { readonly kind: 'ramp'; readonly fromPerSecond: number; readonly toPerSecond: number }
  /** Stairs of equal length over the phase. */
  | { readonly kind: 'steps'; readonly levelsPerSecond: readonly number[] }
  | Spike
  | Sine
  | Profile;

export type PhasePurpose = 'warm-up' | 'measure' | 'search' | 'cool-down';

/** A stretch of a plan with one shape and one purpose. `durationMs` may be Infinity: until the next phase begins. */
export type Phase = {
  readonly name: string;
  readonly purpose: PhasePurpose;
  readonly shape: Shape;
  readonly durationMs: number;
};

/** The rate of a shape at `fraction` (0 to 1) of its phase, in arrivals per second. */
export function rateAt(shape: Shape, fraction: number): number {
  switch (shape.kind) {
    case 'constant':
      return shape.perSecond;
    case 'ramp':
      return shape.fromPerSecond + (shape.toPerSecond - shape.fromPerSecond) * fraction;
    case 'steps': {
      const index = Math.min(shape.levelsPerSecond.length - 1, Math.floor(fraction * shape.levelsPerSecond.length));
      return shape.levelsPerSecond[index] ?? 0;
    }
    case 'spike':
    case 'profile':
      return rateAmong(pointsOf(shape), shape.fromMs + fraction * shape.lengthMs);
    case 'sine': {
      const turns = (shape.fromMs + fraction * shape.lengthMs) / shape.periodMs;
      return shape.meanPerSecond + shape.amplitudePerSecond * Math.sin(2 * Math.PI * (turns % 1));
    }
  }
}

/** The highest rate that a shape reaches in its phase, in arrivals per second. */
export function peakRate(shape: Shape): number {
  switch (shape.kind) {
    case 'constant':
      return shape.perSecond;
    case 'ramp':
      return Math.max(shape.fromPerSecond, shape.toPerSecond);
    case 'steps':
      return Math.max(...shape.levelsPerSecond);
    case 'spike':
    case 'profile':
      return pointsWithin(pointsOf(shape), shape.fromMs, shape.lengthMs).reduce(
        (peak, { perSecond }) => Math.max(peak, perSecond),
        0,
      );
    case 'sine': {
      // Crests stand a quarter of a period after each whole one.
      const firstCrest = Math.ceil(shape.fromMs / shape.periodMs - 0.25) + 0.25;
      if (firstCrest * shape.periodMs <= shape.fromMs + shape.lengthMs) {
        return shape.meanPerSecond + shape.amplitudePerSecond;
      }
      return Math.max(rateAt(shape, 0), rateAt(shape, 1));
    }
  }
}

/** The shape with every rate multiplied by `factor`. */
export function scaleShape(shape: Shape, factor: number): Shape {
  switch (shape.kind) {
    case 'constant':
      return { ...shape, perSecond: shape.perSecond * factor };
    case 'ramp':
      return {
        ...shape,
        fromPerSecond: shape.fromPerSecond * factor,
        toPerSecond: shape.toPerSecond * factor,
      };
    case 'steps':
      return { ...shape, levelsPerSecond: shape.levelsPerSecond.map((level) => level * factor) };
    case 'spike':
      return {
        ...shape,
        basePerSecond: shape.basePerSecond * factor,
        peakPerSecond: shape.peakPerSecond * factor,
      };
    case 'sine':
      return {
        ...shape,
        meanPerSecond: shape.meanPerSecond * factor,
        amplitudePerSecond: shape.amplitudePerSecond * factor,
      };
    case 'profile':
      return {
        ...shape,
        points: shape.points.map(({ atMs, perSecond }) => ({ atMs, perSecond: perSecond * factor })),
      };
  }
}

/** A spike or a profile as points of its own time; a spike's two edges are jumps. */
export function pointsOf(shape: Spike | Profile): readonly RatePoint[] {
  if (shape.kind === 'profile') return shape.points;
  const { basePerSecond, peakPerSecond, beginMs, endMs } = shape;
  return [
    { atMs: beginMs, perSecond: basePerSecond },
    { atMs: beginMs, perSecond: peakPerSecond },
    { atMs: endMs, perSecond: peakPerSecond },
    { atMs: endMs, perSecond: basePerSecond },
  ];
}
