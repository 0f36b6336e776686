/** Lets so many through at once for each key, in the order they came. */
export type LoginGate = {
  /** Runs a task once there is room under every key. */
  readonly run: <Value>(keys: readonly string[], task: () => Promise<Value>) => Promise<Value>;
};

/** A gate; `limit` says how many a key lets through at once. */
export function createLoginGate(limit: (key: string) => number): LoginGate {
  const inside = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  const enter = async (key: string): Promise<void> => {
    const count = inside.get(key) ?? 0;
    if (count < limit(key)) {
      inside.set(key, count + 1);
      return;
    }
    // Whoever leaves hands its place over, so that the count stays as it is.
    await new Promise<void>((resolve) => {
      waiting.set(key, [...(waiting.get(key) ?? []), resolve]);
    });
  };
  const leave = (key: string): void => {
    const [next, ...rest] = waiting.get(key) ?? [];
    if (next !== undefined) {
      waiting.set(key, rest);
      next();
      return;
    }
    const count = (inside.get(key) ?? 1) - 1;
    if (count === 0) inside.delete(key);
    else inside.set(key, count);
  };
  return {
    async run(keys, task) {
      // One order for all: two that need the same two keys can never wait for each other.
      const order = [...new Set(keys)].sort();
      const entered: string[] = [];
      try {
        for (const key of order) {
          await enter(key);
          entered.push(key);
        }
        return await task();
      } finally {
        for (const key of entered) leave(key);
      }
    },
  };
}
