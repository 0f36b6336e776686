import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criteriaOf } from '../../../source/engine/discovery/criteria.js';
import type { Guard } from '../../../source/engine/discovery/protocol.js';
import { guardOf, isOverload, tripReason } from '../../../source/engine/discovery/trip-wire.js';
import type { LatencyStatistic, Objective } from '../../../source/model/objective.js';
import { windowOf, windowsOf } from '../../helpers/simulated-window.js';

const guard: Guard = {
  limitMs: 50,
  maxSlowRatios: [0.25],
  maxNamedSlowRatios: [],
  maxErrorRatio: 0.1,
  maxCpuRatio: 0.97,
  enough: [],
};

test('a quiet trial does not trip', () => {
  assert.equal(tripReason([], guard), null);
  assert.equal(tripReason(windowsOf(30), guard), null);
});

test('errors trip in two windows running, not in one', () => {
  const failing = windowOf({ answered: 80, failed: 20 });
  assert.equal(tripReason([windowOf(), failing], guard), null);
  assert.match(tripReason([failing, failing], guard) ?? '', /20 % of the arrivals of its last second failed/);
  assert.equal(tripReason([failing, windowOf()], guard), null);
});

test('a few errors at a low rate do not trip', () => {
  const failing = windowOf({ due: 3, answered: 2, failed: 1 });
  assert.equal(tripReason([failing, failing], guard), null);
});

test('slow arrivals trip only with a queue behind them', () => {
  const slow = windowOf({ slow: [40] });
  assert.equal(tripReason([slow, slow], guard), null);
  const queueing = windowOf({ slow: [40], inFlight: 4 });
  assert.match(tripReason([queueing, queueing], guard) ?? '', /40 % of the arrivals of its last second slow or unsent/);
});

test('one request that is slow two seconds running trips, however quick the others are', () => {
  const watching: Guard = { ...guard, maxNamedSlowRatios: [{ place: 1, ratio: 0.25 }] };
  const quick = { due: 90, answered: 90, slow: 0, failed: 0, unsent: 0, meanResponseMs: 2 };
  const slow = windowOf({ named: [quick, { ...quick, due: 10, answered: 8, slow: 5 }] });
  assert.equal(tripReason([windowOf(), slow], watching), null);
  assert.match(tripReason([slow, slow], watching) ?? '', /^50 % of the arrivals of one request/);
  assert.equal(tripReason([slow, slow], guard), null);
});

test('four limits worth of arrivals in flight trip at once', () => {
  assert.match(tripReason([windowOf({ inFlight: 30 })], guard) ?? '', /30 requests in flight/);
  assert.equal(tripReason([windowOf({ inFlight: 20 })], guard), null);
});

test('a target that answers less than it is sent trips', () => {
  const silent = windowOf({ answered: 10, slow: [0], inFlight: 2 });
  assert.match(tripReason([silent, silent], guard) ?? '', /only 10 % of the arrivals of its last second were answered/);
});

test('CPU trips after three windows over its hard limit', () => {
  const busy = windowOf({ cpuRatio: 0.99 });
  assert.equal(tripReason([busy, busy], guard), null);
  assert.match(tripReason([busy, busy, busy], guard) ?? '', /CPU at 99 %/);
  assert.equal(tripReason(windowsOf(3, { cpuRatio: 1 }), { ...guard, maxCpuRatio: 1 }), null);
});

test('an objective on a single request sets its own bound, and none on all of them', () => {
  const one = { kind: 'latency', text: '', statistic: 'p99', limitMs: 30, request: 'buy' } as const;
  const found = guardOf(criteriaOf([{ kind: 'errors', text: '', limitRatio: 0.001, request: 'buy' }, one]));
  assert.deepEqual([found.limitMs, found.maxErrorRatio, found.maxSlowRatios], [30, 0.1, []]);
  assert.deepEqual(
    found.maxNamedSlowRatios.map(({ place }) => place),
    [1],
  );
});

test('the guard follows the objectives', () => {
  const latency = (statistic: LatencyStatistic, limitMs: number): Objective => ({
    kind: 'latency',
    text: '',
    statistic,
    limitMs,
  });
  const of = (...objectives: Objective[]) => guardOf(criteriaOf(objectives));
  assert.equal(of(latency('p99', 80), latency('p50', 20)).limitMs, 20);
  assert.ok(of(latency('p50', 20)).maxSlowRatios[0]! > 0.5, 'half of them may be slow');
  assert.equal(of(latency('p99', 80)).maxErrorRatio, 0.1);
  assert.equal(of({ kind: 'errors', text: '', limitRatio: 0.05 }).maxErrorRatio, 0.25);
  assert.equal(of({ kind: 'errors', text: '', limitRatio: 0.05 }).limitMs, 1000);
  assert.equal(of(latency('p99', 80)).maxCpuRatio, 1);
  assert.equal(of({ kind: 'cpu', text: '', limitRatio: 0.8 }).maxCpuRatio, 0.97);
});

test('a trial ends once it has told enough, and that is no overload', () => {
  const told = {
    ...guard,
    enough: [
      { counted: { kind: 'all', slow: 0 } as const, bad: 40 },
      { counted: { kind: 'all', slow: null } as const, bad: 25 },
    ],
  };
  assert.equal(tripReason([windowOf({ slow: [19] }), windowOf({ slow: [20] })], told), null);
  const slow = [windowOf({ slow: [20] }), windowOf({ slow: [20] })];
  assert.match(tripReason(slow, told) ?? '', /40 bad arrivals already tell that the objective is missed/);
  assert.equal(isOverload(slow, told), false);
  assert.notEqual(tripReason([windowOf({ answered: 75, failed: 25 })], told), null);
});
