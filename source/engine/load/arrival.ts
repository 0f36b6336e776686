import type { Outcome } from '../../model/outcome.js';

/** Where what happens to an arrival is written down: the book of its phase. Times are `processNowMs()` milliseconds. */
export type Credit = {
  /** The generator has come to handle an arrival; what it then does with it follows. */
  readonly dispatched: (dueMs: number, nowMs: number) => void;
  /** A request went onto the wire. */
  readonly sent: (nowMs: number) => void;
  /** A request that was on the wire goes there again: its connection turned out closed before it came. */
  readonly resent: () => void;
  /** The end of an arrival. `sentMs` is null when it never went onto the wire. */
  readonly settled: (dueMs: number, sentMs: number | null, outcome: Outcome, nowMs: number) => void;
  /** Of the unsent: one for which the generator itself is to blame. */
  readonly blamed: () => void;
};

/** One arrival under way in a worker, from dispatch to its end. */
export type Arrival = {
  readonly dueMs: number;
  readonly credit: Credit;
  /** When its bytes were first written; null before. */
  sentMs: number | null;
  /** Its place in the queue of those that wait. */
  previous: Arrival | null;
  next: Arrival | null;
};

export function createArrival(dueMs: number, credit: Credit): Arrival {
  return { dueMs, credit, sentMs: null, previous: null, next: null };
}
