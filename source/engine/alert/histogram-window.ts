import { bucketCount, bucketStartUs, fineBits } from '../../measure/latency-buckets.js';
import type { HistogramData } from '../../model/histogram.js';
import { ticksOf } from './window-functions.js';

/** The histograms of a window added up, for each row. */
export type HistogramWindow = {
  readonly add: (row: number, histogram: HistogramData) => void;
  /** A tick is over: what came since the last one is one part of the window, and the oldest part leaves it. */
  readonly tick: () => void;
  /** Times in ms, NaN where the window holds none. */
  readonly percentile: (row: number, percentile: number) => number;
  readonly mean: (row: number) => number;
  readonly max: (row: number) => number;
};

/** What one row holds: all buckets of the window, and the parts that it is the sum of. */
type Row = {
  readonly counts: Int32Array;
  count: number;
  sumUs: number;
  /** Oldest first; the last is not over yet. */
  readonly parts: HistogramData[][];
};

/** Rows with histograms: each has 14 KB of buckets. */
const mostRows = 256;

export function createHistogramWindow(windowMs: number): HistogramWindow {
  const length = ticksOf(windowMs);
  const rows: (Row | undefined)[] = [];

  const change = (row: Row, { buckets, count, sumUs }: HistogramData, sign: 1 | -1): void => {
    row.count += sign * count;
    row.sumUs += sign * sumUs;
    for (let at = 0; at < buckets.length; at += 2) {
      const index = buckets[at]!;
      // Recordings come from strangers: a bucket that does not exist counts nowhere.
      if (index >= 0 && index < row.counts.length) row.counts[index]! += sign * buckets[at + 1]!;
    }
  };
  const held = (row: number): Row | null => {
    const found = rows[row];
    return found === undefined || found.count <= 0 ? null : found;
  };
  return {
    add(index, histogram) {
      if (index >= mostRows || histogram.count === 0) return;
      const row: Row = rows[index] ?? {
        counts: new Int32Array(bucketCount(fineBits)),
        count: 0,
        sumUs: 0,
        parts: [[]],
      };
      rows[index] = row;
      change(row, histogram, 1);
      row.parts.at(-1)!.push(histogram);
    },
    tick() {
      for (const row of rows) {
        if (row === undefined) continue;
        row.parts.push([]);
        if (row.parts.length <= length) continue;
        for (const old of row.parts.shift()!) change(row, old, -1);
      }
    },
    percentile(index, percentile) {
      const row = held(index);
      if (row === null) return Number.NaN;
      const rank = Math.max(1, Math.ceil((percentile / 100) * row.count - 1e-9 * row.count));
      let seen = 0;
      for (let bucket = 0; bucket < row.counts.length; bucket++) {
        seen += row.counts[bucket]!;
        if (seen < rank) continue;
        const middleUs = (bucketStartUs(bucket, fineBits) + bucketStartUs(bucket + 1, fineBits)) / 2;
        return Math.min(middleUs, maxUs(row)) / 1000;
      }
      return Number.NaN;
    },
    mean: (index) => {
      const row = held(index);
      return row === null ? Number.NaN : row.sumUs / row.count / 1000;
    },
    max: (index) => {
      const row = held(index);
      return row === null ? Number.NaN : maxUs(row) / 1000;
    },
  };
}

function maxUs({ parts }: Row): number {
  let most = 0;
  for (const part of parts) for (const histogram of part) most = Math.max(most, histogram.maxUs);
  return most;
}
