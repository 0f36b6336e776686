/** A source of chance: uniform in (0, 1), never 0 or 1. */
export type Random = () => number;

/**
 * Seeded uniform numbers in (0, 1): mulberry32 (Tommy Ettinger, public domain). Period 2^32, one multiplication chain a
 * number; the same seed gives the same sequence on every machine.
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}

/** An exponentially distributed number of mean 1, by inversion. */
export function nextExponential(random: Random): number {
  return -Math.log(random());
}
