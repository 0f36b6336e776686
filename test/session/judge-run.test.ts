import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHistogram, type HistogramData } from '../../source/model/histogram.js';
import type { LoadTotals } from '../../source/model/load.js';
import type { Objective } from '../../source/model/objective.js';
import { noOutcomes } from '../../source/model/outcome.js';
import { judgeObjectives } from '../../source/session/judge-run.js';

/** 100 answers of 10 ms, and whatever else is said. */
function totals(parts: Partial<LoadTotals>): LoadTotals {
  // Any bucket serves: with equal minimum and maximum every quantile is that value.
  const responseTime: HistogramData = {
    count: 100,
    sumUs: 1_000_000,
    minUs: 10_000,
    maxUs: 10_000,
    buckets: [1700, 100],
  };
  return {
    durationMs: 1000,
    intended: 100,
    sent: 100,
    outcomes: { ...noOutcomes, ok: 100 },
    responseTime,
    serviceTime: responseTime,
    sendLag: emptyHistogram,
    meanInFlight: 1,
    generatorCpuRatio: 0.1,
    generatorLoopDelayP99Ms: 1,
    ...parts,
  };
}

const p99: Objective = { kind: 'latency', text: 'p99 < 20ms', statistic: 'p99', limitMs: 20 };
const mean: Objective = { kind: 'latency', text: 'mean < 5ms', statistic: 'mean', limitMs: 5 };
const errors: Objective = { kind: 'errors', text: 'errors < 1%', limitRatio: 0.01 };
const cpu: Objective = { kind: 'cpu', text: 'cpu < 80%', limitRatio: 0.8 };

test('judges each objective in its own unit', () => {
  assert.deepEqual(judgeObjectives([p99, mean, errors, cpu], totals({}), [0.2, 0.85]), [
    { text: 'p99 < 20ms', met: true, value: 10 },
    { text: 'mean < 5ms', met: false, value: 10 },
    { text: 'errors < 1%', met: true, value: 0 },
    { text: 'cpu < 80%', met: false, value: 85 },
  ]);
});

test('an arrival without an answer is slower than any limit', () => {
  const lost = totals({ intended: 102, outcomes: { ...noOutcomes, ok: 100, timeout: 2 } });
  const [latency, share] = judgeObjectives([p99, errors], lost, []);
  assert.deepEqual(latency, { text: 'p99 < 20ms', met: false, value: null });
  assert.equal(share!.met, false);
});

test('what was not measured is not met', () => {
  const nothing = totals({ intended: 0, sent: 0, outcomes: noOutcomes, responseTime: emptyHistogram });
  for (const result of judgeObjectives([p99, mean, errors, cpu], nothing, [])) {
    assert.deepEqual([result.met, result.value], [false, null], result.text);
  }
});

test('an objective that names a request is judged on that request alone', () => {
  const quick = totals({}).responseTime;
  const slow: HistogramData = { count: 10, sumUs: 500_000, minUs: 50_000, maxUs: 50_000, buckets: [2200, 10] };
  const requests = [
    { name: 'browse', outcomes: { ...noOutcomes, ok: 90 }, responseTime: quick, serviceTime: quick },
    { name: 'buy', outcomes: { ...noOutcomes, ok: 10, badStatus: 30 }, responseTime: slow, serviceTime: slow },
  ];
  const named: readonly Objective[] = [
    { ...p99, text: 'p99(browse) < 20ms', request: 'browse' },
    { kind: 'latency', text: 'p50(buy) < 75ms', statistic: 'p50', limitMs: 75, request: 'buy' },
    { ...errors, text: 'errors(buy) < 1%', request: 'buy' },
    { ...errors, text: 'errors(nothing) < 1%', request: 'nothing' },
  ];
  assert.deepEqual(
    judgeObjectives(named, totals({ requests }), []).map(({ met, value }) => [met, value]),
    [
      [true, 10],
      [false, null],
      [false, 75],
      [false, null],
    ],
  );
});
