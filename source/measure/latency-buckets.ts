/**
 * The log-linear scale of every latency histogram: each power of two of microseconds is cut into 2^bits equal buckets,
 * so that a bucket's midpoint is off by at most 1/2^(bits+1) of the value. Covers 1 us to 2^28 us (268 s); what lies
 * outside is counted in the first or last bucket.
 */
const octaves = 28;
const exponentBias = 1023;
const mantissaBitsInHighWord = 20;

// A float's own bits are its bucket: exponent and leading mantissa bits, read without a logarithm.
const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);
const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Sub-bucket bits of the histograms that are kept and shown: 0.4 % off at most. */
export const fineBits = 7;

/** Sub-bucket bits of the histograms of plimsoll's own metrics: 1.6 % off at most, in a quarter of the memory. */
export const ownBits = 5;

/** Sub-bucket bits of the small histogram of one window's send lag: 12.5 % off at most. */
export const coarseBits = 2;

/** How many buckets a histogram with this many sub-bucket bits has. */
export function bucketCount(bits: number): number {
  return octaves << bits;
}

/** The bucket of a value in microseconds. Anything under 1 belongs to the first. */
export function bucketOf(valueUs: number, bits: number): number {
  scratch[0] = Math.max(valueUs, 1);
  const index = (words[highWord]! >>> (mantissaBitsInHighWord - bits)) - (exponentBias << bits);
  return Math.min(index, (octaves << bits) - 1);
}

/** The lowest value of a bucket, in microseconds; that of `index + 1` is its upper end. */
export function bucketStartUs(index: number, bits: number): number {
  const inOctave = index & ((1 << bits) - 1);
  return 2 ** (index >>> bits) * (1 + inOctave / (1 << bits));
}
