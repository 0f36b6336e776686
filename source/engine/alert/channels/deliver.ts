import type { AlertEvent } from '../../../model/alert.js';
import { messageOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import { createBoundedQueue, type Taken } from '../../../resilience/bounded-queue.js';
import { createCircuitBreaker } from '../../../resilience/circuit-breaker.js';
import { createDeduplicator } from '../../../resilience/deduplicator.js';
import type { Clock } from '../../../time/clock.js';
import type { Random } from '../../../time/random.js';
import type { Channel, Message } from './channel.js';

/** Messages on their way through one channel: one at a time, tried again, given up at last. */
export type Delivery = {
  readonly offer: (message: Message) => void;
  /** Ends after what waits was sent or given up, at the latest after `limitMs`. */
  readonly close: (limitMs: number) => Promise<void>;
};

export type DeliveryLimits = {
  /** How long one attempt may take. */
  readonly attemptMs: number;
  readonly queue: Parameters<typeof createBoundedQueue>[2];
};

/** A chat that has been away for minutes is still to be told: messages live longer than those of streams. */
export const defaultDelivery: DeliveryLimits = {
  attemptMs: 10_000,
  queue: {
    maxCount: 100,
    maxBytes: 1_048_576,
    reserve: { count: 0, bytes: 0 },
    timeToLiveMs: 600_000,
    maxAttempts: 8,
    retryWait: { baseMs: 1_000, capMs: 60_000 },
  },
};

export function createDelivery(
  channel: Channel,
  clock: Clock,
  random: Random,
  tell: (event: AlertEvent) => void,
  limits: DeliveryLimits = defaultDelivery,
): Delivery {
  const breaker = createCircuitBreaker(clock.nowMs, random);
  const seen = createDeduplicator(clock.nowMs);
  const queue = createBoundedQueue<Message>(clock.nowMs, random, limits.queue, seen);
  let active: AbortController | null = null;
  let cancelWait: (() => void) | null = null;
  let whenIdle: (() => void) | null = null;
  let isClosed = false;

  const notified = (message: Message, isDelivered: boolean, text: string): void => {
    const { name } = channel;
    tell({ kind: 'notified', channel: name, isDelivered, alerts: message.alerts.length, text: plainText(text, 200) });
  };
  const wait = (delayMs: number): void => {
    cancelWait?.();
    cancelWait = clock.after(Math.max(1, delayMs), () => {
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
      wait(circuit.kind === 'open' ? circuit.nextProbeAtMs - clock.nowMs() : 1000);
      return;
    }
    const taken = queue.take();
    if (taken === null) return;
    void attempt(taken);
  };
  const attempt = async (taken: Taken<Message>): Promise<void> => {
    const controller = new AbortController();
    active = controller;
    const cancel = clock.after(limits.attemptMs, () => controller.abort());
    try {
      await channel.send(taken.message, controller.signal);
      breaker.succeeded();
      queue.settle(taken, 'sent');
      notified(taken.message, true, taken.message.status);
    } catch (error) {
      const reason = controller.signal.aborted ? `no answer within ${limits.attemptMs} ms` : messageOf(error);
      breaker.failed(reason);
      queue.settle(taken, 'failed');
      if (!isClosed) notified(taken.message, false, reason);
    } finally {
      cancel();
      active = null;
    }
    pump();
  };
  return {
    offer(message) {
      const key = JSON.stringify([
        message.status,
        message.groupLabels,
        message.alerts.map(({ alert }) => [alert.id, alert.phase]),
      ]);
      queue.offer({ message, sizeBytes: key.length, class: 'metric', key });
      pump();
    },
    async close(limitMs) {
      if (queue.counts().pending > 0) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(limitMs, resolve);
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
