import type { QueueCounts } from '../model/stream.js';

export type QueueLimits = {
  readonly maxCount: number;
  readonly maxBytes: number;
  /** A message that waited this long is no longer worth sending. */
  readonly timeToLiveMs: number;
};

export const defaultQueueLimits: QueueLimits = {
  maxCount: 1_000,
  maxBytes: 4 * 1024 * 1024,
  timeToLiveMs: 60_000,
};

/**
 * Messages waiting for a connection, oldest first. Bounded in count, bytes and age: the newest drives out the oldest,
 * since old metrics are worth less than new ones. `accepted = sent + dropped + expired + pending` holds after every call.
 */
export type BoundedQueue<Message> = {
  /** Puts a message in. False when it alone is over the byte bound, and is dropped itself. */
  readonly offer: (message: Message, sizeBytes: number) => boolean;
  /** The oldest message still worth sending, counted as sent; null when there is none. */
  readonly take: () => Message | null;
  /** Gives up what is pending, counted as dropped. For the end, when nobody will take it any more. */
  readonly dropAll: () => void;
  readonly counts: () => QueueCounts;
  readonly pendingBytes: () => number;
};

type Entry<Message> = { readonly message: Message; readonly sizeBytes: number; readonly expiresAtMs: number };

/** An empty queue. Messages expire by `nowMs`, a monotonic clock, noticed at the next call: there is no timer to stop. */
export function createBoundedQueue<Message>(
  nowMs: () => number,
  limits: QueueLimits = defaultQueueLimits,
): BoundedQueue<Message> {
  // A ring of fixed length: taking the oldest is then as cheap at 1,000 pending as at one.
  const ring: (Entry<Message> | undefined)[] = new Array(limits.maxCount);
  let head = 0;
  let pending = 0;
  let pendingBytes = 0;
  let accepted = 0;
  let sent = 0;
  let dropped = 0;
  let expired = 0;

  const removeOldest = (): Entry<Message> => {
    const entry = ring[head]!;
    ring[head] = undefined;
    head = (head + 1) % limits.maxCount;
    pending -= 1;
    pendingBytes -= entry.sizeBytes;
    return entry;
  };
  const expire = (): void => {
    // One time to live for all, so the oldest always expires first.
    const now = nowMs();
    while (pending > 0 && ring[head]!.expiresAtMs <= now) {
      removeOldest();
      expired += 1;
    }
  };
  const dropOldest = (): void => {
    removeOldest();
    dropped += 1;
  };

  return {
    offer(message, sizeBytes) {
      expire();
      accepted += 1;
      if (sizeBytes > limits.maxBytes || limits.maxCount < 1) {
        dropped += 1;
        return false;
      }
      while (pending >= limits.maxCount || pendingBytes + sizeBytes > limits.maxBytes) dropOldest();
      const expiresAtMs = nowMs() + limits.timeToLiveMs;
      ring[(head + pending) % limits.maxCount] = { message, sizeBytes, expiresAtMs };
      pending += 1;
      pendingBytes += sizeBytes;
      return true;
    },
    take() {
      expire();
      if (pending === 0) return null;
      sent += 1;
      return removeOldest().message;
    },
    dropAll() {
      expire();
      while (pending > 0) dropOldest();
    },
    counts() {
      expire();
      return { accepted, sent, dropped, expired, pending };
    },
    pendingBytes() {
      expire();
      return pendingBytes;
    },
  };
}
