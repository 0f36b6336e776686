/** How arrivals are spread in time: a seeded Poisson process, or an even grid. The answer differs by about 5 %. */
export type Arrivals = 'poisson' | 'paced';

/** How the arrival rate runs over one phase. Rates are arrivals per second. */
export type Shape =
  | { readonly kind: 'constant'; readonly perSecond: number }
  /** Linear from one rate to the other over the phase. */
  | { readonly kind: 'ramp'; readonly fromPerSecond: number; readonly toPerSecond: number }
  /** Stairs of equal length over the phase. */
  | { readonly kind: 'steps'; readonly levelsPerSecond: readonly number[] };

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
  }
}

/** The highest rate that a shape reaches, in arrivals per second. */
export function peakRate(shape: Shape): number {
  switch (shape.kind) {
    case 'constant':
      return shape.perSecond;
    case 'ramp':
      return Math.max(shape.fromPerSecond, shape.toPerSecond);
    case 'steps':
      return Math.max(...shape.levelsPerSecond);
  }
}
