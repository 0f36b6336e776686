import type { SessionKind, Severity } from '../../model/events.js';
import type { LatencySummary } from '../../model/histogram.js';
import type { ImportedFrom } from '../../model/imported.js';
import type { SessionResult } from '../../model/session-result.js';
import type { LoadDigest } from './load-parts.js';
import type { RateRow, RequestRow } from './row-parts.js';
import type { ServerDigest, StreamDigest } from './watched-parts.js';

/** Low and high end of a 95 % interval; null where so little was measured that there is none. */
export type Interval = readonly [low: number, high: number] | null;

/**
 * A recorded session in all that a report tells of it, in one pass and in bounded memory: plain data, every text already
 * safe to print, every number finite. Times are milliseconds since the session began.
 */
export type Digest = {
  readonly kind: 'report';
  readonly session: {
    readonly id: string;
    readonly kind: SessionKind;
    readonly target: string | null;
    /** ISO 8601. */
    readonly startedAt: string;
    readonly endedAt: string | null;
    /** Damaged: nothing can be read after a time, and `durationSeconds` ends there. */
    readonly state: 'complete' | 'interrupted' | 'recording' | 'damaged';
    readonly endReason: string | null;
    /** Until the last event. */
    readonly durationSeconds: number;
    /** Of the plimsoll that recorded it, or imported it; null where the recording does not tell. */
    readonly version: string | null;
  };
  /** What another program told of it; null where plimsoll measured it. */
  readonly imported: ImportedFrom | null;
  readonly asked: {
    readonly objectives: readonly AskedObjective[];
    readonly arrivals: 'poisson' | 'paced' | null;
    readonly seed: number | null;
    readonly servers: readonly { readonly name: string; readonly address: string; readonly group: string | null }[];
    readonly streams: readonly { readonly name: string; readonly url: string; readonly server: string | null }[];
  };
  /** The config that it was asked with, as JSON text and without secrets; null where the recording has none. */
  readonly config: string | null;
  /**
   * How it can be asked for again: a command, words that no config can hold, and a config as JSON text, without secrets; null
   * where the recording does not tell.
   */
  readonly recipe: {
    readonly command: string;
    readonly flags: readonly string[];
    readonly config: string | null;
  } | null;
  /** The machine that it was measured from; null where the recording does not tell. */
  readonly generator: {
    readonly node: string;
    readonly system: string;
    readonly release: string;
    readonly architecture: string;
    readonly cpuModel: string | null;
    readonly cores: number;
    readonly memoryBytes: number;
  } | null;
  /** The last answer of the session; null where it ended without one. */
  readonly answer: SessionResult | null;
  /** The answer in one sentence, or that there is none. */
  readonly sentence: string;
  readonly severity: Severity;
  readonly phases: readonly { readonly name: string; readonly fromMs: number; readonly toMs: number }[];
  /** Null where no load was sent. */
  readonly load: LoadDigest | null;
  /** One row for each rate that was asked for, in the order of rates; warm-up left out. */
  readonly rates: readonly RateRow[];
  /** By name of request; empty where there is but one name. */
  readonly requests: readonly RequestRow[];
  readonly servers: readonly ServerDigest[];
  readonly streams: readonly StreamDigest[];
  /** Oldest first. */
  readonly events: readonly EventLine[];
  /** What of the recording is not told here, and why, in sentences. */
  readonly remarks: readonly string[];
};

/** An objective; the limit and its statistic where it is one on response time. */
export type AskedObjective = {
  readonly text: string;
  readonly limitMs: number | null;
  readonly statistic: 'mean' | 'p50' | 'p90' | 'p99' | 'p999' | null;
  readonly request: string | null;
};

/** One line of what happened. `times` counts how often the same came in a row. */
export type EventLine = {
  readonly atMs: number;
  readonly severity: Severity;
  readonly topic: string;
  readonly text: string;
  readonly times: number;
  readonly isMark: boolean;
};

/** A latency with the intervals of its percentiles, in ms. */
export type LatencyDigest = LatencySummary & {
  readonly count: number;
  readonly intervals95: {
    readonly p50: Interval;
    readonly p90: Interval;
    readonly p99: Interval;
    readonly p999: Interval;
  };
};
