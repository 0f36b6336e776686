/** What a message is known by: the sender's own id, or the hash of its bytes. The two never clash. */
export type MessageKey = string | bigint;

export type DeduplicationLimits = {
  /** How long a generation of keys is added to; a key is remembered for one to two of these. */
  readonly generationMs: number;
  /** A generation with this many keys is closed early: memory is bounded, whatever comes. */
  readonly maxKeys: number;
};

export const defaultDeduplicationLimits: DeduplicationLimits = { generationMs: 30_000, maxKeys: 100_000 };

/** Remembers keys for a while. */
export type Deduplicator = {
  readonly has: (key: MessageKey) => boolean;
  /** Remembers a key. False when it is remembered already: the message is a duplicate. */
  readonly remember: (key: MessageKey) => boolean;
  /** A message that was not delivered after all may come again. */
  readonly forget: (key: MessageKey) => void;
  /** Keys remembered. */
  readonly size: () => number;
};

/**
 * A memory of two generations: keys go into the younger, and when it is old or full the older is thrown away whole. No
 * key needs a time of its own, and nothing is ever searched for what is too old.
 */
export function createDeduplicator(
  nowMs: () => number,
  limits: DeduplicationLimits = defaultDeduplicationLimits,
): Deduplicator {
  let young = new Set<MessageKey>();
  let old = new Set<MessageKey>();
  let bornMs = nowMs();

  const age = (): void => {
    const now = nowMs();
    const ageMs = now - bornMs;
    if (ageMs < limits.generationMs && young.size < limits.maxKeys) return;
    old = ageMs >= 2 * limits.generationMs ? new Set() : young;
    young = new Set();
    bornMs = now;
  };
  const has = (key: MessageKey): boolean => {
    age();
    return young.has(key) || old.has(key);
  };
  return {
    has,
    remember(key) {
      if (has(key)) return false;
      young.add(key);
      return true;
    },
    forget(key) {
      young.delete(key);
      old.delete(key);
    },
    size() {
      age();
      return young.size + old.size;
    },
  };
}
