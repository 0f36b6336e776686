import type { CircuitState } from '../model/stream.js';
import { type BackoffLimits, nextBackoffMs } from './backoff.js';

export type CircuitLimits = {
  /** Consecutive failures that open the circuit. */
  readonly failuresToOpen: number;
  /** How long success must last before failures are forgotten, in ms. */
  readonly stableMs: number;
  /** How long the circuit stays open. */
  readonly openTime: BackoffLimits;
};

export const defaultCircuitLimits: CircuitLimits = {
  failuresToOpen: 5,
  stableMs: 10_000,
  openTime: { baseMs: 1_000, capMs: 60_000 },
};

/**
 * A switch before something that fails: it counts outcomes and says whether another attempt may be made. It makes no
 * attempt itself, sets no timer and never throws; what is refused costs one comparison.
 */
export type CircuitBreaker = {
  /** As shown. An open circuit stays open past its `nextProbeAtMs` until somebody asks to try. */
  readonly state: () => CircuitState;
  /** Asked before each attempt. True means: make one, and report its end by `succeeded` or `failed`. */
  readonly tryAcquire: () => boolean;
  readonly succeeded: () => void;
  readonly failed: (reason: string) => void;
  /** By hand: closed and forgetful at once. */
  readonly reset: () => void;
  /** How often the circuit opened. */
  readonly opened: () => number;
};

/**
 * A breaker for long-lived connections. Success closes it but does not wipe its memory: a connection that opens and
 * falls within `stableMs`, again and again, is failing, and a half-open attempt that falls so opens the circuit at once.
 * `nowMs` is a monotonic clock, `random` uniform in 0 to 1.
 */
export function createCircuitBreaker(
  nowMs: () => number,
  random: () => number,
  limits: CircuitLimits = defaultCircuitLimits,
): CircuitBreaker {
  let circuit: CircuitState = { kind: 'closed', failures: 0 };
  let failures = 0;
  let openMs: number | null = null;
  let stableSinceMs: number | null = null;
  let opened = 0;

  const forget = (): void => {
    failures = 0;
    openMs = null;
    stableSinceMs = null;
  };
  const forgetWhenStable = (): void => {
    // The clock is the dear part of asking for the state: not read while there is nothing to forget.
    if (stableSinceMs === null || (failures === 0 && openMs === null)) return;
    if (nowMs() - stableSinceMs < limits.stableMs) return;
    forget();
    if (circuit.kind === 'closed') circuit = { kind: 'closed', failures: 0 };
  };

  return {
    state() {
      forgetWhenStable();
      return circuit;
    },
    tryAcquire() {
      if (circuit.kind === 'closed') return true;
      if (circuit.kind === 'half-open' || nowMs() < circuit.nextProbeAtMs) return false;
      circuit = { kind: 'half-open', sinceMs: nowMs() };
      return true;
    },
    succeeded() {
      // An attempt allowed before the circuit opened may end well after it; only the half-open attempt closes it.
      if (circuit.kind === 'open') return;
      stableSinceMs ??= nowMs();
      if (circuit.kind === 'half-open') circuit = { kind: 'closed', failures };
    },
    failed(reason) {
      if (circuit.kind === 'open') return;
      forgetWhenStable();
      stableSinceMs = null;
      failures += 1;
      if (circuit.kind === 'closed' && failures < limits.failuresToOpen) {
        circuit = { kind: 'closed', failures };
        return;
      }
      openMs = nextBackoffMs(limits.openTime, openMs, random);
      opened += 1;
      const sinceMs = nowMs();
      circuit = { kind: 'open', sinceMs, nextProbeAtMs: sinceMs + openMs, reason };
    },
    reset() {
      forget();
      circuit = { kind: 'closed', failures: 0 };
    },
    opened: () => opened,
  };
}
