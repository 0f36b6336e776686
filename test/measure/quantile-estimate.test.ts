import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chanceLarger } from '../../source/measure/chance-slower.js';
import { interval95Of } from '../../source/measure/estimate.js';
import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import { estimateQuantile, smoothCountAbove, smoothQuantileUs } from '../../source/measure/quantile-estimate.js';
import { estimateRatio } from '../../source/measure/ratio-error.js';
import { createRunSeries, sumRunCells } from '../../source/measure/run-cells.js';
import { emptyHistogram, type HistogramData } from '../../source/model/histogram.js';
import { createRandom, nextExponential } from '../../source/time/random.js';

function recordingOf(valuesUs: readonly number[]): HistogramData {
  const recorder = createHistogramRecorder();
  for (const value of valuesUs) recorder.record(value);
  return recorder.toData();
}

const values = fc.array(fc.double({ min: 1, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 });

test('a smooth quantile has its share of the values above it', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (list, quantile) => {
      const histogram = recordingOf(list);
      const at = smoothQuantileUs(histogram, quantile);
      assert.ok(at >= histogram.minUs && at <= histogram.maxUs);
      // Values that are all the same stand at one place: none of them is above it.
      if (new Set(histogram.buckets.filter((_, index) => index % 2 === 0)).size === list.length && list.length > 1) {
        assert.ok(Math.abs(smoothCountAbove(histogram, at) - (1 - quantile) * list.length) <= 1 + 1e-6);
      }
    }),
  );
});

/** A series whose mean wanders: each value keeps a share of the one before. */
function wandering(count: number, keep: number, seed: number): readonly number[] {
  const random = createRandom(seed);
  let state = 0;
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    state = keep * state + Math.sqrt(1 - keep * keep) * normal;
    return 10 + state;
  });
}

test('the error of a mean covers it as often as it says, however alike neighbours are', () => {
  for (const [keep, count, least] of [
    [0, 60, 0.92],
    [0.5, 60, 0.88],
    [0.8, 120, 0.88],
  ] as const) {
    let covered = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const found = estimateRatio(wandering(count, keep, seed).map((amount) => ({ amount, total: 1 })));
      assert.ok(found !== null);
      const { freedom, ratio, standardError } = found;
      const [low, high] = interval95Of({ value: ratio, errorBelow: standardError, errorAbove: standardError, freedom });
      if (low <= 10 && 10 <= high) covered += 1;
    }
    assert.ok(covered / 200 >= least, `${covered} of 200 with ${keep}`);
  }
});

test('the error that takes seconds for independent would cover much less', () => {
  let covered = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const list = wandering(120, 0.8, seed);
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    const error = Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (119 * 120));
    if (Math.abs(mean - 10) < 1.98 * error) covered += 1;
  }
  assert.ok(covered < 140, `${covered} of 200`);
});

test('fewer than six parts, or nothing in them, tell nothing', () => {
  assert.equal(estimateRatio(Array.from({ length: 5 }, () => ({ amount: 1, total: 2 }))), null);
  assert.equal(estimateRatio(Array.from({ length: 9 }, () => ({ amount: 0, total: 0 }))), null);
});

test('a percentile has an interval that holds the true one, and counts what its values are worth', () => {
  let covered = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = createRandom(seed);
    const stretches = Array.from({ length: 40 }, () =>
      recordingOf(Array.from({ length: 100 }, () => 1000 * nextExponential(random))),
    );
    const sum = recordingSum(stretches);
    const found = estimateQuantile(stretches, sum, 0.9);
    assert.ok(found?.log != null && found.effectiveCount !== null);
    const [low, high] = interval95Of(found.log);
    if (Math.exp(low) <= 1000 * Math.log(10) && 1000 * Math.log(10) <= Math.exp(high)) covered += 1;
    if (seed === 1) assert.ok(found.effectiveCount > 800 && found.effectiveCount < 8000);
  }
  assert.ok(covered >= 180, `${covered} of 200`);
});

function recordingSum(stretches: readonly HistogramData[]): HistogramData {
  return sumRunCells(stretches.map((responseTime) => ({ seconds: 1, due: 0, bad: 0, good: 0, responseTime })))
    .responseTime;
}

test('a percentile beyond which there are no values has none', () => {
  const stretches = Array.from({ length: 10 }, () => recordingOf([1000, 2000, 3000]));
  const found = estimateQuantile(stretches, recordingSum(stretches), 0.99);
  assert.equal(found?.log, null);
  assert.equal(estimateQuantile([], emptyHistogram, 0.5), null);
});

test('the chance that one is larger is one half for the same, and adds up to one both ways', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [first, second] = [recordingOf(a), recordingOf(b)];
      assert.equal(chanceLarger(first, first), 0.5);
      assert.ok(Math.abs(chanceLarger(first, second)! + chanceLarger(second, first)! - 1) < 1e-9);
    }),
  );
  assert.equal(chanceLarger(recordingOf([10]), recordingOf([1000])), 1);
  assert.equal(chanceLarger(emptyHistogram, recordingOf([1])), null);
});

test('a series of any length is kept in a bounded number of equal stretches that lose nothing but the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (length) => {
      const series = createRunSeries();
      for (let at = 0; at < length; at++)
        series.add({ seconds: 1, due: 2, bad: 0, good: 0, responseTime: emptyHistogram });
      const cells = series.cells();
      assert.ok(cells.length >= 1 && cells.length < 128);
      assert.equal(new Set(cells.map((cell) => cell.seconds)).size, 1);
      const kept = cells.reduce((sum, cell) => sum + cell.due, 0) / 2;
      assert.ok(kept <= length && length - kept < cells[0]!.seconds);
    }),
  );
});
