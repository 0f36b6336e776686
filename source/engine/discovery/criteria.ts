import { PlimsollError } from '../../model/error.js';
import { type Objective, quantileOf } from '../../model/objective.js';

/** How many latency limits a load counts slow arrivals for. */
const maxLimits = 4;

/**
 * An objective in the form that windows are judged by. `share`: arrivals that were bad against those allowed, where bad
 * is failed or unsent and, for a latency quantile, also slower than its limit. `mean` and `cpu`: a level, on average.
 */
export type Criterion =
  | {
      readonly kind: 'share';
      readonly text: string;
      readonly allowedRatio: number;
      /** Which of `LoadWindow.slow` counts as bad; null for an error objective. */
      readonly limit: { readonly index: number; readonly ms: number } | null;
    }
  | { readonly kind: 'mean'; readonly text: string; readonly limitMs: number }
  | { readonly kind: 'cpu'; readonly text: string; readonly limitRatio: number };

/**
 * The limits in ms that the load must count slow arrivals for: those of the latency objectives except the mean, in
 * their order, at most 4. The session gives them to the load engine.
 */
export function limitsOf(objectives: readonly Objective[]): readonly number[] {
  const limits: number[] = [];
  for (const objective of objectives) {
    if (objective.kind === 'latency' && objective.statistic !== 'mean') limits.push(objective.limitMs);
  }
  return limits.slice(0, maxLimits);
}

/** The objectives as criteria, in their order. Throws `discovery/too-many-limits` rather than leave one unjudged. */
export function criteriaOf(objectives: readonly Objective[]): readonly Criterion[] {
  let next = 0;
  return objectives.map((objective) => {
    const { text } = objective;
    if (objective.kind === 'errors') {
      return { kind: 'share', text, allowedRatio: objective.limitRatio, limit: null };
    }
    if (objective.kind === 'cpu') return { kind: 'cpu', text, limitRatio: objective.limitRatio };
    const quantile = quantileOf(objective.statistic);
    if (quantile === null) return { kind: 'mean', text, limitMs: objective.limitMs };
    const index = next++;
    if (index >= maxLimits) {
      throw new PlimsollError(
        'discovery/too-many-limits',
        `Discovery judges at most ${maxLimits} latency quantiles at once; "${text}" is one more. Leave one out.`,
      );
    }
    return { kind: 'share', text, allowedRatio: 1 - quantile, limit: { index, ms: objective.limitMs } };
  });
}
