import type { SessionHead } from '../model/events.js';
import type { Cause, RunState } from '../model/run.js';
import { type AlertsState, noAlerts } from './alert-state.js';
import type { AnyResult } from './answer-sentence.js';
import type { DiscoveryState } from './discovery-state.js';
import type { JobsState } from './job-state.js';
import { type LoadState, noLoad } from './load-state.js';
import type { LogLine } from './log-state.js';
import type { PhaseSpan } from './phase-state.js';
import type { WatchedServer } from './server-state.js';
import type { WatchedStream } from './stream-state.js';

/** The run's state, and what made it so. */
export type RunStatus = {
  readonly state: RunState;
  readonly cause: Cause | null;
  readonly reason: string;
  readonly sinceMs: number;
  /** When load was last started; null before it was. */
  readonly startedAtMs: number | null;
  /** When the last run ended; null while one is under way or none was. */
  readonly endedAtMs: number | null;
};

/** The rate that is asked for now, per second. */
export type RateStatus = {
  readonly perSecond: number;
  readonly cause: Cause;
  readonly reason: string;
  /** The plan stands still at this rate. */
  readonly isHeld: boolean;
};

/** A final answer and when it came. */
export type Answer = { readonly result: AnyResult; readonly atMs: number };

/** Everything that a viewer may see of a session: the reduction of its events, bounded however long it lasts. */
export type SessionView = {
  readonly head: SessionHead | null;
  readonly run: RunStatus;
  readonly rate: RateStatus | null;
  readonly load: LoadState;
  readonly servers: readonly WatchedServer[];
  readonly streams: readonly WatchedStream[];
  readonly discovery: DiscoveryState | null;
  /** Dataset jobs; null where none were begun. */
  readonly jobs: JobsState | null;
  readonly alerts: AlertsState;
  /** Oldest first; the last one is under way. */
  readonly phases: readonly PhaseSpan[];
  /** Oldest first. */
  readonly log: readonly LogLine[];
  readonly answer: Answer | null;
  /** Why and when the session ended; null while it goes on. */
  readonly ended: { readonly atMs: number; readonly reason: string } | null;
};

/** Before the first event. */
export const initialView: SessionView = {
  head: null,
  run: { state: 'idle', cause: null, reason: '', sinceMs: 0, startedAtMs: null, endedAtMs: null },
  rate: null,
  load: noLoad,
  servers: [],
  streams: [],
  discovery: null,
  jobs: null,
  alerts: noAlerts,
  phases: [],
  log: [],
  answer: null,
  ended: null,
};
