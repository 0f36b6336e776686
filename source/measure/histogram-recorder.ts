import type { HistogramData } from '../model/histogram.js';
import { bucketCount, bucketOf, fineBits } from './latency-buckets.js';

const headerFloats = 4;
const countAt = 0;
const sumAt = 1;
const minAt = 2;
const maxAt = 3;

/** Size of a recorder's memory in bytes; a multiple of 8. */
export const histogramBytes: number = headerFloats * 8 + bucketCount(fineBits) * 4;

/** Counts every value given, in microseconds, in a fixed piece of memory. */
export type HistogramRecorder = {
  readonly record: (valueUs: number) => void;
  /** Everything recorded so far, as plain data. */
  readonly toData: () => HistogramData;
};

/**
 * A recorder on memory of its own, or on `histogramBytes` of zeroed shared memory: then one thread records and others
 * may call `toData` at any time. What they read may miss the value being recorded just then, but never counts one twice.
 */
export function createHistogramRecorder(
  memory: ArrayBufferLike = new ArrayBuffer(histogramBytes),
  byteOffset = 0,
): HistogramRecorder {
  return new Recorder(memory, byteOffset);
}

/**
 * A class, as everything that the load engine's hot path calls on a new object for each phase: V8 takes methods that are
 * closures for other functions on every object, and throws compiled code away when a phase brings new ones.
 */
class Recorder implements HistogramRecorder {
  readonly #header: Float64Array;
  readonly #counts: Uint32Array;

  constructor(memory: ArrayBufferLike, byteOffset: number) {
    this.#header = new Float64Array(memory, byteOffset, headerFloats);
    this.#counts = new Uint32Array(memory, byteOffset + headerFloats * 8, bucketCount(fineBits));
  }

  record(valueUs: number): void {
    const header = this.#header;
    if (header[countAt] === 0) {
      header[minAt] = valueUs;
      header[maxAt] = valueUs;
    } else if (valueUs > header[maxAt]!) header[maxAt] = valueUs;
    else if (valueUs < header[minAt]!) header[minAt] = valueUs;
    header[sumAt]! += valueUs;
    this.#counts[bucketOf(valueUs, fineBits)]! += 1;
    header[countAt]! += 1;
  }

  toData(): HistogramData {
    const [header, counts] = [this.#header, this.#counts];
    const buckets: number[] = [];
    let count = 0;
    for (let index = 0; index < counts.length; index++) {
      const inBucket = counts[index]!;
      if (inBucket === 0) continue;
      buckets.push(index, inBucket);
      count += inBucket;
    }
    if (count === 0) return { count: 0, sumUs: 0, minUs: 0, maxUs: 0, buckets };
    return { count, sumUs: header[sumAt]!, minUs: header[minAt]!, maxUs: header[maxAt]!, buckets };
  }
}
