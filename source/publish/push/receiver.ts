import type { CircuitState, QueueCounts } from '../../model/stream.js';
import type { QueueLimits } from '../../resilience/bounded-queue.js';
import { createCircuitBreaker } from '../../resilience/circuit-breaker.js';
import { createDelivery } from '../../resilience/delivery.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import type { Moment } from '../metrics/metric.js';

/** A moment as one receiver is sent it. */
export type Parcel = {
  readonly sizeBytes: number;
  /** Rejects where it did not arrive. */
  readonly send: (signal: AbortSignal) => Promise<void>;
};

/** A way to one receiver. */
export type ReceiverPlan = {
  /** What it is called to people and in metrics: `otlp`. */
  readonly name: string;
  readonly everyMs: number;
  /** Null where there is nothing to be sent. */
  readonly pack: (moment: Moment) => Parcel | null;
  readonly isFinal: (error: unknown) => boolean;
  readonly close: () => void;
};

/** A receiver that is being sent to. */
export type Receiver = {
  readonly name: string;
  readonly counts: () => QueueCounts;
  readonly circuit: () => CircuitState;
  /** Why the last attempt failed; null where it did not, or was cut off. */
  readonly lostBecause: () => string | null;
  /** Sends how things stand in the end, and ends: at the latest after `limitMs`, at once where the receiver is known to be away. */
  readonly close: (limitMs: number) => Promise<void>;
};

/** Numbers are worth sending late, for they have their time with them; after five minutes a gap may stay a gap. */
const queueLimits: QueueLimits = {
  maxCount: 60,
  maxBytes: 16 * 1024 * 1024,
  reserve: { count: 0, bytes: 0 },
  timeToLiveMs: 300_000,
  maxAttempts: 5,
  retryWait: { baseMs: 1_000, capMs: 30_000 },
};

const attemptMs = 5_000;

/**
 * Sends a moment to a receiver every so often. What cannot be sent waits in a bounded queue behind a circuit breaker, and the
 * oldest goes first when it is full: nobody else ever waits for it. `tell` hears when the receiver is lost, and when it is back.
 */
export function startReceiver(
  plan: ReceiverPlan,
  clock: Clock,
  random: Random,
  read: () => Moment,
  tell: (severity: 'good' | 'warning', text: string) => void,
): Receiver {
  let lostBecause: string | null = null;
  const told = (_: Parcel, reason: string | null): void => {
    if (reason === null && lostBecause !== null) tell('good', `metrics reach ${plan.name} again`);
    if (reason !== null && reason !== lostBecause) tell('warning', `metrics do not reach ${plan.name}: ${reason}`);
    lostBecause = reason;
  };
  const delivery = createDelivery<Parcel>(
    { send: (parcel, signal) => parcel.send(signal), isFinal: plan.isFinal, told, attemptMs },
    clock,
    random,
    createCircuitBreaker(clock.nowMs, random),
    queueLimits,
  );
  const push = (): void => {
    const parcel = plan.pack(read());
    if (parcel !== null) delivery.offer({ message: parcel, sizeBytes: parcel.sizeBytes, class: 'metric', key: null });
  };
  const stop = clock.every(plan.everyMs, push);
  let closing: Promise<void> | null = null;
  const close = async (limitMs: number): Promise<void> => {
    stop();
    const isAway = delivery.circuit().kind !== 'closed' || lostBecause !== null;
    push();
    await delivery.close(isAway ? 0 : limitMs);
    plan.close();
  };
  return {
    name: plan.name,
    counts: delivery.counts,
    circuit: delivery.circuit,
    lostBecause: () => lostBecause,
    close(limitMs) {
      closing ??= close(limitMs);
      return closing;
    },
  };
}
