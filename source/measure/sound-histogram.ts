import { emptyHistogram, type HistogramData } from '../model/histogram.js';
import { isObject } from '../model/plain-object.js';
import { bucketCount, bucketStartUs, fineBits } from './latency-buckets.js';

/** Counts above this lose whole numbers. */
const mostValues = Number.MAX_SAFE_INTEGER;

/**
 * A histogram out of a recorded file, which may come from anywhere: buckets that are none are left out, the count is that of
 * the buckets, and sum, minimum and maximum are kept within what the buckets allow. Empty where it is no histogram at all.
 */
export function soundHistogram(value: unknown): HistogramData {
  if (!isObject(value) || !Array.isArray(value.buckets)) return emptyHistogram;
  const given: readonly unknown[] = value.buckets;
  if (isSound(value, given)) return value;
  const buckets: number[] = [];
  let count = 0;
  let last = -1;
  for (let at = 0; at + 1 < given.length; at += 2) {
    const [index, inBucket] = [given[at], given[at + 1]];
    if (!isCount(index) || index <= last || index >= bucketCount(fineBits) || !isCount(inBucket) || inBucket === 0) {
      continue;
    }
    last = index;
    count += inBucket;
    buckets.push(index, inBucket);
  }
  if (count === 0 || count > mostValues) return emptyHistogram;
  // What is under the first bucket is counted in it.
  const lowestUs = buckets[0] === 0 ? 0 : bucketStartUs(buckets[0]!, fineBits);
  const highestUs = bucketStartUs(buckets[buckets.length - 2]! + 1, fineBits);
  // What is beyond the last bucket is counted in it too.
  const isOpenAbove = last === bucketCount(fineBits) - 1;
  const maxUs = within(value.maxUs, lowestUs, isOpenAbove ? Number.MAX_SAFE_INTEGER : highestUs) ?? highestUs;
  const minUs = within(value.minUs, lowestUs, maxUs) ?? lowestUs;
  return {
    count,
    sumUs: within(value.sumUs, minUs * count, maxUs * count) ?? middleSum(buckets),
    minUs,
    maxUs,
    buckets,
  };
}

/** Nearly all are sound, and need no copy. */
function isSound(value: Readonly<Record<string, unknown>>, given: readonly unknown[]): value is HistogramData {
  const { count, maxUs, minUs, sumUs } = value;
  if (given.length === 0 || given.length % 2 !== 0 || !isCount(count)) return false;
  let sum = 0;
  let last = -1;
  for (let at = 0; at < given.length; at += 2) {
    const [index, inBucket] = [given[at], given[at + 1]];
    if (!isCount(index) || index <= last || !isCount(inBucket) || inBucket === 0) return false;
    last = index;
    sum += inBucket;
  }
  // Values beyond the last bucket are counted in it: such a rare one is looked at in full.
  if (last >= bucketCount(fineBits) - 1 || sum !== count) return false;
  const lowestUs = given[0] === 0 ? 0 : bucketStartUs(given[0] as number, fineBits);
  const highestUs = bucketStartUs(last + 1, fineBits);
  if (within(maxUs, lowestUs, highestUs) === null || within(minUs, lowestUs, maxUs as number) === null) return false;
  return within(sumUs, (minUs as number) * count, (maxUs as number) * count) !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function within(value: unknown, low: number, high: number): number | null {
  return typeof value === 'number' && value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9) ? value : null;
}

function middleSum(buckets: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < buckets.length; at += 2) {
    const index = buckets[at]!;
    sum += (buckets[at + 1]! * (bucketStartUs(index, fineBits) + bucketStartUs(index + 1, fineBits))) / 2;
  }
  return sum;
}
