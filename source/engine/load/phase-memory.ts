import { histogramBytes } from '../../measure/histogram-recorder.js';
import { bucketCount, coarseBits } from '../../measure/latency-buckets.js';
import { outcomes } from '../../model/outcome.js';

/**
 * The memory of one phase in one worker: 64-bit floats first (counters, then a ring of windows), then histograms. The
 * worker writes, the main thread reads whenever it likes; only `endMs` goes the other way.
 */
export const counterAt = {
  /** When the phase ends, in `processNowMs()` milliseconds; the main thread brings it forward to end a phase early. */
  endMs: 0,
  dispatched: 1,
  sent: 2,
  ok: 3,
  badStatus: 4,
  timeout: 5,
  connectionFailed: 6,
  unsent: 7,
  unfinished: 8,
  unsentByGenerator: 9,
  /** Requests of the phase in flight, integrated over time: request-milliseconds. */
  inFlightIntegral: 10,
  /** Requests sent a second time. */
  resent: 11,
  /** Requests sent because an answer to another sent them on. */
  redirected: 12,
} as const;

const counters = 16;

/** The floats of one name of request: how its arrivals (or steps) ended, in the order of `outcomes`. */
const nameFloats = outcomes.length;

/** The floats of one window, keyed by due time. `number` says which window of the phase the place holds now. */
export const windowAt = {
  number: 0,
  due: 1,
  unsent: 2,
  answered: 3,
  failed: 4,
  /** Of the answered: their response times, summed, in ms. */
  responseSumMs: 5,
  /** One for each limit, as many as `mostLimits`. */
  slow: 6,
  /** A coarse histogram of send lag. */
  lag: 10,
} as const;

export const mostLimits = 4;
/** Names, with a limit each, that windows may count apart. */
export const mostWatched = 16;
export const windowMs = 1000;
const windowFloats = windowAt.lag + bucketCount(coarseBits);

/** The floats of one watched name in one window, behind all else of the window. */
export const watchedAt = { due: 0, answered: 1, slow: 2, failed: 3, unsent: 4, responseSumMs: 5 } as const;

const watchedFloats = 6;

/**
 * The histograms of one phase. `connect`: opening connections; `firstByte`: from sending to the first byte of the answer;
 * `body`: from there to its last; `server`: what servers say that they took.
 */
export const phaseHistograms = [
  'responseTime',
  'serviceTime',
  'sendLag',
  'loopDelay',
  'connect',
  'firstByte',
  'body',
  'server',
] as const;

/** Where things are in a phase's memory that holds `windows` windows. */
export type PhaseLayout = {
  /** Names of requests that are counted apart; 0 where there is but one, which the phase's own counts are. */
  readonly names: number;
  readonly windows: number;
  readonly bytes: number;
  /** Index of the first float of a window's place. */
  readonly windowStart: (number: number) => number;
  readonly windowFloats: number;
  /** Names that windows count apart. */
  readonly watched: number;
  /** Index of the first float of a watched name's place, counted from its window's. */
  readonly watchedStart: (index: number) => number;
  readonly histogramOffset: (name: (typeof phaseHistograms)[number]) => number;
  /** Index of the first float of a name's place. */
  readonly nameStart: (name: number) => number;
  readonly nameHistogramOffset: (name: number, which: 'responseTime' | 'serviceTime') => number;
};

/**
 * The layout for so many names of requests, whose ring outlasts the longest limit, so that a window is judged long before
 * its place is used again.
 */
export function phaseLayout(longestLimitMs: number, names: number, watched = 0): PhaseLayout {
  const windows = Math.max(128, Math.ceil(longestLimitMs / windowMs) + 64);
  const apart = names > 1 ? names : 0;
  const floatsEach = windowFloats + watched * watchedFloats;
  const namesFrom = counters + windows * floatsEach;
  const floatBytes = (namesFrom + apart * nameFloats) * 8;
  const nameHistogramsFrom = floatBytes + phaseHistograms.length * histogramBytes;
  return {
    names: apart,
    windows,
    windowFloats: floatsEach,
    watched,
    watchedStart: (index) => windowFloats + index * watchedFloats,
    bytes: nameHistogramsFrom + apart * 2 * histogramBytes,
    windowStart: (number) => counters + (number % windows) * floatsEach,
    histogramOffset: (name) => floatBytes + phaseHistograms.indexOf(name) * histogramBytes,
    nameStart: (name) => namesFrom + name * nameFloats,
    nameHistogramOffset: (name, which) =>
      nameHistogramsFrom + (name * 2 + (which === 'responseTime' ? 0 : 1)) * histogramBytes,
  };
}
