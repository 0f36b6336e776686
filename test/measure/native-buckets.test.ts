import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { classicBoundsUs, countsBelow } from '../../source/measure/classic-buckets.js';
import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import { nativeBuckets, nativeSchema, nativeSpans } from '../../source/measure/native-buckets.js';

const values = fc.array(fc.double({ min: 1, max: 2e8, noNaN: true }), { minLength: 1, maxLength: 200 });

function recorded(all: readonly number[]) {
  const recorder = createHistogramRecorder();
  for (const value of all) recorder.record(value);
  return recorder.toData();
}

test('a value is in the native bucket that holds it, or in the next', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 2e8, noNaN: true }), (valueUs) => {
      const [bucket, ...others] = nativeBuckets(recorded([valueUs]));
      assert.equal(others.length, 0);
      const exact = Math.log2(valueUs / 1e6) * 2 ** nativeSchema;
      assert.ok(Math.abs(bucket!.index - Math.ceil(exact)) <= 1, `${bucket!.index} for ${exact}`);
    }),
  );
});

test('just below a second is bucket 0, without a minus', () => {
  assert.deepEqual(nativeBuckets(recorded([0.99e6])), [{ index: 0, count: 1 }]);
});

test('spans and deltas say the same as the buckets', () => {
  fc.assert(
    fc.property(values, (all) => {
      const buckets = nativeBuckets(recorded(all));
      const { deltas, spans } = nativeSpans(buckets);
      const back: { index: number; count: number }[] = [];
      let [index, count, at] = [0, 0, 0];
      for (const { offset, length } of spans) {
        index += offset;
        for (let turn = 0; turn < length; turn++) {
          count += deltas[at++]!;
          back.push({ index: index++, count });
        }
      }
      assert.deepEqual(back, buckets);
      assert.equal(
        back.reduce((sum, bucket) => sum + bucket.count, 0),
        all.length,
      );
    }),
  );
});

test('classic buckets count what lies below their bounds', () => {
  fc.assert(
    fc.property(values, (all) => {
      const counts = countsBelow(recorded(all));
      for (const [at, boundUs] of classicBoundsUs.entries()) {
        assert.equal(counts[at], all.filter((value) => value < boundUs).length);
      }
    }),
  );
});
