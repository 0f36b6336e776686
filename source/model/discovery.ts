import type { CooledServer } from './cool-down.js';
import type { LatencySummary } from './histogram.js';
import type { Validity } from './load.js';
import type { OutcomeCounts } from './outcome.js';

/** The ways to look for the load line. All but the first are the usual ones, for comparison: no interval, no guard. */
export const searchStrategies = ['plimsoll', 'doubling-bisection', 'staircase', 'ramp'] as const;

export type SearchStrategy = (typeof searchStrategies)[number];

/** What a usual search judges each probe by: the objectives as they are, or the mean against the same limits. */
export type ProbeJudge = 'percentile' | 'mean';

export type DiscoveryPhase =
  | 'precheck'
  | 'warm-up'
  | 'ramp'
  | 'bracket'
  | 'estimate'
  | 'bisect'
  | 'recover'
  | 'verify'
  | 'done';

/** Meets or misses the objective, or cannot be told yet; `tripped` means stopped early by a trip-wire. */
export type Verdict = 'meets' | 'misses' | 'unclear' | 'tripped';

/** What discovery says of itself while it runs. Rates are per second. */
export type DiscoveryEvent =
  | {
      readonly kind: 'phase';
      readonly phase: DiscoveryPhase;
      readonly reason: string;
      /** Seconds that the search will probably still take; absent in recordings made before it was told. */
      readonly secondsLeft?: number;
    }
  | {
      readonly kind: 'probe';
      readonly perSecond: number;
      readonly seconds: number;
      readonly phase: DiscoveryPhase;
      readonly secondsLeft?: number;
    }
  | {
      readonly kind: 'verdict';
      readonly perSecond: number;
      readonly phase: DiscoveryPhase;
      readonly verdict: Verdict;
      /** Share of arrivals that were bad, 0 to 1. */
      readonly badRatio: number;
      readonly requests: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'bracket';
      /** Highest rate known to meet the objective; null before there is one. */
      readonly lowerPerSecond: number | null;
      /** Lowest rate known to miss it; null before there is one. */
      readonly upperPerSecond: number | null;
    }
  /** A level of work is tried, by requests one after another. */
  | {
      readonly kind: 'level';
      readonly level: number;
      readonly requests: number;
      /** Mean time that the levels before foretell, in ms; null where they tell nothing. */
      readonly foretoldMs: number | null;
      readonly secondsLeft?: number;
    }
  | {
      readonly kind: 'level-verdict';
      readonly level: number;
      readonly verdict: Verdict;
      /** Mean time of one request, in ms. */
      readonly meanMs: number;
      readonly badRatio: number;
      readonly requests: number;
      readonly reason: string;
    };

/** All arrivals that were sent at one rate, whenever their answers came. */
export type RateLoad = {
  readonly seconds: number;
  /** Arrivals meant to be sent. */
  readonly requests: number;
  readonly sent: number;
  readonly outcomes: OutcomeCounts;
  /** Answered well, but after the tightest limit on response time; null where there is none. */
  readonly late: number | null;
  readonly responseTimeMs: LatencySummary;
  /** 95 % interval of the 99.9th percentile, in ms; null where there were too few. */
  readonly p999Interval95Ms: readonly [number, number] | null;
};

/** One point of the curve measured on the way: all trials at one rate together. */
export type CurvePoint = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  /** Share of arrivals that were bad: failed, not sent, or late. In recordings made before `load` was told, of the last trial. */
  readonly badRatio: number;
  /** Absent in recordings made before it was told. */
  readonly load?: RateLoad | undefined;
  /**
   * 95 % intervals of the three, in ms, as if there were so many fewer answers as bad arrivals vary more than by chance;
   * null where there were too few. Absent in recordings made before they were estimated.
   */
  readonly intervals95?:
    | {
        readonly p50Ms: readonly [number, number] | null;
        readonly p90Ms: readonly [number, number] | null;
        readonly p99Ms: readonly [number, number] | null;
      }
    | undefined;
};

export const discoveryFlags = [
  /** The target stopped answering altogether: what it would carry cannot be told. */
  'target-lost',
  /** The objective is missed even at the lowest rate tried. */
  'infeasible',
  /** The highest rate allowed still meets the objective: the line is above it. */
  'beyond-max-rate',
  /** The generator could not send what was asked. */
  'generator-limited',
  /** After overload the target did not come back at a rate that it carried before. */
  'metastable',
  /** Latency was still falling when warm-up had used its time. */
  'not-warmed',
  /** The time allowed ran out before the wanted precision was reached. */
  'budget-reached',
  /** The final probe at the certified rate missed the objective. */
  'not-verified',
  /** The target became slower or faster while it was measured: the answer is that of the end. */
  'drifting',
  /** This search gives a bracket, not a 95 % interval. */
  'no-interval',
  /** Stopped by the user before the end. */
  'stopped',
] as const;

/** Why a discovery has no estimate, or what to keep in mind about the one it has. */
export type DiscoveryFlag = (typeof discoveryFlags)[number];

/** What gives first. */
export type Bottleneck = {
  readonly label: string;
  readonly server: string | null;
  readonly resource: string | null;
  /** Predicted saturation rate over the found line; null when it cannot be fitted. */
  readonly headroom: number | null;
  /** Why it is called that, as one clause; absent in recordings made before it was told. */
  readonly reason?: string | undefined;
  /** Every resource that grows with the load, the most suspected first; absent in recordings made before. */
  readonly suspects?: readonly Suspect[] | undefined;
};

/** How near one resource of one server is to its end. Rates are over the load line. */
export type Suspect = {
  readonly server: string;
  readonly resource: string;
  readonly headroom: number;
  readonly interval95: readonly [number, number] | null;
};

/**
 * The universal scalability law fitted to requests in flight and throughput: a model, not a measurement. `interval95` by
 * resampling; its upper end is null where some resamples have no peak.
 */
export type Scalability = {
  readonly alpha: number;
  readonly beta: number;
  readonly peakPerSecond: number;
  readonly interval95: readonly [number, number | null];
};

/** The search's own answer, before the session adds what it knows of target, arrivals and validity. Rates per second. */
export type DiscoveryAnswer = {
  readonly estimatePerSecond: number | null;
  /** Highest rate tried that probably meets and lowest that probably misses (9 times out of 10 each). */
  readonly bracketPerSecond: readonly [number, number] | null;
  /** The load line lies within with 95 % probability. */
  readonly interval95: readonly [number, number] | null;
  /**
   * Rate that the line is above in 19 searches of 20, and no more than was held in the final probe; null when none was held.
   */
  readonly certifiedPerSecond: number | null;
  /** Rate held to the end of the final probe; null when none was. Absent in older recordings. */
  readonly heldPerSecond?: number | null | undefined;
  readonly verified: boolean;
  readonly bindingObjective: string | null;
  /** How many times more the count of bad arrivals varied than independent arrivals would; null where none was estimated. */
  readonly overdispersion: number | null;
  readonly probeSeconds: number;
  readonly idleSeconds: number;
  readonly peakPerSecond: number;
  readonly badRequests: number;
  readonly sentRequests: number;
  readonly flags: readonly DiscoveryFlag[];
  /** One entry a rate, ascending; only rates with an evaluated probe. */
  readonly rates: readonly { readonly perSecond: number; readonly requests: number; readonly badRatio: number }[];
};

/** The answer of `plimsoll discover`, as JSON: what the search found, and what the session knows besides. */
export type DiscoveryResult = Omit<DiscoveryAnswer, 'rates' | 'overdispersion'> & {
  readonly kind: 'discovery';
  readonly target: string;
  readonly axis: 'rate';
  readonly arrivals: 'poisson' | 'paced';
  readonly seed: number;
  readonly objectives: readonly string[];
  readonly bottleneck: Bottleneck | null;
  readonly curve: readonly CurvePoint[];
  /** Where latency begins to run away, by the shape of the curve: an annotation. Null where it shows none; absent in old recordings. */
  readonly kneePerSecond?: number | null | undefined;
  /** How the line was looked for, and what probes were judged by; absent in old recordings: `plimsoll`, `percentile`. */
  readonly strategy?: SearchStrategy | undefined;
  readonly judgedBy?: ProbeJudge | undefined;
  /** The earlier answer that the search began near; null where it began from the start rate. Absent in old recordings. */
  readonly earlierPerSecond?: number | null | undefined;
  /** Null where it would only seem to know. Absent in old recordings. */
  readonly scalability?: Scalability | null | undefined;
  /** How the watched servers came back to rest afterwards; empty where none had a baseline. Absent in old recordings. */
  readonly coolDown?: readonly CooledServer[] | undefined;
  readonly durationSeconds: number;
  readonly validity: Validity;
  /** The answer in one plain sentence. */
  readonly sentence: string;
};
