import type { Emit } from '../../model/events.js';
import type { CircuitState, QueueCounts, StreamCounts, StreamSpec, StreamState } from '../../model/stream.js';
import { nextBackoffMs } from '../../resilience/backoff.js';
import { createBoundedQueue } from '../../resilience/bounded-queue.js';
import { createCircuitBreaker } from '../../resilience/circuit-breaker.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import { type Connection, connect } from './connection.js';
import { createDrain, type Drain } from './drain.js';
import { createMetricReader } from './read-metrics.js';

/** A metric stream that is kept alive. Counts may be read at any time, also after the stop. */
export type Subscription = {
  /** Flushes what is queued, says goodbye and ends, within 3 s whatever the peer does. Stopping twice is harmless. */
  readonly stop: () => Promise<void>;
  /** Queues a message for the server. False when it is too large to queue or the subscription has been stopped. */
  readonly send: (message: string) => boolean;
  /** Closes the circuit by hand and, when waiting, tries again at once. */
  readonly reset: () => void;
  readonly circuit: () => CircuitState;
  readonly queue: () => QueueCounts;
  readonly counts: () => StreamCounts;
};

/** What is said first on every connection. */
const subscribeMessage = JSON.stringify({ type: 'subscribe', stream: 'metrics' });

/** Waits between attempts while the circuit is still closed: short, since most servers restart within seconds. */
const retryWait = { baseMs: 250, capMs: 2_000 };

const stopDeadlineMs = 3_000;
const healthPeriodMs = 1_000;

/** Samples handed on in a second; messages over it are read and counted only, so a flood fills neither store nor file. */
const maxSamplesPerSecond = 100;

/**
 * Subscribes to a metric stream and keeps it: connects, reads, notices a dead peer, and connects again behind a circuit
 * breaker. Emits `stream/state` when the state changes, `stream/sample` for each message that carries numbers and
 * `stream/health` when circuit or state change and once a second. Nothing that a server does ends it or throws.
 */
export function subscribe(spec: StreamSpec, clock: Clock, random: Random, emit: Emit): Subscription {
  const breaker = createCircuitBreaker(clock.nowMs, random);
  const queue = createBoundedQueue<string>(clock.nowMs);
  const read = createMetricReader();
  let state: StreamState = { kind: 'connecting' };
  let connection: Connection | null = null;
  let drain: Drain | null = null;
  let cancelWait = (): void => {};
  let retryMs: number | null = null;
  let rttMs: number | null = null;
  let messages = 0;
  let unreadable = 0;
  let opens = 0;
  let samplesThisSecond = 0;
  let stopping: { readonly promise: Promise<void>; readonly ended: () => void } | null = null;

  const counts = (): StreamCounts => ({
    messages,
    unreadable,
    reconnects: Math.max(0, opens - 1),
    opened: breaker.opened(),
  });
  const emitHealth = (): void =>
    emit({
      kind: 'stream/health',
      stream: spec.name,
      circuit: breaker.state(),
      queue: queue.counts(),
      counts: counts(),
    });
  const show = (next: StreamState): void => {
    state = next;
    emit({ kind: 'stream/state', stream: spec.name, state });
    emitHealth();
  };
  const offer = (message: string): boolean => queue.offer(message, Buffer.byteLength(message));
  const closeWhenFlushed = (): void => {
    if (stopping !== null && drain?.isEmpty()) connection?.close();
  };

  const onMessage = (text: string): void => {
    const values = read(text);
    if (values === null) {
      unreadable += 1;
      return;
    }
    messages += 1;
    // An answer without a number, such as the acknowledgement of the subscription, is a message but no sample.
    if (Object.keys(values).length === 0 || samplesThisSecond >= maxSamplesPerSecond) return;
    samplesThisSecond += 1;
    emit({ kind: 'stream/sample', sample: { stream: spec.name, server: spec.server, values, rttMs } });
  };
  const onOpened = (): void => {
    opens += 1;
    offer(subscribeMessage);
    show({ kind: 'open' });
    drain?.run();
  };
  const onPong = (roundTripMs: number): void => {
    rttMs = roundTripMs;
    const before = breaker.state().kind;
    breaker.succeeded();
    if (breaker.state().kind !== before) emitHealth();
  };
  const onEnded = (reason: string): void => {
    connection = null;
    drain = null;
    rttMs = null;
    if (stopping !== null) {
      stopping.ended();
      return;
    }
    // Every end that was not asked for is a failure; a connection that had been stable leaves only this one behind.
    breaker.failed(reason);
    wait(reason);
  };
  const wait = (reason: string): void => {
    const circuit = breaker.state();
    const now = clock.nowMs();
    if (circuit.kind === 'closed' && circuit.failures <= 1) retryMs = null;
    retryMs = nextBackoffMs(retryWait, retryMs, random);
    const nextAttemptAtMs = circuit.kind === 'open' ? circuit.nextProbeAtMs : now + retryMs;
    show({ kind: 'waiting', reason, nextAttemptAtMs });
    cancelWait = clock.after(nextAttemptAtMs - now, attempt);
  };
  const attempt = (): void => {
    if (!breaker.tryAcquire()) {
      // A real timer may fire a fraction of a millisecond early by this clock: the rest is waited out.
      const circuit = breaker.state();
      cancelWait = clock.after(circuit.kind === 'open' ? circuit.nextProbeAtMs - clock.nowMs() : 0, attempt);
      return;
    }
    show({ kind: 'connecting' });
    connection = connect(spec.url, clock, { opened: onOpened, message: onMessage, pong: onPong, ended: onEnded });
    drain = createDrain(queue, connection, closeWhenFlushed);
  };

  const cancelHealth = clock.every(healthPeriodMs, () => {
    samplesThisSecond = 0;
    emitHealth();
  });
  attempt();

  return {
    stop() {
      if (stopping !== null) return stopping.promise;
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancelDeadline = clock.after(stopDeadlineMs, () => connection?.terminate('stopped'));
      const ended = (): void => {
        cancelDeadline();
        queue.dropAll();
        show({ kind: 'closed' });
        resolve();
      };
      stopping = { promise, ended };
      cancelWait();
      cancelHealth();
      if (connection === null) ended();
      else if (connection.isOpen()) closeWhenFlushed();
      else connection.terminate('stopped');
      return promise;
    },
    send(message) {
      if (stopping !== null) return false;
      const queued = offer(message);
      drain?.run();
      return queued;
    },
    reset() {
      if (stopping !== null) return;
      breaker.reset();
      retryMs = null;
      if (state.kind === 'waiting') {
        cancelWait();
        attempt();
      } else emitHealth();
    },
    circuit: breaker.state,
    queue: queue.counts,
    counts,
  };
}
