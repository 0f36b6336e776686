import type { LatencySummary } from './histogram.js';
import type { Validity } from './load.js';
import type { ObjectiveResult } from './objective.js';
import type { OutcomeCounts } from './outcome.js';

/** A count of arrivals or replies, and the same as a rate over the measured time. */
export type CountAndRate = { readonly count: number; readonly perSecond: number };

/** The answer of `plimsoll run`, as JSON. */
export type RunResult = {
  readonly kind: 'run';
  readonly target: string;
  readonly arrivals: 'poisson' | 'paced';
  readonly seed: number;
  readonly intended: CountAndRate;
  readonly offered: CountAndRate;
  readonly achieved: CountAndRate;
  readonly outcomes: OutcomeCounts;
  readonly responseTimeMs: LatencySummary;
  readonly serviceTimeMs: LatencySummary;
  readonly sendLagMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly durationSeconds: number;
  /** How the run ended: as planned, or by whom. */
  readonly ended: 'finished' | 'stopped' | 'interrupted';
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
  /** Multiplies the rate; 1.05 is +5 %. */
  | { readonly kind: 'adjust-rate'; readonly factor: number }
  | { readonly kind: 'stop' };
