import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criteriaOf } from '../../../source/engine/discovery/criteria.js';
import type { Guard } from '../../../source/engine/discovery/protocol.js';
import { guardOf, tripReason } from '../../../source/engine/discovery/trip-wire.js';
import type { LatencyStatistic, Objective } from '../../../source/model/objective.js';
import { windowOf, windowsOf } from '../../helpers/simulated-window.js';

const guard: Guard = { limitMs: 50, maxSlowRatios: [0.25], maxErrorRatio: 0.1, maxCpuRatio: 0.97, enough: [] };

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
