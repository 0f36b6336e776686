import type { BoundedQueue, Taken } from '../../resilience/bounded-queue.js';
import type { Clock } from '../../time/clock.js';
import type { Connection } from './connection.js';

/** Messages sent before the event loop gets its turn. */
const batch = 200;

/** Above this the peer reads slower than we write: better to hold messages here, where they are bounded and expire. */
const maxBufferedBytes = 256 * 1024;

/** Empties a queue into a connection. */
export type Drain = {
  /** Sends what it may now and goes on by itself while there is more; harmless when already under way. */
  readonly run: () => void;
  /** The connection has ended: what was being written counts as failed, and nothing more is sent. */
  readonly end: () => void;
};

/**
 * `isProven` says whether the peer has shown that it lives: until then only critical messages are spent on it. `settled` is
 * called whenever the connection has taken a batch.
 */
export function createDrain(
  queue: BoundedQueue<string>,
  connection: Connection,
  clock: Clock,
  isProven: () => boolean,
  settled: () => void,
): Drain {
  const writing = new Set<Taken<string>>();
  let cancelWait = (): void => {};
  let hasEnded = false;
  const run = (): void => {
    // The next batch begins when the last write has been taken: that is a later turn, and it is the back pressure.
    if (writing.size > 0 || hasEnded) return;
    cancelWait();
    let sent = 0;
    while (sent < batch && connection.isOpen() && connection.bufferedBytes() < maxBufferedBytes) {
      const taken = queue.take(isProven() ? 'metric' : 'critical');
      if (taken === null) break;
      sent += 1;
      writing.add(taken);
      connection.send(taken.message, (isSent) => {
        // Late, after the end: the message may be on another connection by now.
        if (!writing.delete(taken)) return;
        queue.settle(taken, isSent ? 'sent' : 'failed');
        if (writing.size > 0) return;
        settled();
        run();
      });
    }
    if (sent === 0) waitForNext();
  };
  /** A message whose sending failed may be tried again only after a while. */
  const waitForNext = (): void => {
    const nextInMs = connection.isOpen() ? queue.nextInMs() : null;
    if (nextInMs !== null && nextInMs > 0) cancelWait = clock.after(nextInMs, run);
  };
  return {
    run,
    end() {
      hasEnded = true;
      cancelWait();
      for (const taken of writing) queue.settle(taken, 'failed');
      writing.clear();
    },
  };
}
