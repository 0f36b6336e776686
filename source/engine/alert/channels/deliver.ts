import type { AlertEvent } from '../../../model/alert.js';
import { plainText } from '../../../model/plain-text.js';
import type { QueueLimits } from '../../../resilience/bounded-queue.js';
import { createCircuitBreaker } from '../../../resilience/circuit-breaker.js';
import { createDeduplicator } from '../../../resilience/deduplicator.js';
import { createDelivery as createCommonDelivery } from '../../../resilience/delivery.js';
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
  readonly queue: QueueLimits;
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
  const told = (message: Message, reason: string | null): void => {
    const { name } = channel;
    const text = plainText(reason ?? message.status, 200);
    tell({ kind: 'notified', channel: name, isDelivered: reason === null, alerts: message.alerts.length, text });
  };
  const delivery = createCommonDelivery<Message>(
    { send: channel.send, told, attemptMs: limits.attemptMs },
    clock,
    random,
    createCircuitBreaker(clock.nowMs, random),
    limits.queue,
    createDeduplicator(clock.nowMs),
  );
  return {
    offer(message) {
      const key = JSON.stringify([
        message.status,
        message.groupLabels,
        message.alerts.map(({ alert }) => [alert.id, alert.phase]),
      ]);
      delivery.offer({ message, sizeBytes: key.length, class: 'metric', key });
    },
    close: delivery.close,
  };
}
