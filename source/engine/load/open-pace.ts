import { nextBackoffMs } from '../../resilience/backoff.js';
import type { Random } from '../../time/random.js';
import type { ConnectionFault } from './connection.js';

/**
 * Says when connections may be opened: at once while that goes well; while attempts fail they are made one by one, ever
 * further apart, so that a dead target is not hammered.
 */
export type OpenPace = {
  readonly failed: (fault: ConnectionFault, atMs: number) => void;
  readonly opened: () => void;
  /** Whether the last attempt that ended has failed. */
  readonly isRefused: () => boolean;
  /** Whether it failed for a fault of this machine, not of the target. */
  readonly isOwnFault: () => boolean;
  /** When, while refused, the next attempt may be made. */
  readonly nextMs: () => number;
  /** That attempt is being made; the one after it comes later still. */
  readonly attempted: (atMs: number) => void;
};

const pauses = { baseMs: 20, capMs: 500 };

/** Faults of this machine: no files, no ports, no memory for another socket. */
const ownFaults = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM', 'EAGAIN']);

export function createOpenPace(random: Random): OpenPace {
  let refused = false;
  let own = false;
  let nextMs = 0;
  let pauseMs: number | null = null;
  const pause = (atMs: number): void => {
    pauseMs = nextBackoffMs(pauses, pauseMs, random);
    nextMs = atMs + pauseMs;
  };
  return {
    failed(fault, atMs) {
      own = fault.code !== null && ownFaults.has(fault.code);
      if (!refused) pause(atMs);
      refused = true;
    },
    opened() {
      refused = false;
      pauseMs = null;
    },
    isRefused: () => refused,
    isOwnFault: () => own,
    nextMs: () => nextMs,
    attempted: pause,
  };
}
