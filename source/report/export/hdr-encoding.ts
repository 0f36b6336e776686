import { deflateSync } from 'node:zlib';
import { bucketCount, bucketStartUs, fineBits } from '../../measure/latency-buckets.js';
import type { HistogramData } from '../../model/histogram.js';

/** Cookies of the encoding, V2 with ZigZag LEB128 counts, plain and compressed (HdrHistogram, AbstractHistogram.java). */
const plainCookie = 0x1c849303 | 0x10;
const compressedCookie = 0x1c849304 | 0x10;
const headerBytes = 40;

/** Three significant figures: 2048 sub-buckets, of which the upper half is used from the second bucket on. */
const significantFigures = 3;
const halfBits = 10;
const half = 2 ** halfBits;

/** The largest value that is told, in microseconds: an hour, as HdrHistogram's own tools take by default. */
const largestUs = 3_600_000_000;

/** As large as any histogram: no two calls are under way at once, and each would leave its own behind. */
const scratch = Buffer.alloc(headerBytes + 12 * bucketCount(fineBits));

/** Hardly any histogram is longer when it is deflated; one that is takes several pieces. */
const chunkSize = 1_024;

/**
 * A latency histogram in the compressed V2 encoding of HdrHistogram, base64: values in whole microseconds, each bucket at
 * its middle, which is at most 0.4 % off, as everywhere.
 */
export function encodeHdr(histogram: HistogramData): string {
  const end = putCounts(histogram);
  scratch.writeInt32BE(plainCookie, 0);
  scratch.writeInt32BE(end - headerBytes, 4);
  // No shift of the counts, and the range of values.
  scratch.writeInt32BE(0, 8);
  scratch.writeInt32BE(significantFigures, 12);
  scratch.writeBigInt64BE(1n, 16);
  scratch.writeBigInt64BE(BigInt(largestUs), 24);
  scratch.writeDoubleBE(1, 32);
  const compressed = deflateSync(scratch.subarray(0, end), { chunkSize });
  const whole = Buffer.allocUnsafe(8 + compressed.length);
  whole.writeInt32BE(compressedCookie, 0);
  whole.writeInt32BE(compressed.length, 4);
  whole.set(compressed, 8);
  return whole.toString('base64');
}

/**
 * Writes counts behind the header as ZigZag LEB128 numbers, a run of zeros as its negative length, and returns where they end.
 * Several of our buckets under 1 ms are one of HdrHistogram's.
 */
function putCounts({ buckets, maxUs, minUs }: HistogramData): number {
  let end = headerBytes;
  let next = 0;
  let [index, count] = [0, 0];
  const put = (): void => {
    if (count === 0) return;
    if (index > next) end = putZigZag(end, next - index);
    end = putZigZag(end, count);
    next = index + 1;
  };
  for (let at = 0; at < buckets.length; at += 2) {
    const isEnd = at === 0 || at + 2 === buckets.length;
    const middleUs = middlesUs[buckets[at]!]!;
    // Only the middle of the first and of the last bucket may lie beyond the values themselves.
    const own = isEnd ? indexOf(Math.min(maxUs, Math.max(minUs, middleUs))) : middleIndexes[buckets[at]!]!;
    if (own !== index) {
      put();
      [index, count] = [own, 0];
    }
    count += buckets[at + 1]!;
  }
  put();
  return end;
}

/** The middle of each of our buckets, and its place. */
const middlesUs = Array.from(
  { length: bucketCount(fineBits) },
  (_, index) => (bucketStartUs(index, fineBits) + bucketStartUs(index + 1, fineBits)) / 2,
);
const middleIndexes = middlesUs.map(indexOf);

/** The place of a value: bucket k holds values of up to 2048 x 2^k by the highest eleven bits of each. */
function indexOf(valueUs: number): number {
  const value = Math.min(largestUs, Math.max(0, Math.round(valueUs)));
  const bucket = Math.max(0, Math.floor(Math.log2(Math.max(1, value))) - halfBits);
  const inBucket = Math.floor(value / 2 ** bucket);
  return (bucket + 1) * half + (inBucket - half);
}

/** Writes seven bits a byte, the lowest first, the highest bit set while more follow, and returns where they end. */
function putZigZag(at: number, value: number): number {
  // Whole numbers of up to 2^52 stay exact twice as large: eight bytes hold them, and the ninth is never needed.
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) scratch[at++] = (rest % 0x80) | 0x80;
  scratch[at++] = rest;
  return at;
}
