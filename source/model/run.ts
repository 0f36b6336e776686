import type { AlertCommand } from './alert.js';
import type { LatencyFigures, LatencySummary } from './histogram.js';
import type { Pacing, Validity } from './load.js';
import type { ObjectiveResult } from './objective.js';
import type { OutcomeCounts } from './outcome.js';
import type { RateChange } from './rate-change.js';

/** A count of arrivals or replies, and the same as a rate over the measured time. */
export type CountAndRate = { readonly count: number; readonly perSecond: number };

/**
 * Opening a connection (for those that arrivals waited for), from sending to the first byte of the answer, from there to
 * its last, and what the server says that it took itself.
 */
export type RunTimings = {
  readonly connect: LatencySummary | null;
  readonly firstByte: LatencySummary | null;
  readonly body: LatencySummary | null;
  readonly server: LatencySummary | null;
};

/** Arrivals of one name, or the requests of one step of a flow. */
export type NamedResult = {
  readonly name: string;
  readonly outcomes: OutcomeCounts;
  readonly responseTimeMs: LatencyFigures;
  readonly serviceTimeMs: LatencyFigures;
};

/** The answer of `plimsoll run`, as JSON. */
export type RunResult = {
  readonly kind: 'run';
  readonly target: string;
  readonly arrivals: 'poisson' | 'paced';
  readonly seed: number;
  /** How arrivals were kept to their due times; `sendLagMs` says how well. */
  readonly pacing: Pacing;
  readonly intended: CountAndRate;
  readonly offered: CountAndRate;
  readonly achieved: CountAndRate;
  readonly outcomes: OutcomeCounts;
  /** Of good answers; null where there was none. */
  readonly responseTimeMs: LatencyFigures;
  readonly serviceTimeMs: LatencyFigures;
  /** Where the time went of the answers that were good; null where nothing was measured. */
  readonly timingsMs: RunTimings;
  /** What was counted under each name of request; empty where there is but one name. */
  readonly requests: readonly NamedResult[];
  /** Requests sent a second time, since their kept connection turned out closed; `offered` counts them once. */
  readonly resent: number;
  /** Requests sent on because an answer led elsewhere on the same origin; `offered` counts their arrivals once. */
  readonly redirected: number;
  /** Null where nothing was sent. */
  readonly sendLagMs: Pick<LatencyFigures, 'p50' | 'p99' | 'max'>;
  readonly durationSeconds: number;
  /**
   * How the run ended: as planned or because it had what it was run for, by the key that stops it, by a signal or the key
   * that aborts it, or by a stop rule or trip-wire.
   */
  readonly ended: 'finished' | 'stopped' | 'interrupted' | 'tripped';
  /** Why it ended before the end of its plan, as one clause; null where it ended with its plan. */
  readonly endedBecause: string | null;
  readonly validity: Validity;
  readonly objectives: readonly ObjectiveResult[];
};

/**
 * idle -> warming -> running <-> paused -> cooling -> finished | aborted. A run that has ended may be started again.
 */
export type RunState = 'idle' | 'warming' | 'running' | 'paused' | 'cooling' | 'finished' | 'aborted';

/** What made a run change its state. */
export type Cause = 'key' | 'rule' | 'plan' | 'signal';

/** What a viewer may ask of a session. Each is answered by events, never by a value. */
export type RunCommand =
  | { readonly kind: 'start' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'cool-down' }
  /** Multiplies every rate that is left in the plan; 1.05 is +5 %. */
  | { readonly kind: 'adjust-rate'; readonly factor: number }
  /** A rate as typed. A factor is `adjust-rate`; a rate of its own is kept until `go-on` where the plan would move it. */
  | { readonly kind: 'set-rate'; readonly change: RateChange }
  /** Stays at the present rate: the plan stands still. */
  | { readonly kind: 'hold' }
  /** Ends `hold`: the plan goes on from where it stood. */
  | { readonly kind: 'go-on' }
  /** Takes what a search knows as its answer, and goes on to what follows, if anything does. */
  | { readonly kind: 'accept' }
  /** Sends nothing more and waits for what is in flight. */
  | { readonly kind: 'stop' }
  /** Ends at once: what is in flight is not waited for. */
  | { readonly kind: 'abort' }
  /** Closes every circuit and tries at once whatever waits. Says nothing to the load. */
  | { readonly kind: 'reset-circuits' }
  /** Says nothing to the load. */
  | AlertCommand;

/** What of that is for the load. */
export type LoadCommand = Exclude<RunCommand, { readonly kind: 'reset-circuits' } | AlertCommand>;
