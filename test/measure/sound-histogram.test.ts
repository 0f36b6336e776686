import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeHistograms } from '../../source/measure/histogram.js';
import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import { createHistogramSum } from '../../source/measure/histogram-sum.js';
import { soundHistogram } from '../../source/measure/sound-histogram.js';
import { emptyHistogram, type HistogramData } from '../../source/model/histogram.js';

const recordings = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 40 }).map(recordingOf);

function recordingOf(valuesUs: readonly number[]): HistogramData {
  const recorder = createHistogramRecorder();
  for (const value of valuesUs) recorder.record(value);
  return recorder.toData();
}

test('a sound histogram stays as it is', () => {
  fc.assert(fc.property(recordings, (histogram) => assert.deepEqual(soundHistogram(histogram), histogram)));
});

test('what is no histogram is an empty one', () => {
  for (const value of [null, 3, [], {}, { buckets: 'x' }, { buckets: [] }, { buckets: [5] }]) {
    assert.deepEqual(soundHistogram(value), emptyHistogram);
  }
});

test('buckets that are none are left out, and the rest is bounded by those that are', () => {
  const given = {
    count: 9e99,
    sumUs: Number.NaN,
    minUs: -1,
    maxUs: 1e300,
    buckets: [-1, 2, 1000, 3, 999, 9, 1001, -4, 1002, 1.5, 99999, 1],
  };
  const { count, sumUs, minUs, maxUs, buckets } = soundHistogram(given);
  assert.deepEqual(buckets, [1000, 3]);
  assert.equal(count, 3);
  assert.ok(minUs > 0 && minUs <= sumUs / 3 && sumUs / 3 <= maxUs && maxUs < 1e6);
});

test('whatever comes, every number of a sound histogram is finite and in order', () => {
  const any = fc.record({
    sumUs: fc.anything(),
    minUs: fc.anything(),
    maxUs: fc.anything(),
    buckets: fc.array(fc.anything()),
  });
  const numbers = fc.record({
    sumUs: fc.double(),
    minUs: fc.double(),
    maxUs: fc.double(),
    buckets: fc.array(fc.nat(4000)),
  });
  fc.assert(
    fc.property(fc.oneof(any, numbers), (value) => {
      const { count, sumUs, minUs, maxUs } = soundHistogram(value);
      assert.ok([count, sumUs, minUs, maxUs].every(Number.isFinite));
      assert.ok(minUs <= maxUs && sumUs >= 0 && count >= 0);
    }),
  );
});

test('a sum of histograms is what merging them one by one gives', () => {
  fc.assert(
    fc.property(fc.array(recordings, { maxLength: 5 }), (histograms) => {
      const sum = createHistogramSum();
      for (const histogram of histograms) sum.add(histogram);
      assert.deepEqual(sum.toData(), histograms.reduce(mergeHistograms, emptyHistogram));
    }),
  );
});
