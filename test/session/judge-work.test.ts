import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHistogram, type HistogramData } from '../../source/model/histogram.js';
import type { LoadTotals } from '../../source/model/load.js';
import type { Objective } from '../../source/model/objective.js';
import { noOutcomes } from '../../source/model/outcome.js';
import { judgeWork, tightestLimitMs } from '../../source/session/judge-work.js';

const objectives: readonly Objective[] = [
  { kind: 'latency', text: 'p99 < 20ms', statistic: 'p99', limitMs: 20 },
  { kind: 'latency', text: 'p50 < 12ms', statistic: 'p50', limitMs: 12 },
  { kind: 'cpu', text: 'cpu < 80%', limitRatio: 0.8 },
];

/** 30 requests that took 10 ms each, due long before they were sent. */
function totals(bad = 0): LoadTotals {
  const count = 30 - bad;
  const serviceTime: HistogramData = {
    count,
    sumUs: count * 10_000,
    minUs: 10_000,
    maxUs: 10_000,
    buckets: [1700, count],
  };
  const responseTime = { ...serviceTime, minUs: 900_000, maxUs: 900_000, sumUs: count * 900_000 };
  return {
    durationMs: 30,
    intended: 30,
    sent: 30,
    outcomes: { ...noOutcomes, ok: count, timeout: bad },
    responseTime,
    serviceTime,
    sendLag: emptyHistogram,
    meanInFlight: 1,
    generatorCpuRatio: 0,
    generatorLoopDelayP99Ms: 0,
  };
}

const facts = { level: 7, aborted: false, cpuRatios: new Map<string, readonly number[]>() };

test('a level is judged by what requests took, not by how late the generator was', () => {
  const { binding, reason, step } = judgeWork(objectives, totals(), facts);
  assert.deepEqual([step.met, step.level, step.requests, step.meanMs, step.badRatio], [true, 7, 30, 10, 0]);
  assert.equal(binding, 'p50 < 12ms');
  assert.match(reason, /10.0 ms on average/);
});

test('one bad request of thirty misses a p99, and an aborted trial misses whatever was seen', () => {
  const missed = judgeWork(objectives, totals(1), facts);
  assert.deepEqual([missed.step.met, missed.bad, missed.binding], [false, 1, 'p99 < 20ms']);
  assert.match(missed.reason, /3.3 % of 30 requests failed/);
  assert.equal(judgeWork(objectives, totals(), { ...facts, aborted: true }).step.met, false);
});

test('an objective on CPU counts where there are readings', () => {
  const busy = new Map([['api', [0.9, 0.9]]]);
  assert.equal(judgeWork(objectives, totals(), { ...facts, cpuRatios: busy }).step.met, false);
});

test('the limit that levels are foretold by is the tightest', () => {
  assert.equal(tightestLimitMs(objectives), 12);
});
