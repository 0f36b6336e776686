import type { ResponseHead } from './response-head.js';

/** The head of the last answer, as bytes and as read: most answers begin with the very same bytes. */
export type HeadMemo = {
  /** Length in bytes of the head remembered if `chunk` holds it at its start, else 0. */
  readonly match: (chunk: Buffer, length: number) => number;
  /** The head remembered. Only after a match. */
  readonly head: () => ResponseHead;
  /** Remembers a head that was read from the first `length` bytes of a chunk. */
  readonly learn: (chunk: Buffer, length: number, head: ResponseHead) => void;
};

/** Longer heads are read anew each time. */
const longestBytes = 2048;

/** One memo serves all connections of a thread: equal bytes are equally read, whichever connection they come on. */
export function createHeadMemo(): HeadMemo {
  const bytes = Buffer.alloc(longestBytes);
  let known = 0;
  let read: ResponseHead | null = null;
  return {
    match(chunk, length) {
      if (known === 0 || length < known) return 0;
      return bytes.compare(chunk, 0, known, 0, known) === 0 ? known : 0;
    },
    head: () => read!,
    learn(chunk, length, head) {
      if (length > longestBytes) return;
      chunk.copy(bytes, 0, 0, length);
      known = length;
      read = head;
    },
  };
}
