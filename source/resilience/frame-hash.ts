import xxhash from 'xxhash-wasm';

const { h64, h64Raw } = await xxhash();

/** The 64-bit hash of a frame: of a text's UTF-8 bytes, or of bytes as they came. */
export type FrameHash = (frame: string | Uint8Array) => bigint;

/**
 * xxHash64 with a seed. It is quick and spreads well, and is no defence: whoever knows the seed can make two frames of
 * one hash, so that the seed is drawn anew for each run. With a million frames remembered, two that differ have the same
 * hash once in thirty million runs.
 */
export function createFrameHash(seed: bigint): FrameHash {
  return (frame) => (typeof frame === 'string' ? h64(frame, seed) : h64Raw(frame, seed));
}
