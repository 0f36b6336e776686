import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  countAbove,
  mergeHistograms,
  quantilesUs,
  quantileUs,
  subtractHistograms,
  summariseLatency,
} from '../../source/measure/histogram.js';
import { createHistogramRecorder, histogramBytes } from '../../source/measure/histogram-recorder.js';
import { emptyHistogram, type HistogramData } from '../../source/model/histogram.js';

const greatestError = 0.005;
/** Whole microseconds, so that sums are exact in any order; spread over the whole range. */
const value = fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 2 ** 28 - 1 }));
const values = fc.array(value, { maxLength: 300 });

function record(list: readonly number[]): HistogramData {
  const recorder = createHistogramRecorder();
  for (const item of list) recorder.record(item);
  return recorder.toData();
}

test('a quantile is within 0.5 % of the value of that rank in a sorted list', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, q) => {
        const sorted = [...list].sort((a, b) => a - b);
        const rank = Math.max(1, Math.ceil(q * list.length - 1e-9 * list.length));
        const exact = sorted[rank - 1]!;
        const got = quantileUs(record(list), q);
        assert.ok(Math.abs(got - exact) <= exact * greatestError, `${got} for ${exact}`);
      },
    ),
  );
});

test('several quantiles in one walk are those of as many walks', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
  fc.assert(
    fc.property(values, shares, (list, quantiles) => {
      const ascending = quantiles.toSorted((a, b) => a - b);
      const histogram = record(list);
      assert.deepEqual(
        quantilesUs(histogram, ascending),
        ascending.map((quantile) => quantileUs(histogram, quantile)),
      );
    }),
  );
});

test('count, sum, minimum and maximum are exact', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (list) => {
      const data = record(list);
      assert.equal(data.count, list.length);
      assert.equal(
        data.sumUs,
        list.reduce((sum, item) => sum + item, 0),
      );
      assert.equal(data.minUs, Math.min(...list));
      assert.equal(data.maxUs, Math.max(...list));
    }),
  );
});

test('merging gives what recording all in one gives', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      assert.deepEqual(mergeHistograms(record(a), record(b)), record([...a, ...b]));
    }),
  );
});

test('subtracting an earlier reading leaves what was recorded since, its ends known to the bucket', () => {
  fc.assert(
    fc.property(values, values, (before, since) => {
      const left = subtractHistograms(record([...before, ...since]), record(before));
      const exact = record(since);
      assert.equal(left.count, exact.count);
      assert.equal(left.sumUs, exact.sumUs);
      assert.deepEqual(left.buckets, exact.buckets);
      assert.ok(left.minUs <= exact.minUs && left.minUs >= exact.minUs * (1 - 2 * greatestError));
      assert.ok(left.maxUs >= exact.maxUs && left.maxUs <= exact.maxUs * (1 + 2 * greatestError));
    }),
  );
});

test('counts values above a limit, but for those in the limit’s own bucket', () => {
  fc.assert(
    fc.property(values, value, (list, limit) => {
      const above = countAbove(record(list), limit);
      assert.ok(above >= list.filter((item) => item > limit * (1 + 2 * greatestError)).length);
      assert.ok(above <= list.filter((item) => item > limit * (1 - 2 * greatestError)).length);
    }),
  );
});

test('what lies outside the range is clamped to its ends and kept in sum and maximum', () => {
  const data = record([0, 0.25, 1e12]);
  assert.equal(data.count, 3);
  assert.equal(data.minUs, 0);
  assert.equal(data.maxUs, 1e12);
  assert.deepEqual(
    data.buckets.filter((_, at) => at % 2 === 1),
    [2, 1],
  );
});

test('an empty histogram has quantiles and a summary of 0', () => {
  assert.deepEqual(record([]), emptyHistogram);
  assert.equal(quantileUs(emptyHistogram, 0.99), 0);
  assert.equal(countAbove(emptyHistogram, 1), 0);
  assert.deepEqual(summariseLatency(emptyHistogram), { mean: 0, p50: 0, p90: 0, p99: 0, p999: 0, max: 0 });
});

test('the summary is in milliseconds, and a value below one is not 0', () => {
  const summary = summariseLatency(record([250, 250, 250, 4_000]));
  assert.ok(Math.abs(summary.p50 - 0.25) <= 0.25 * greatestError, `${summary.p50}`);
  assert.equal(summary.max, 4);
  assert.equal(summary.mean, 1.188);
});

test('a recorder on a slice of shared memory stays within its slice and is read by another on the same slice', () => {
  const memory = new SharedArrayBuffer(3 * histogramBytes);
  const writer = createHistogramRecorder(memory, histogramBytes);
  for (const item of [1, 77, 2 ** 28]) writer.record(item);
  const bytes = new Uint8Array(memory);
  assert.ok(bytes.subarray(0, histogramBytes).every((byte) => byte === 0));
  assert.ok(bytes.subarray(2 * histogramBytes).every((byte) => byte === 0));
  assert.deepEqual(createHistogramRecorder(memory, histogramBytes).toData(), record([1, 77, 2 ** 28]));
});
