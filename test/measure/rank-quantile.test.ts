import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import { rankQuantileMs } from '../../source/measure/rank-quantile.js';
import { emptyHistogram, type HistogramData } from '../../source/model/histogram.js';

function hundredMilliseconds(): HistogramData {
  const recorder = createHistogramRecorder();
  for (let ms = 1; ms <= 100; ms++) recorder.record(ms * 1000);
  return recorder.toData();
}

const rows: readonly (readonly [unanswered: number, quantile: number, expectedMs: number | null])[] = [
  [0, 0.5, 50],
  [0, 0.99, 99],
  [0, 1, 100],
  // 100 of 101 were answered: p99 is the 100th.
  [1, 0.99, 100],
  [2, 0.99, null],
  [100, 0.5, 100],
  [101, 0.5, null],
  [900, 0.1, 100],
  [910, 0.1, null],
];

test('arrivals without an answer rank as infinitely slow', () => {
  for (const [unanswered, quantile, expectedMs] of rows) {
    const got = rankQuantileMs(hundredMilliseconds(), unanswered, quantile);
    if (expectedMs === null) assert.equal(got, null, `p${quantile} with ${unanswered} unanswered`);
    else assert.ok(got !== null && Math.abs(got - expectedMs) <= expectedMs * 0.005, `${got} for ${expectedMs}`);
  }
});

test('there is no quantile where nothing was answered', () => {
  assert.equal(rankQuantileMs(emptyHistogram, 10, 0.01), null);
  assert.equal(rankQuantileMs(emptyHistogram, 0, 0.5), null);
});
