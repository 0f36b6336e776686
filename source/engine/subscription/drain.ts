import type { BoundedQueue } from '../../resilience/bounded-queue.js';
import type { Connection } from './connection.js';

/** Messages sent before the event loop gets its turn. */
const batch = 200;

/** Above this the peer reads slower than we write: better to hold messages here, where they are bounded and expire. */
const maxBufferedBytes = 256 * 1024;

/** Empties a queue into a connection. */
export type Drain = {
  /** Sends what it may now and goes on by itself while there is more; harmless when already under way. */
  readonly run: () => void;
  /** Whether everything given to it has reached the kernel. */
  readonly isEmpty: () => boolean;
};

/** `settled` is called whenever the connection has taken a batch. */
export function createDrain(queue: BoundedQueue<string>, connection: Connection, settled: () => void): Drain {
  let writing = 0;
  const run = (): void => {
    // The next batch begins when the last write has been taken: that is a later turn, and it is the back pressure.
    if (writing > 0) return;
    let sent = 0;
    while (sent < batch && connection.isOpen() && connection.bufferedBytes() < maxBufferedBytes) {
      const message = queue.take();
      if (message === null) return;
      sent += 1;
      writing += 1;
      connection.send(message, () => {
        writing -= 1;
        if (writing > 0) return;
        settled();
        run();
      });
    }
  };
  return { run, isEmpty: () => writing === 0 && queue.counts().pending === 0 };
}
