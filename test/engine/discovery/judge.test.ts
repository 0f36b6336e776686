import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criteriaOf, limitsOf, watchedOf } from '../../../source/engine/discovery/criteria.js';
import { judge } from '../../../source/engine/discovery/judge.js';
import { codeOf } from '../../../source/model/error.js';
import type { LoadWindow } from '../../../source/model/load.js';
import type { LatencyStatistic, Objective } from '../../../source/model/objective.js';
import { windowsOf } from '../../helpers/simulated-window.js';

const strictness = { contrast: 1.7, clearEvidence: Math.log(9) };

function latency(statistic: LatencyStatistic, limitMs: number): Objective {
  return { kind: 'latency', text: `${statistic} < ${limitMs}ms`, statistic, limitMs };
}
const errors: Objective = { kind: 'errors', text: 'errors < 1%', limitRatio: 0.01 };
const cpu: Objective = { kind: 'cpu', text: 'cpu < 80%', limitRatio: 0.8 };

function judged(windows: readonly LoadWindow[], ...objectives: Objective[]) {
  return judge(windows, criteriaOf(objectives), 100, strictness);
}

test('limits are those of the latency quantiles in their order, at most four', () => {
  assert.deepEqual(limitsOf([errors, latency('p99', 50), latency('mean', 9), cpu, latency('p50', 20)]), [50, 20]);
  const five = [50, 40, 30, 20, 10].map((limit) => latency('p90', limit));
  assert.deepEqual(limitsOf(five), [50, 40, 30, 20]);
});

test('a fifth latency quantile is refused rather than left unjudged', () => {
  const five = [50, 40, 30, 20, 10].map((limit) => latency('p90', limit));
  assert.throws(
    () => criteriaOf(five),
    (error) => codeOf(error) === 'discovery/too-many-limits',
  );
});

test('an objective on a single request is judged by the arrivals of that request alone', () => {
  const slow: Objective = { kind: 'latency', text: 'p99(buy) < 50ms', statistic: 'p99', limitMs: 50, request: 'buy' };
  const mean: Objective = { kind: 'latency', text: 'mean(buy) < 9ms', statistic: 'mean', limitMs: 9, request: 'buy' };
  const failing: Objective = { kind: 'errors', text: 'errors(sell) < 1%', limitRatio: 0.01, request: 'sell' };
  const objectives = [latency('p99', 80), slow, mean, failing];
  assert.deepEqual(limitsOf(objectives), [80]);
  assert.deepEqual(watchedOf(objectives), [
    { request: 'buy', limitMs: 50 },
    { request: 'buy', limitMs: null },
    { request: 'sell', limitMs: null },
  ]);
  const buy = { due: 10, answered: 10, slow: 0, failed: 0, unsent: 0, meanResponseMs: 5 };
  const sell = { due: 20, answered: 20, slow: 0, failed: 0, unsent: 0, meanResponseMs: 5 };
  const of = (changes: Partial<typeof buy>, others: Partial<typeof sell> = {}) => {
    const named = [
      { ...buy, ...changes },
      { ...buy, ...changes },
      { ...sell, ...others },
    ];
    return judged(windowsOf(60, { named }), ...objectives);
  };
  assert.equal(of({}).leaning, 'meets');
  const late = of({ slow: 2, answered: 10 });
  assert.deepEqual([late.verdict, late.binding, late.badRatio], ['misses', slow.text, 0.2]);
  assert.equal(late.reason, 'p99(buy) < 50ms: 20 % of 600 arrivals were slower, 1.0 % allowed');
  assert.equal(of({ meanResponseMs: 10 }).binding, mean.text);
  assert.equal(of({}, { failed: 1, answered: 19, slow: 7 }).binding, failing.text);
  assert.equal(judged(windowsOf(60), slow).judged, false, 'nothing was counted under that name');
});

test('a long run without slow arrivals meets, one with many misses', () => {
  assert.equal(judged(windowsOf(40), latency('p99', 20)).verdict, 'meets');
  assert.equal(judged(windowsOf(40, { slow: [5] }), latency('p99', 20)).verdict, 'misses');
});

test('a few seconds are unclear, but have a leaning', () => {
  const short = judged(windowsOf(2), latency('p99', 20));
  assert.equal(short.verdict, 'unclear');
  assert.equal(short.leaning, 'meets');
  assert.equal(judged(windowsOf(2, { slow: [2] }), latency('p99', 20)).leaning, 'misses');
});

test('bad arrivals in bursts stay unclear where as many spread evenly would not', () => {
  const even = windowsOf(40, { slow: [2] });
  const burst = windowsOf(40).map((window, index) => (index === 20 ? { ...window, slow: [80] } : window));
  assert.equal(judged(even, latency('p99', 20)).verdict, 'misses');
  assert.equal(judged(burst, latency('p99', 20)).verdict, 'unclear');
});

test('failed and unsent arrivals are bad for latency, and for errors', () => {
  const windows = windowsOf(30, { answered: 93, failed: 4, unsent: 3 });
  const judgement = judged(windows, latency('p99', 20));
  assert.equal(judgement.badRatio, 0.07);
  assert.equal(judgement.verdict, 'misses');
  assert.equal(judged(windows, errors).badRatio, 0.07);
});

test('a rate meets only when every objective does, and the worst is the binding one', () => {
  const windows = windowsOf(60, { slow: [0, 60] });
  const judgement = judged(windows, latency('p99', 50), latency('p50', 20), errors);
  assert.equal(judgement.verdict, 'misses');
  assert.equal(judgement.binding, 'p50 < 20ms');
  assert.equal(judged(windows, latency('p99', 50)).verdict, 'meets');
});

test('the median may be missed by up to half of the arrivals', () => {
  assert.equal(judged(windowsOf(60, { slow: [30] }), latency('p50', 20)).verdict, 'meets');
  assert.equal(judged(windowsOf(60, { slow: [70] }), latency('p50', 20)).verdict, 'misses');
});

test('the mean is judged by the mean response, weighted by answers', () => {
  assert.equal(judged(windowsOf(10, { meanResponseMs: 8 }), latency('mean', 10)).verdict, 'meets');
  assert.equal(judged(windowsOf(10, { meanResponseMs: 12 }), latency('mean', 10)).verdict, 'misses');
  const mixed = [
    ...windowsOf(1, { due: 900, answered: 900, meanResponseMs: 5 }),
    ...windowsOf(1, { meanResponseMs: 50 }),
  ];
  assert.ok(Math.abs(judged(mixed, latency('mean', 10)).margin - 0.95) < 1e-9);
});

test('CPU is judged on average, and said to be unjudged without a reading', () => {
  assert.equal(judged(windowsOf(10, { cpuRatio: 0.9 }), cpu).verdict, 'misses');
  assert.equal(judged(windowsOf(10, { cpuRatio: 0.5 }), cpu).verdict, 'meets');
  const alone = judged(windowsOf(10), cpu);
  assert.equal(alone.judged, false);
  assert.equal(alone.verdict, 'unclear');
  const beside = judged(windowsOf(40), latency('p99', 20), cpu);
  assert.equal(beside.verdict, 'meets');
  assert.match(beside.reason, /cpu < 80%: not judged, no CPU reading/);
});

test('the reason is in words', () => {
  const windows = windowsOf(10, { due: 521, answered: 521, slow: [12] });
  const { reason } = judged(windows, latency('p99', 50));
  assert.equal(reason, 'p99 < 50ms: 2.3 % of 5,210 arrivals were slower, 1.0 % allowed');
  assert.equal(
    judged(windowsOf(10, { answered: 98, failed: 2 }), errors).reason,
    'errors < 1%: 2.0 % of 1,000 arrivals failed, 1.0 % allowed',
  );
});

test('a far miss needs five bad arrivals and twice the share allowed', () => {
  const objective = latency('p99', 20);
  assert.equal(judged(windowsOf(1, { due: 20, answered: 20, slow: [4] }), objective).far, false);
  assert.equal(judged(windowsOf(1, { due: 20, answered: 20, slow: [5] }), objective).far, true);
  assert.equal(judged(windowsOf(10, { slow: [2] }), objective).far, false);
});

test('without arrivals nothing is judged', () => {
  const judgement = judged([], latency('p99', 20));
  assert.equal(judgement.judged, false);
  assert.equal(judgement.badRatio, 0);
});
