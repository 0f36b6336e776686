import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import { addSpreads, type Spread, spreadOf, spreadQuantileMs } from '../../source/store/spread.js';

const micros = fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 200 });

function of(values: readonly number[]): Spread {
  const recorder = createHistogramRecorder();
  for (const value of values) recorder.record(value);
  return spreadOf(recorder.toData());
}

test('a quantile is at most a bucket off, and spreads added are the spread of all values', () => {
  fc.assert(
    fc.property(micros, micros, fc.double({ min: 0.01, max: 1, noNaN: true }), (a, b, quantile) => {
      const all = [...a, ...b].sort((x, y) => x - y);
      const sum = addSpreads([of(a), of(b)]);
      assert.deepEqual(sum, of(all));
      const exactMs = all[Math.max(1, Math.ceil(quantile * all.length - 1e-9 * all.length)) - 1]! / 1000;
      const ratio = (spreadQuantileMs(sum, quantile) ?? 0) / exactMs;
      assert.ok(ratio > 0.88 && ratio < 1.42, `${ratio}`);
      if (exactMs > 0.1) assert.ok(ratio > 0.93 && ratio < 1.07, `${ratio}`);
    }),
  );
});

test('nothing has no quantile', () => {
  assert.equal(spreadQuantileMs([], 0.5), null);
  assert.deepEqual(addSpreads([]), []);
});
