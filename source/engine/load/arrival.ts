import type { Outcome } from '../../model/outcome.js';
import type { HttpRequest, Work } from '../../model/work.js';

/** Where what happens to an arrival is written down: the book of its phase. Times are `processNowMs()` milliseconds. */
export type Credit = {
  /** The generator has come to handle an arrival; what it then does with it follows. */
  readonly dispatched: (dueMs: number, nowMs: number, name: number) => void;
  /** A request went onto the wire. */
  readonly sent: (nowMs: number) => void;
  /** A request that was on the wire goes there again: its connection turned out closed before it came. */
  readonly resent: () => void;
  /** An answer sent the arrival on, and the request to that place goes onto the wire. */
  readonly redirected: () => void;
  /** A connection was opened because the arrival needed one. */
  readonly connected: (tookMs: number) => void;
  /** The end of an arrival. */
  readonly settled: (arrival: Arrival, outcome: Outcome, nowMs: number) => void;
  /** A step of a flow begins. */
  readonly stepBegan: (name: number, nowMs: number) => void;
  /** The end of one step of a flow that began at `beganMs`; its time counts from `sentMs`. */
  readonly stepSettled: (name: number, beganMs: number, sentMs: number, outcome: Outcome, nowMs: number) => void;
  /** Of the unsent: one for which the generator itself is to blame. */
  readonly blamed: () => void;
};

/** One arrival under way in a worker, from dispatch to its end. Times are on the `processNowMs()` scale. */
export type Arrival<Kind extends Work = Work> = {
  readonly dueMs: number;
  readonly credit: Credit;
  readonly work: Kind;
  /** Which of the virtual clients it comes from; 0 where there are none. */
  readonly client: number;
  /** When its bytes were first written; NaN before, so that it is a number throughout: storing it then allocates nothing. */
  sentMs: number;
  /** When the first byte of its answer came, the last one where it was sent on; null before, and in flows. */
  firstByteMs: number | null;
  /** What the server said that it took, in ms; null where it said nothing. */
  serverMs: number | null;
  /** The request that answers have sent it on to; null while it is its work's own. */
  redirect: HttpRequest | null;
  /** How often it was sent on. */
  redirects: number;
  /** It has just been sent on, and the request to that place is not on the wire yet. */
  isSentOn: boolean;
  /** Its place in the queue of those that wait. */
  previous: Arrival<Kind> | null;
  next: Arrival<Kind> | null;
};

export function createArrival(dueMs: number, credit: Credit, work: Work, client: number): Arrival {
  return {
    dueMs,
    credit,
    work,
    client,
    sentMs: Number.NaN,
    firstByteMs: null,
    serverMs: null,
    redirect: null,
    redirects: 0,
    isSentOn: false,
    previous: null,
    next: null,
  };
}

/** Whether its bytes are on the wire, or were. */
export function wasSent(arrival: Pick<Arrival, 'sentMs'>): boolean {
  return !Number.isNaN(arrival.sentMs);
}

/**
 * Arrivals that have ended, to be used again. One is under way for as long as its answer takes, which makes it an old object
 * for the collector: at 20,000/s and half a second each, 3 MB of them a second lay there until the whole heap was collected.
 */
export type ArrivalShelf = {
  /** As `createArrival`. */
  readonly take: (dueMs: number, credit: Credit, work: Work, client: number) => Arrival;
  /** Takes back one that nobody refers to any more. */
  readonly put: (arrival: Arrival) => void;
};

export function createArrivalShelf(): ArrivalShelf {
  const shelf: Arrival[] = [];
  return {
    take(dueMs, credit, work, client) {
      const arrival: { -readonly [field in keyof Arrival]: Arrival[field] } | undefined = shelf.pop();
      if (arrival === undefined) return createArrival(dueMs, credit, work, client);
      arrival.dueMs = dueMs;
      arrival.credit = credit;
      arrival.work = work;
      arrival.client = client;
      return arrival;
    },
    put(arrival) {
      arrival.sentMs = Number.NaN;
      arrival.firstByteMs = null;
      arrival.serverMs = null;
      arrival.redirect = null;
      arrival.redirects = 0;
      arrival.isSentOn = false;
      shelf.push(arrival);
    },
  };
}
