import { noSecrets, type ReadSecret } from '../../config/authorization.js';
import { messageOf } from '../../model/error.js';
import type { Emit } from '../../model/events.js';
import type {
  CircuitState,
  MessageClass,
  MessageEnd,
  QueueCounts,
  ShutdownReport,
  StreamCounts,
  StreamDetail,
  StreamSpec,
  StreamState,
} from '../../model/stream.js';
import { createBoundedQueue, defaultQueueLimits } from '../../resilience/bounded-queue.js';
import { createDeduplicator } from '../../resilience/deduplicator.js';
import { createFrameHash } from '../../resilience/frame-hash.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import { createAttempts } from './attempts.js';
import { type Connect, type Connection, type ConnectionListener, connect, endedAtOnce } from './connection.js';
import { createDrain, type Drain } from './drain.js';
import { type HeadersReading, readHandshakeHeaders } from './handshake-headers.js';
import { createIntake } from './intake.js';
import { noReadingMetrics, type ReadingMetrics } from './reading-metrics.js';

/** How an outgoing message is treated; by default a command that is known by its text. */
export type SendOptions = {
  readonly class?: MessageClass;
  /** What the message is known by; null lets it be sent as often as it is given. */
  readonly id?: string | null;
  readonly timeToLiveMs?: number;
  readonly maxAttempts?: number;
  /** Told once how the message ended. */
  readonly ended?: (end: MessageEnd) => void;
};

/** A metric stream that is kept alive. Counts may be read at any time, also after the stop. */
export type Subscription = {
  /** Flushes what is queued, says goodbye and ends, within 3 s whatever the peer does. Stopping twice is harmless. */
  readonly stop: () => Promise<ShutdownReport>;
  /** Queues a message for the server. False when it was refused, or the subscription has been stopped. */
  readonly send: (message: string, options?: SendOptions) => boolean;
  /** Closes the circuit by hand and, when waiting, tries again at once. */
  readonly reset: () => void;
  readonly circuit: () => CircuitState;
  readonly queue: () => QueueCounts;
  readonly counts: () => StreamCounts;
  readonly detail: () => StreamDetail;
};

/** What a subscription uses of the world beside its clock; each has its ordinary value. */
export type SubscriptionParts = {
  readonly connect?: Connect;
  /** Absent: no secret can be read. */
  readonly readSecret?: ReadSecret;
  readonly metrics?: ReadingMetrics;
  /** Given every message that was read, for whoever looks for more in it than numbers; must not throw. */
  readonly onMessage?: (message: object) => void;
};

/** What is said first on every connection. */
const subscribeMessage = JSON.stringify({ type: 'subscribe', stream: 'metrics' });

const stopDeadlineMs = 3_000;
const healthPeriodMs = 1_000;

/** Memory of one remembered key: an entry of a `Set` and its number or text, roughly. */
const bytesPerKey = 64;

type Stopping = {
  readonly promise: Promise<ShutdownReport>;
  readonly ended: () => void;
};

/**
 * Subscribes to a metric stream and keeps it: connects, reads, notices a dead peer, and connects again behind a circuit
 * breaker. Emits `stream/state` when the state changes, `stream/sample` for each message that carries numbers and
 * `stream/health` when circuit or state change and once a second. Nothing that a server does ends it or throws.
 */
export function subscribe(
  spec: StreamSpec,
  clock: Clock,
  random: Random,
  emit: Emit,
  parts: SubscriptionParts = {},
): Subscription {
  const { readSecret = noSecrets, metrics = noReadingMetrics } = parts;
  const connectTo: Connect = parts.connect ?? connect;
  const hash = createFrameHash(BigInt(Math.floor(random() * 2 ** 32)));
  const seen = createDeduplicator(clock.nowMs);
  const queue = createBoundedQueue<string>(clock.nowMs, random, defaultQueueLimits, seen);
  const intake = createIntake(spec, clock, hash, metrics);
  let connection: Connection | null = null;
  let drain: Drain | null = null;
  let isProven = false;
  let isPaused = false;
  let rttMs: number | null = null;
  let opens = 0;
  let stopping: Stopping | null = null;

  const counts = (): StreamCounts => {
    const { messages, unreadable } = intake.counts();
    return { messages, unreadable, reconnects: Math.max(0, opens - 1), opened: attempts.opened() };
  };
  const detail = (): StreamDetail => {
    const { duplicates, series, throttledSeconds, meanReadUs, remembered } = intake.counts();
    const inQueue = queue.detail();
    const heldBytes =
      inQueue.pendingBytes + (connection?.bufferedBytes() ?? 0) + (remembered + seen.size()) * bytesPerKey;
    return { queue: inQueue, rttMs, heldBytes, duplicates, series, throttledSeconds, meanReadUs };
  };
  const emitHealth = (): void =>
    emit({
      kind: 'stream/health',
      stream: spec.name,
      circuit: attempts.circuit(),
      queue: queue.counts(),
      counts: counts(),
      detail: detail(),
    });
  const show = (state: StreamState): void => {
    emit({ kind: 'stream/state', stream: spec.name, state });
    emitHealth();
  };
  const send = (message: string, options: SendOptions): boolean => {
    const { class: of = 'command', id = hash(message), ...rest } = options;
    return queue.offer({ ...rest, message, sizeBytes: Buffer.byteLength(message), class: of, key: id });
  };
  const closeWhenFlushed = (): void => {
    if (stopping !== null && queue.counts().pending === 0) connection?.close();
  };
  const prove = (): void => {
    if (attempts.succeeded()) emitHealth();
    if (isProven) return;
    isProven = true;
    drain?.run();
  };

  const listener: ConnectionListener = {
    opened() {
      opens += 1;
      send(subscribeMessage, { class: 'critical', id: null, maxAttempts: 1 });
      show({ kind: 'open' });
      drain?.run();
    },
    message(payload) {
      if (stopping !== null) return;
      const taking = intake.take(payload);
      if (!isProven) prove();
      if (intake.isFull() && !isPaused) {
        isPaused = true;
        connection?.pause();
      }
      if (taking.kind === 'message') parts.onMessage?.(taking.message);
      // An answer without a number, such as the acknowledgement of the subscription, is a message but no sample.
      if (taking.kind !== 'message' || taking.values === null || Object.keys(taking.values).length === 0) return;
      emit({
        kind: 'stream/sample',
        sample: { stream: spec.name, server: spec.server, values: taking.values, rttMs },
      });
    },
    pong(roundTripMs) {
      rttMs = roundTripMs;
      metrics.pong(roundTripMs);
      prove();
    },
    ended(reason) {
      drain?.end();
      connection = null;
      drain = null;
      isProven = false;
      isPaused = false;
      rttMs = null;
      if (stopping !== null) stopping.ended();
      else attempts.failed(reason);
    },
  };
  const begin = (headers: HeadersReading): void => {
    connection =
      headers.kind === 'ok'
        ? connectTo(spec.url, headers.headers, clock, listener)
        : endedAtOnce(headers.reason, listener);
    drain = createDrain(queue, connection, clock, () => isProven, closeWhenFlushed);
  };
  const attempts = createAttempts(
    clock,
    random,
    () => {
      show({ kind: 'connecting' });
      const named = spec.headers ?? [];
      if (named.length === 0) begin({ kind: 'ok', headers: {} });
      else {
        const read = readHandshakeHeaders(named, readSecret).catch(
          (error: unknown): HeadersReading => ({ kind: 'missing', reason: messageOf(error) }),
        );
        // Whoever stopped meanwhile waits for nothing any more.
        void read.then((headers) => (stopping === null ? begin(headers) : undefined));
      }
    },
    (reason, nextAttemptAtMs) => show({ kind: 'waiting', reason, nextAttemptAtMs }),
  );
  const cancelHealth = clock.every(healthPeriodMs, () => {
    intake.beginSecond();
    if (isPaused) {
      isPaused = false;
      connection?.resume();
    }
    emitHealth();
  });
  attempts.start();

  return {
    stop() {
      if (stopping !== null) return stopping.promise;
      const { promise, resolve } = Promise.withResolvers<ShutdownReport>();
      const beganMs = clock.nowMs();
      const before = queue.counts();
      const cancelDeadline = clock.after(stopDeadlineMs, () => connection?.terminate('stopped'));
      const connectionsClosed = connection?.isOpen() ? 1 : 0;
      cancelHealth();
      // The health's timer, the deadline's own, the wait for an attempt, and the heartbeat of an open connection.
      const tasksStopped = 2 + attempts.stop() + connectionsClosed;
      const ended = (): void => {
        cancelDeadline();
        queue.dropAll();
        show({ kind: 'closed' });
        const after = queue.counts();
        resolve({
          pendingFlushed: after.sent - before.sent,
          pendingDropped: after.dropped + after.expired - before.dropped - before.expired,
          connectionsClosed,
          tasksStopped,
          metricsCleaned: intake.counts().series.kept,
          durationMs: clock.nowMs() - beganMs,
        });
      };
      stopping = { promise, ended };
      if (connection === null) ended();
      else if (connection.isOpen()) {
        // What is queued goes out now or never.
        isProven = true;
        if (isPaused) connection.resume();
        drain?.run();
        closeWhenFlushed();
      } else connection.terminate('stopped');
      return promise;
    },
    send(message, options = {}) {
      if (stopping !== null) return false;
      const isQueued = send(message, options);
      drain?.run();
      return isQueued;
    },
    reset() {
      if (stopping !== null) return;
      attempts.reset();
      emitHealth();
    },
    circuit: attempts.circuit,
    queue: queue.counts,
    counts,
    detail,
  };
}
