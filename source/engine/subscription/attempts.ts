import type { CircuitState } from '../../model/stream.js';
import { nextBackoffMs } from '../../resilience/backoff.js';
import { createCircuitBreaker } from '../../resilience/circuit-breaker.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';

/** When a connection is tried: one attempt after another, each allowed by the circuit breaker, with waits between. */
export type Attempts = {
  /** Makes the first attempt, at once. */
  readonly start: () => void;
  /** An attempt ended, or what it led to. Waits, and then tries again; `waiting` is told until when. */
  readonly failed: (reason: string) => void;
  /** The peer has shown that it lives. True when that changed the circuit. */
  readonly succeeded: () => boolean;
  /** Closes the circuit by hand and, when waiting, tries again at once. */
  readonly reset: () => void;
  /** Tries no more. Returns how many timers that stopped. */
  readonly stop: () => number;
  readonly circuit: () => CircuitState;
  /** How often the circuit opened. */
  readonly opened: () => number;
};

/** Waits between attempts while the circuit is still closed: short, since most servers restart within seconds. */
const retryWait = { baseMs: 250, capMs: 2_000 };

/** `attempt` is called for each attempt when its time has come; none is made before `start`. */
export function createAttempts(
  clock: Clock,
  random: Random,
  attempt: () => void,
  waiting: (reason: string, nextAttemptAtMs: number) => void,
): Attempts {
  const breaker = createCircuitBreaker(clock.nowMs, random);
  let cancelWait: (() => void) | null = null;
  let retryMs: number | null = null;

  const waitUntil = (atMs: number): void => {
    cancelWait = clock.after(atMs - clock.nowMs(), tryNow);
  };
  const tryNow = (): void => {
    cancelWait = null;
    if (breaker.tryAcquire()) {
      attempt();
      return;
    }
    // A real timer may fire a fraction of a millisecond early by this clock: the rest is waited out.
    const circuit = breaker.state();
    waitUntil(circuit.kind === 'open' ? circuit.nextProbeAtMs : clock.nowMs());
  };
  const cancel = (): number => {
    if (cancelWait === null) return 0;
    cancelWait();
    cancelWait = null;
    return 1;
  };
  return {
    start: tryNow,
    failed(reason) {
      // Every end that was not asked for is a failure; a connection that had been stable leaves only this one behind.
      breaker.failed(reason);
      const circuit = breaker.state();
      if (circuit.kind === 'closed' && circuit.failures <= 1) retryMs = null;
      retryMs = nextBackoffMs(retryWait, retryMs, random);
      const nextAttemptAtMs = circuit.kind === 'open' ? circuit.nextProbeAtMs : clock.nowMs() + retryMs;
      waiting(reason, nextAttemptAtMs);
      waitUntil(nextAttemptAtMs);
    },
    succeeded() {
      const before = breaker.state().kind;
      breaker.succeeded();
      return breaker.state().kind !== before;
    },
    reset() {
      breaker.reset();
      retryMs = null;
      if (cancel() > 0) tryNow();
    },
    stop: cancel,
    circuit: breaker.state,
    opened: breaker.opened,
  };
}
