import type { ReadingWay } from './transport.js';

/** Which way a server is read, and when the next one is taken. */
export type ReadingLadder = {
  readonly way: () => ReadingWay;
  /** Why the first way was left; null while it was not. */
  readonly reason: () => string | null;
  /** The present way does not work: the next one is taken. False where there is none left; then it is the first again. */
  readonly stepDown: (reason: string) => boolean;
  /** What ran on the server ended by itself after so long. True where that has been too often too soon. */
  readonly endedAfter: (livedMs: number) => boolean;
  /** Somebody has mended something: the first way again. */
  readonly reset: () => void;
};

/** A channel that has lived so long is one that can be held. */
const heldMs = 30_000;

/** Channels in a row that were not held, after which there is no use in opening a fourth. */
const mostShort = 3;

export function createReadingLadder(ways: readonly [ReadingWay, ...ReadingWay[]]): ReadingLadder {
  let at = 0;
  let short = 0;
  let first: string | null = null;
  const reset = (): void => {
    at = 0;
    short = 0;
    first = null;
  };
  return {
    way: () => ways[at] ?? ways[0],
    reason: () => first,
    stepDown(reason) {
      first ??= reason;
      short = 0;
      at += 1;
      if (at < ways.length) return true;
      reset();
      return false;
    },
    endedAfter(livedMs) {
      short = livedMs >= heldMs ? 0 : short + 1;
      return short >= mostShort;
    },
    reset,
  };
}

/** The server's CPU for a reading, as `npm run bench:servers` measures it with OpenSSH on Linux. */
const costs: { readonly [way in ReadingWay]: string } = {
  awk: 'half a millisecond',
  sh: 'about 2 ms',
  sftp: 'about 2 ms',
  exec: 'about 4 ms, and whatever its shell runs at each start,',
};

const words: { readonly [way in ReadingWay]: string } = {
  awk: 'by awk',
  sh: 'by its shell without awk',
  sftp: 'over SFTP',
  exec: 'by a command for each reading',
};

/** The sentence that tells how a server is read where the first way did not do. */
export function ladderNote(server: string, way: ReadingWay, reason: string): string {
  return `${server} is read ${words[way]}, which costs it ${costs[way]} of CPU each time instead of ${costs.awk}: ${reason}`;
}
