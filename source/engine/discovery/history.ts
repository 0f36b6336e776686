import type { Level } from './level.js';

/** Where one rate stands after everything measured at it. */
export type Standing = {
  readonly perSecond: number;
  readonly outcome: 'meets' | 'misses';
  /** Told apart from chance, by the line or a trip-wire; else only the bare numbers say so. */
  readonly confirmed: boolean;
  readonly tripped: boolean;
  /** Probes near the line at this rate; 0 where only ramp and bracket were here. */
  readonly tries: number;
  /** Trials that missed or tripped. A rate missed once only may have met a hiccup, and can be outvoted. */
  readonly misses: number;
  /** The objective that decided, or came closest. */
  readonly binding: string | null;
  /** Value of that objective over its limit: 1 is just on it. */
  readonly margin: number;
  /** How the target did in the last trial. */
  readonly level: Level;
  readonly requests: number;
  readonly badRatio: number;
};

/** One standing a rate, in no order. */
export type History = ReadonlyMap<number, Standing>;

export type Bounds = { readonly lower: Standing | null; readonly upper: Standing | null };

/**
 * The relevant bounds of a history: the lowest rate that misses, and the highest that meets below it. A rate that met
 * above one that missed is not trusted: of two that contradict each other the cautious one counts.
 */
export function boundsOf(history: History): Bounds {
  let upper: Standing | null = null;
  for (const standing of history.values()) {
    if (standing.outcome === 'misses' && (upper === null || standing.perSecond < upper.perSecond)) upper = standing;
  }
  let lower: Standing | null = null;
  for (const standing of history.values()) {
    if (standing.outcome !== 'meets' || (upper !== null && standing.perSecond > upper.perSecond)) continue;
    if (lower === null || standing.perSecond > lower.perSecond) lower = standing;
  }
  return { lower, upper };
}

/** Relative gap between the bounds, upper / lower - 1; Infinity while one is missing. */
export function widthOf(bounds: Bounds): number {
  if (bounds.lower === null || bounds.upper === null) return Number.POSITIVE_INFINITY;
  return bounds.upper.perSecond / bounds.lower.perSecond - 1;
}
