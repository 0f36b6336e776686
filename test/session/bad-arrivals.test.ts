import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistogramRecorder, histogramBytes } from '../../source/measure/histogram-recorder.js';
import { emptyHistogram, type HistogramData } from '../../source/model/histogram.js';
import type { LoadTotals } from '../../source/model/load.js';
import type { Objective } from '../../source/model/objective.js';
import { noOutcomes } from '../../source/model/outcome.js';
import { badArrivals } from '../../source/session/bad-arrivals.js';

function timesOf(...ms: readonly number[]): HistogramData {
  const recorder = createHistogramRecorder(new SharedArrayBuffer(histogramBytes), 0);
  for (const value of ms) recorder.record(value * 1000);
  return recorder.toData();
}

const all = timesOf(...Array.from({ length: 96 }, () => 10), 90, 90, 90);
const buy = timesOf(10, 90, 90, 90);
const totals: LoadTotals = {
  durationMs: 1000,
  intended: 100,
  sent: 100,
  outcomes: { ...noOutcomes, ok: 99, timeout: 1 },
  responseTime: all,
  serviceTime: all,
  sendLag: emptyHistogram,
  meanInFlight: 1,
  generatorCpuRatio: 0.1,
  generatorLoopDelayP99Ms: 1,
  requests: [{ name: 'buy', outcomes: { ...noOutcomes, ok: 4, timeout: 1 }, responseTime: buy, serviceTime: buy }],
};
const latency = (limitMs: number, request?: string): Objective => {
  return { kind: 'latency', text: '', statistic: 'p99', limitMs, ...(request === undefined ? {} : { request }) };
};

test('bad arrivals are those that failed, and those slower than the tightest limit', () => {
  assert.deepEqual(badArrivals(totals, []), { count: 1, ratio: 0.01 });
  assert.deepEqual(badArrivals(totals, [latency(200), latency(50)]), { count: 4, ratio: 0.04 });
});

test('where a single request has an objective, its own share of bad arrivals counts', () => {
  assert.deepEqual(badArrivals(totals, [latency(200), latency(50, 'buy')]), { count: 4, ratio: 0.8 });
  assert.deepEqual(badArrivals(totals, [latency(50, 'sell')]), { count: 1, ratio: 0.01 });
});
