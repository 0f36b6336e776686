import { quantileUs } from '../../measure/histogram.js';
import { bucketStartUs, fineBits } from '../../measure/latency-buckets.js';
import type { HistogramData } from '../../model/histogram.js';
import type { Distribution } from './load-parts.js';

/** Eight stretches of one ratio for each octave: what the eye can still tell apart, and bars of one width. */
const perOctave = 8;
const steps = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85] as const;

/** Response times without time, in few stretches and at the shares of answers that are spoken of: 50 %, 90 %, 99 %, ... */
export function distributionOf(histogram: HistogramData): Distribution {
  const { buckets, count } = histogram;
  const counts = new Map<number, number>();
  for (let at = 0; at < buckets.length; at += 2) {
    const middleUs = Math.sqrt(bucketStartUs(buckets[at]!, fineBits) * bucketStartUs(buckets[at]! + 1, fineBits));
    const index = Math.floor(Math.log2(middleUs) * perOctave);
    counts.set(index, (counts.get(index) ?? 0) + buckets[at + 1]!);
  }
  return {
    buckets: [...counts].map(([index, inBucket]) => ({
      fromMs: startMs(index),
      toMs: startMs(index + 1),
      count: inBucket,
    })),
    quantiles: count === 0 ? [] : quantilesOf(count).map((quantile) => ({ quantile, ms: at(histogram, quantile) })),
  };
}

function startMs(index: number): number {
  return Number((2 ** (index / perOctave) / 1000).toPrecision(6));
}

/** As far towards 1 as there are answers to tell it by. */
function quantilesOf(count: number): readonly number[] {
  const nines: number[] = [];
  for (let rest = 0.1; rest * count >= 1; rest /= 10) {
    for (const part of [1, 0.75, 0.5, 0.25]) if (rest * part * count >= 1) nines.push(1 - rest * part);
  }
  return [...steps, ...nines].map((quantile) => Number(quantile.toFixed(9)));
}

function at(histogram: HistogramData, quantile: number): number {
  return Math.round(quantile === 0 ? histogram.minUs : quantileUs(histogram, quantile)) / 1000;
}
