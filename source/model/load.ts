import type { HistogramData } from './histogram.js';
import type { OutcomeCounts } from './outcome.js';

/**
 * How exactly the generator keeps to due times. `precise`: late by a tenth of a millisecond as a rule, with a thread
 * beside each worker that only keeps time; `economical`: by Node's timers, late by up to a millisecond or two; `auto`:
 * whichever of the two suits the rate and the cores.
 */
export type Pacing = 'precise' | 'economical' | 'auto';

/**
 * Where the time of good answers went, as histograms: opening connections (one value for each connection that an arrival
 * waited for), from sending to the first byte of the answer, from there to its last byte, and what servers say that they
 * took (the `Server-Timing` field of their answers).
 */
export type LoadTimings = {
  readonly connect: HistogramData;
  readonly firstByte: HistogramData;
  readonly body: HistogramData;
  readonly server: HistogramData;
};

/**
 * What was counted under one name of request: the arrivals of that name, or the requests of one step of a flow, whose
 * response time counts from the step's own beginning. Times are of good answers only.
 */
export type NamedLoad = {
  readonly name: string;
  readonly outcomes: OutcomeCounts;
  readonly responseTime: HistogramData;
  readonly serviceTime: HistogramData;
};

/**
 * What happened in one interval of a load, by the clock: replies are counted when they settle. Feeds panes, files and
 * whole-run sums. All counts are of this interval alone; histograms hold only what settled in it.
 */
export type LoadInterval = {
  /** Start, in monotonic milliseconds since the session began. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly phase: string;
  /** Rate that the plan asks for at the end of the interval, per second. */
  readonly intendedPerSecond: number;
  /** Arrivals that came due. */
  readonly due: number;
  /** Requests put on the wire. */
  readonly sent: number;
  readonly outcomes: OutcomeCounts;
  /** At the end of the interval: sent and not yet settled. */
  readonly inFlight: number;
  /** At the end of the interval: due and waiting for a free connection. */
  readonly waiting: number;
  readonly connectionsOpen: number;
  /** Requests sent a second time, since their kept connection turned out closed. Absent when not counted. */
  readonly resent?: number;
  /** Requests sent because the answer to another sent the arrival on. Absent when not counted. */
  readonly redirected?: number;
  readonly responseTime: HistogramData;
  readonly serviceTime: HistogramData;
  readonly sendLag: HistogramData;
  readonly timings?: LoadTimings;
  /** By name of request; absent where there is but one name. */
  readonly requests?: readonly NamedLoad[];
};

/**
 * One second of arrivals, by due time, judged as soon as it can be: an arrival older than the limit is already slow, so
 * a window is final one (the longest) limit after its end. Feeds discovery.
 */
export type LoadWindow = {
  /** Start, in monotonic milliseconds since the session began. */
  readonly startMs: number;
  readonly durationMs: number;
  /** Arrivals due in the window. */
  readonly due: number;
  /** Answered well, whether in time or not. */
  readonly answered: number;
  /**
   * For each limit that the load was given (`limitsMs`, same order): answered well but after the limit, or still waiting
   * when the window was judged, which is after every limit.
   */
  readonly slow: readonly number[];
  /** Ended badly: status, timeout, connection. */
  readonly failed: number;
  /** Never sent by the generator: bad, and a sign of the generator's own limit. */
  readonly unsent: number;
  /** Mean response time of what had settled when the window was judged, in ms; 0 when nothing had. */
  readonly meanResponseMs: number;
  /** Sent and not settled when the window was judged. */
  readonly inFlight: number;
  /** Send lag p99 of the window, in ms. */
  readonly sendLagP99Ms: number;
  /** CPU use (0 to 1) of the busiest server in the window; null when no server is watched. */
  readonly cpuRatio: number | null;
  /** For each name that the load was asked to watch (`LoadSpec.watched`, same order); absent where it was asked none. */
  readonly named?: readonly NamedWindow[];
};

/**
 * One name of request in one window, as in `LoadWindow`: its arrivals alone; of a step of a flow, the requests that began
 * in the window.
 */
export type NamedWindow = {
  readonly due: number;
  readonly answered: number;
  /** After the limit that the name is watched by, where there is one, or still waiting when the window was judged. */
  readonly slow: number;
  readonly failed: number;
  readonly unsent: number;
  /** Mean response time of the answered, in ms; 0 where there were none. */
  readonly meanResponseMs: number;
};

/** Everything that happened in one phase of a load, or in all of them. */
export type LoadTotals = {
  readonly durationMs: number;
  readonly intended: number;
  readonly sent: number;
  readonly outcomes: OutcomeCounts;
  readonly responseTime: HistogramData;
  readonly serviceTime: HistogramData;
  readonly sendLag: HistogramData;
  /** Time-weighted mean of requests in flight. */
  readonly meanInFlight: number;
  /**
   * Of the unsent, those for which only the generator itself is to blame: its machine gave no socket (files, ports), or
   * the plan ended before it came to send them. Absent when not counted.
   */
  readonly unsentByGenerator?: number;
  /** Requests sent a second time, since their kept connection turned out closed. Absent when not counted. */
  readonly resent?: number;
  /** Requests sent because the answer to another sent the arrival on. Absent when not counted. */
  readonly redirected?: number;
  readonly timings?: LoadTimings;
  /** By name of request; absent where there is but one name. */
  readonly requests?: readonly NamedLoad[];
  /** The generator's own use: CPU of its worker threads as a share of one core each (the busiest), event-loop delay p99. */
  readonly generatorCpuRatio: number;
  readonly generatorLoopDelayP99Ms: number;
};

/** Whether a measurement may be believed; every reason in a sentence. A generator-bound one is never blamed on the server. */
export type Validity = { readonly valid: boolean; readonly reasons: readonly string[] };

/** The limit on requests in flight that protects generator and target when the user names none. */
export const defaultInFlightLimit = 10_000;
