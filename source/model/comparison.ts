import type { SessionKind } from './events.js';

/**
 * How a metric of one session stands to the same of another: alike within the noise band, better, worse, or measured too
 * little to tell.
 */
export type MetricVerdict = 'same' | 'better' | 'worse' | 'unclear';

/** One number of one session. `interval95` is null where it was measured too little. */
export type ComparedValue = {
  readonly value: number;
  readonly interval95: readonly [number, number] | null;
  /** As many independent requests would tell as much, for a percentile; null for what is none. */
  readonly effectiveCount: number | null;
};

/** One metric of two sessions. */
export type ComparedMetric = {
  /** What it is: `load line`, `service demand`, `p99`, `bad requests`, `cpu of api-1`. */
  readonly metric: string;
  /** The load that it was measured under; null for what is no measurement at a rate. */
  readonly perSecond: number | null;
  readonly unit: 'perSecond' | 'ms' | 'percent' | 'level';
  readonly isHigherBetter: boolean;
  readonly baseline: ComparedValue;
  readonly candidate: ComparedValue;
  /** Candidate over baseline less 1 where `scale` is `ratio`, else candidate minus baseline in the metric's unit. */
  readonly change: number;
  readonly scale: 'ratio' | 'difference';
  readonly changeInterval95: readonly [number, number] | null;
  /** A change smaller than this is none, on the same scale. */
  readonly noiseBand: number;
  /** Chance of so large a change between two measurements of the same, all metrics taken together; null: cannot be told. */
  readonly adjustedP: number | null;
  readonly verdict: MetricVerdict;
};

/** A load that both sessions measured. */
export type ComparedRate = {
  readonly perSecond: number;
  readonly baselineSeconds: number;
  readonly candidateSeconds: number;
  /** That a request of the candidate took longer than one of the baseline, each picked blindly; 0.5: alike. */
  readonly chanceSlower: number | null;
};

export type ComparedSession = {
  readonly id: string;
  readonly name: string | null;
  readonly kind: SessionKind;
  readonly target: string | null;
  readonly startedAt: string;
};

/** `regression` where anything is worse, `improvement` where things are only better, `incomparable` where nothing could be compared. */
export type ComparisonVerdict = 'same' | 'improvement' | 'regression' | 'unclear' | 'incomparable';

/** One session beside the baseline. */
export type ComparedPair = {
  readonly candidate: ComparedSession;
  readonly verdict: ComparisonVerdict;
  /** The verdict in one plain sentence. */
  readonly sentence: string;
  readonly metrics: readonly ComparedMetric[];
  readonly rates: readonly ComparedRate[];
  /** What was not compared and why, and what to keep in mind about the rest, one sentence each. */
  readonly notes: readonly string[];
};

/** The answer of `plimsoll compare`, as JSON. */
export type ComparisonResult = {
  readonly kind: 'comparison';
  readonly baseline: ComparedSession;
  readonly pairs: readonly ComparedPair[];
  /** Share (0 to 1) that a ratio must change by to count. */
  readonly noiseBand: number;
  /** The worst of all pairs. */
  readonly verdict: ComparisonVerdict;
  readonly sentence: string;
};

/** A level that a metric of many sessions changed to, and from. */
export type TrendChange = {
  /** The first session after it. */
  readonly id: string;
  readonly startedAt: string;
  /** Medians of the sessions since the change before, and until the next. */
  readonly before: number;
  readonly after: number;
  /** `after` over `before` less 1. */
  readonly change: number;
  /** Chance of so clear a change in sessions of the same. */
  readonly p: number;
  readonly verdict: MetricVerdict;
};

/** One metric over sessions, the oldest first. */
export type TrendSeries = Pick<ComparedMetric, 'metric' | 'perSecond' | 'unit' | 'isHigherBetter'> & {
  readonly points: readonly { readonly id: string; readonly startedAt: string; readonly value: number }[];
  readonly changes: readonly TrendChange[];
};

/** The answer of `plimsoll compare --trend`, as JSON. */
export type TrendResult = {
  readonly kind: 'trend';
  /** Name of the sessions, or their target where they have none. */
  readonly name: string;
  readonly sessions: readonly ComparedSession[];
  readonly series: readonly TrendSeries[];
  /** Share that a level must change by to count. */
  readonly noiseBand: number;
  /** That of the last change of any series. */
  readonly verdict: ComparisonVerdict;
  readonly sentence: string;
  readonly notes: readonly string[];
};
