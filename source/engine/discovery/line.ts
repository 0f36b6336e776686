import type { Belief, Prior } from './belief.js';
import { badCounts, meansOf, shareOfArrivals } from './counted.js';
import type { Criterion } from './criteria.js';
import { levelBelief } from './level-belief.js';
import { allAbove, lowestQuantile } from './lowest-line.js';
import type { Sample } from './sample.js';
import { type ShareBelief, shareBelief } from './share-belief.js';

/** What is known of the load line: the lowest of the lines of all objectives. Rates per second. */
export type Line = {
  /** The rate below which the line lies with this probability. */
  readonly quantile: (probability: number) => number;
  /** Probability that a rate meets every objective. */
  readonly meetsAt: (perSecond: number) => number;
  /** The objective whose line is probably the lowest; null without any that can be judged. */
  readonly binding: string | null;
  /** Of the binding objective; null where it is a level. */
  readonly curve: Pick<ShareBelief, 'overdispersion' | 'slope'> | null;
};

/** What is expected before sampling. */
export type Expectation = {
  readonly perSecond: number;
  /** Standard deviation of ln rate. */
  readonly deviation: number;
  /** The lowest rate that overloaded the target; Infinity where none did. */
  readonly ceilingPerSecond: number;
  /** The objective that the first miss was of; the lines of others are expected to lie higher. */
  readonly binding: string | null;
  readonly independent: boolean;
};

/**
 * What a queue near its line does, by theory and simulation, from the arrivals within one latency limit (rate x limit):
 * the slope d ln(bad share) / d ln(rate) at the line, and how many times more than by chance the count of bad varies.
 */
export function expectedSlope(withinLimit: number): number {
  return Math.max(6, 0.5 * withinLimit);
}

export function expectedOverdispersion(withinLimit: number): number {
  return Math.min(300, Math.max(5, 2.5 * withinLimit));
}

type CriterionBelief = { readonly text: string; readonly belief: Belief; readonly share: ShareBelief | null };

/** The line as samples and expectation tell it. Pure, and the same for the same samples in the same order. */
export function lineOf(samples: readonly Sample[], criteria: readonly Criterion[], expectation: Expectation): Line {
  const known = criteria.flatMap((criterion): CriterionBelief[] => {
    const isFirst = expectation.binding === null || expectation.binding === criterion.text;
    const prior: Prior = {
      lnRate: Math.log(expectation.perSecond) + (isFirst ? 0 : 0.3),
      deviation: isFirst ? expectation.deviation : 0.4,
      lnCeiling: isFirst ? Math.log(expectation.ceilingPerSecond) : Number.POSITIVE_INFINITY,
    };
    if (criterion.kind === 'share') {
      const share = shareOf(criterion, samples, prior, expectation);
      return [{ text: criterion.text, belief: share, share }];
    }
    const belief = levelBeliefOf(criterion, samples, prior);
    return belief === null ? [] : [{ text: criterion.text, belief, share: null }];
  });
  const beliefs = known.map(({ belief }) => belief);
  let binding: CriterionBelief | null = null;
  let lowest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const median = lowestQuantile([candidate.belief], 0.5);
    if (median < lowest) [binding, lowest] = [candidate, median];
  }
  return {
    quantile: (probability) => Math.exp(lowestQuantile(beliefs, probability)),
    meetsAt: (perSecond) => allAbove(beliefs, Math.log(perSecond)),
    binding: binding?.text ?? null,
    curve: binding?.share ?? null,
  };
}

function shareOf(
  criterion: Extract<Criterion, { kind: 'share' }>,
  samples: readonly Sample[],
  prior: Prior,
  expectation: Expectation,
): ShareBelief {
  const { allowedRatio, counted, limitMs } = criterion;
  const withinLimit = limitMs === null ? 0 : (expectation.perSecond * limitMs) / 1000;
  const every = samples.flatMap(({ windows }) => windows);
  return shareBelief(
    samples.map(({ perSecond, windows }) => ({ lnRate: Math.log(perSecond), blocks: badCounts(windows, counted) })),
    {
      allowedRatio: Math.max(1e-6, allowedRatio),
      prior,
      slope: expectedSlope(withinLimit),
      // Of a burst that makes all requests slow, the arrivals of one name are a part.
      overdispersion: expectedOverdispersion(withinLimit * shareOfArrivals(every, counted)),
      independent: expectation.independent,
    },
  );
}

function levelBeliefOf(
  criterion: Exclude<Criterion, { kind: 'share' }>,
  samples: readonly Sample[],
  prior: Prior,
): Belief | null {
  const levels = samples.flatMap(({ perSecond, windows }) => {
    const levels = windows.flatMap((window) => {
      const mean = criterion.kind === 'cpu' ? null : meansOf([window], criterion.counted)[0]!;
      const value = mean === null ? window.cpuRatio : mean.answers === 0 ? null : mean.meanMs;
      const limit = criterion.kind === 'cpu' ? criterion.limitRatio : criterion.limitMs;
      return value === null || value <= 0 ? [] : [value / limit];
    });
    if (levels.length === 0) return [];
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
    const variance = levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / Math.max(1, levels.length - 1);
    // Neighbouring windows are alike; and no reading is better than half a per cent.
    const error = Math.max(0.005, Math.sqrt((2.5 * variance) / levels.length) / mean);
    return [{ lnRate: Math.log(perSecond), lnLevel: Math.log(mean), deviation: error }];
  });
  if (levels.length === 0) return null;
  return levelBelief(
    levels,
    criterion.kind === 'cpu' ? { prior, slope: 0.95, slopes: [0.3, 1.6] } : { prior, slope: 6, slopes: [0.3, 60] },
  );
}
