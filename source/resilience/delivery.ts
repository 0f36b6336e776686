import { messageOf } from '../model/error.js';
import type { CircuitState, QueueCounts } from '../model/stream.js';
import { createBoundedQueue, type Offer, type QueueLimits, type Taken } from './bounded-queue.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { Deduplicator } from './deduplicator.js';

/** What a delivery needs of a clock. */
export type Timers = {
  readonly nowMs: () => number;
  readonly after: (delayMs: number, call: () => void) => () => void;
};

/** How messages are sent one by one, and who hears of it. */
export type Courier<Message> = {
  /** Fails by throwing an error whose message says why; ends soon after the signal. */
  readonly send: (message: Message, signal: AbortSignal) => Promise<void>;
  /** Whether trying again is of no use: the message itself was refused. Absent: it never is. */
  readonly isFinal?: (error: unknown) => boolean;
  /** Told after each attempt; a null reason: it went well. Not told of what was cut off by the end. */
  readonly told: (message: Message, reason: string | null) => void;
  /** How long one attempt may take. */
  readonly attemptMs: number;
};

/** Messages on their way to one receiver: one at a time, in order, tried again, given up at last. */
export type Delivery<Message> = {
  /** False when it is not taken in. */
  readonly offer: (offer: Offer<Message>) => boolean;
  readonly counts: () => QueueCounts;
  readonly circuit: () => CircuitState;
  /** Ends after what waits was sent or given up, at the latest after `limitMs`. */
  readonly close: (limitMs: number) => Promise<void>;
};

/** A queue before a circuit before somebody who sends. */
export function createDelivery<Message>(
  courier: Courier<Message>,
  timers: Timers,
  random: () => number,
  breaker: CircuitBreaker,
  limits: QueueLimits,
  seen: Deduplicator | null = null,
): Delivery<Message> {
  const queue = createBoundedQueue<Message>(timers.nowMs, random, limits, seen);
  let active: AbortController | null = null;
  let cancelWait: (() => void) | null = null;
  let whenIdle: (() => void) | null = null;
  let isClosed = false;

  const wait = (delayMs: number): void => {
    cancelWait?.();
    cancelWait = timers.after(Math.max(1, delayMs), () => {
      cancelWait = null;
      pump();
    });
  };
  const pump = (): void => {
    if (active !== null || isClosed) return;
    const nextMs = queue.nextInMs();
    if (nextMs === null) {
      whenIdle?.();
      return;
    }
    if (nextMs > 0) {
      wait(nextMs);
      return;
    }
    if (!breaker.tryAcquire()) {
      const circuit = breaker.state();
      wait(circuit.kind === 'open' ? circuit.nextProbeAtMs - timers.nowMs() : 1000);
      return;
    }
    const taken = queue.take();
    if (taken !== null) void attempt(taken);
    // What was there a moment ago has just expired: an attempt that was allowed must end all the same.
    else breaker.failed('nothing was left to be sent');
  };
  const attempt = async (taken: Taken<Message>): Promise<void> => {
    const controller = new AbortController();
    active = controller;
    const cancel = timers.after(courier.attemptMs, () => controller.abort());
    try {
      await courier.send(taken.message, controller.signal);
      breaker.succeeded();
      queue.settle(taken, 'sent');
      courier.told(taken.message, null);
    } catch (error) {
      const reason = controller.signal.aborted ? `no answer within ${courier.attemptMs} ms` : messageOf(error);
      breaker.failed(reason);
      queue.settle(taken, courier.isFinal?.(error) === true ? 'refused' : 'failed');
      if (!isClosed) courier.told(taken.message, reason);
    } finally {
      cancel();
      active = null;
    }
    pump();
  };
  return {
    counts: queue.counts,
    circuit: breaker.state,
    offer(offer) {
      const isTaken = queue.offer(offer);
      pump();
      return isTaken;
    },
    async close(limitMs) {
      if (limitMs > 0 && queue.counts().pending > 0) {
        await new Promise<void>((resolve) => {
          const cancel = timers.after(limitMs, resolve);
          whenIdle = () => {
            cancel();
            resolve();
          };
        });
      }
      isClosed = true;
      cancelWait?.();
      active?.abort();
      queue.dropAll();
    },
  };
}
