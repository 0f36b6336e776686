import type { Span } from './span.js';

/** Which requests of a file are still to come, by the second in which they begin. */
export type Unread = {
  /** Counts one as read. False where it is none of the test. */
  readonly take: (startMs: number) => boolean;
  /** No request that begins before this time is still to come; milliseconds since 1970. */
  readonly fromMs: () => number;
};

/** All requests of a span, before any is read. Counts down what the span counted. */
export function createUnread({ begun, lastStartMs, startedMs }: Span): Unread {
  const last = Math.floor(lastStartMs / 1000);
  let second = Math.floor(startedMs / 1000);
  const countIn = (at: number): number => begun.get(Math.floor(at / 3600))?.[at % 3600] ?? 0;
  return {
    take(startMs) {
      const at = Math.floor(startMs / 1000);
      const counts = begun.get(Math.floor(at / 3600));
      if (counts === undefined || countIn(at) === 0) return false;
      counts[at % 3600]! -= 1;
      return true;
    },
    fromMs() {
      while (second <= last && countIn(second) === 0) second += 1;
      return second > last ? Number.POSITIVE_INFINITY : second * 1000;
    },
  };
}
