import { PlimsollError } from '../../model/error.js';
import { type Objective, quantileOf, requestOf } from '../../model/objective.js';

/** How many latency limits a load counts slow arrivals for, and how many objectives on single requests it counts apart. */
const maxLimits = 4;
const maxWatched = 16;

/**
 * Which counts of a window an objective is judged by. `all`: every arrival, slow by the limit with that index of
 * `LoadWindow.slow`; null where only failing counts. `named`: those of one request, by its place in `LoadWindow.named`.
 */
export type Counted =
  | { readonly kind: 'all'; readonly slow: number | null }
  | { readonly kind: 'named'; readonly place: number; readonly isTimed: boolean };

/**
 * An objective in the form that windows are judged by. `share`: arrivals that were bad against those allowed, where bad
 * is failed or unsent and, for a latency quantile, also slower than its limit. `mean` and `cpu`: a level, on average.
 */
export type Criterion =
  | {
      readonly kind: 'share';
      readonly text: string;
      readonly allowedRatio: number;
      /** Null for an error objective. */
      readonly limitMs: number | null;
      readonly counted: Counted;
    }
  | { readonly kind: 'mean'; readonly text: string; readonly limitMs: number; readonly counted: Counted }
  | { readonly kind: 'cpu'; readonly text: string; readonly limitRatio: number };

/**
 * The limits in ms that the load must count slow arrivals for: those of the latency objectives on all requests, except
 * the mean, in their order, at most 4. The session gives them to the load engine.
 */
export function limitsOf(objectives: readonly Objective[]): readonly number[] {
  const limits: number[] = [];
  for (const objective of objectives) {
    if (objective.kind !== 'latency' || objective.statistic === 'mean' || requestOf(objective) !== null) continue;
    limits.push(objective.limitMs);
  }
  return limits.slice(0, maxLimits);
}

/** The requests that the load must count apart, one for each objective on a single one, in their order. */
export function watchedOf(
  objectives: readonly Objective[],
): readonly { readonly request: string; readonly limitMs: number | null }[] {
  return objectives.flatMap((objective) => {
    const request = requestOf(objective);
    if (request === null) return [];
    const isTimed = objective.kind === 'latency' && objective.statistic !== 'mean';
    return [{ request, limitMs: isTimed ? objective.limitMs : null }];
  });
}

/** The objectives as criteria, in their order. Throws `discovery/too-many-limits` rather than leave one unjudged. */
export function criteriaOf(objectives: readonly Objective[]): readonly Criterion[] {
  let limits = 0;
  let places = 0;
  const tooMany = (most: number, what: string, text: string): PlimsollError =>
    new PlimsollError(
      'discovery/too-many-limits',
      `Discovery judges at most ${most} ${what} at once; "${text}" is one more. Leave one out.`,
    );
  return objectives.map((objective): Criterion => {
    const { kind, text } = objective;
    if (kind === 'cpu') return { kind, text, limitRatio: objective.limitRatio };
    const quantile = kind === 'latency' ? quantileOf(objective.statistic) : null;
    const counted = ((): Counted => {
      if (requestOf(objective) !== null) {
        if (places >= maxWatched) throw tooMany(maxWatched, 'objectives on single requests', text);
        return { kind: 'named', place: places++, isTimed: quantile !== null };
      }
      if (quantile === null) return { kind: 'all', slow: null };
      if (limits >= maxLimits) throw tooMany(maxLimits, 'latency quantiles', text);
      return { kind: 'all', slow: limits++ };
    })();
    if (kind === 'errors') return { kind: 'share', text, allowedRatio: objective.limitRatio, limitMs: null, counted };
    const { limitMs } = objective;
    if (quantile === null) return { kind: 'mean', text, limitMs, counted };
    return { kind: 'share', text, allowedRatio: 1 - quantile, limitMs, counted };
  });
}
