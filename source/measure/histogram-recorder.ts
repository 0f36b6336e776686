import type { HistogramData } from '../model/histogram.js';
import { bucketCount, bucketOf, fineBits } from './latency-buckets.js';

const headerFloats = 4;
const countAt = 0;
const sumAt = 1;
const minAt = 2;
const maxAt = 3;

/** Size of a recorder's memory in bytes, by its sub-bucket bits; a multiple of 8. */
export function histogramBytesOf(bits: number): number {
  return headerFloats * 8 + bucketCount(bits) * 4;
}

/** Size of the memory of a recorder of the finest buckets. */
export const histogramBytes: number = histogramBytesOf(fineBits);

/** Counts every value given, in microseconds, in a fixed piece of memory. */
export type HistogramRecorder = {
  readonly record: (valueUs: number) => void;
  /** Everything recorded so far, as plain data. */
  readonly toData: () => HistogramData;
};

/**
 * A recorder on memory of its own, or on `histogramBytes` of zeroed shared memory: then one thread records and others
 * may call `toData` at any time. What they read may miss the value being recorded just then, but never counts one twice.
 * With fewer sub-bucket `bits` it takes less memory, and its data says as much less of each value.
 */
export function createHistogramRecorder(
  memory?: ArrayBufferLike,
  byteOffset = 0,
  bits: number = fineBits,
): HistogramRecorder {
  return new Recorder(memory ?? new ArrayBuffer(histogramBytesOf(bits)), byteOffset, bits);
}

/**
 * A class, as everything that the load engine's hot path calls on a new object for each phase: V8 takes methods that are
 * closures for other functions on every object, and throws compiled code away when a phase brings new ones.
 */
class Recorder implements HistogramRecorder {
  readonly #header: Float64Array;
  readonly #counts: Uint32Array;
  readonly #bits: number;

  constructor(memory: ArrayBufferLike, byteOffset: number, bits: number) {
    this.#header = new Float64Array(memory, byteOffset, headerFloats);
    this.#counts = new Uint32Array(memory, byteOffset + headerFloats * 8, bucketCount(bits));
    this.#bits = bits;
  }

  record(valueUs: number): void {
    const header = this.#header;
    if (header[countAt] === 0) {
      header[minAt] = valueUs;
      header[maxAt] = valueUs;
    } else if (valueUs > header[maxAt]!) header[maxAt] = valueUs;
    else if (valueUs < header[minAt]!) header[minAt] = valueUs;
    header[sumAt]! += valueUs;
    this.#counts[bucketOf(valueUs, this.#bits)]! += 1;
    header[countAt]! += 1;
  }

  toData(): HistogramData {
    const [header, counts] = [this.#header, this.#counts];
    const buckets: number[] = [];
    // A wider bucket is given as the fine one at its middle, so that all data is read in one way.
    const finer = fineBits - this.#bits;
    const middle = finer === 0 ? 0 : 1 << (finer - 1);
    let count = 0;
    for (let index = 0; index < counts.length; index++) {
      const inBucket = counts[index]!;
      if (inBucket === 0) continue;
      buckets.push((index << finer) | middle, inBucket);
      count += inBucket;
    }
    if (count === 0) return { count: 0, sumUs: 0, minUs: 0, maxUs: 0, buckets };
    return { count, sumUs: header[sumAt]!, minUs: header[minAt]!, maxUs: header[maxAt]!, buckets };
  }
}
