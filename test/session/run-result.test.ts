import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHistogram, type HistogramData, noLatency } from '../../source/model/histogram.js';
import { noOutcomes, type OutcomeCounts } from '../../source/model/outcome.js';
import type { RunResult } from '../../source/model/run.js';
import { runResult } from '../../source/session/run-result.js';
import { plainHost, plainWork } from '../helpers/plain-load.js';

const tenMs: HistogramData = { count: 36, sumUs: 360_000, minUs: 10_000, maxUs: 10_000, buckets: [1700, 36] };

/** What comes of 36 arrivals with such outcomes and times, under one name. */
function resultOf(outcomes: OutcomeCounts, times: HistogramData, sent: number): RunResult {
  const measured = { outcomes, responseTime: times, serviceTime: times };
  return runResult({
    plan: {
      target: 'http://127.0.0.1/',
      load: {
        arrivals: 'paced',
        seed: 1,
        hosts: [plainHost(80)],
        work: plainWork(),
        timeoutMs: 1000,
        inFlightLimit: 100,
        limitsMs: [],
        workers: 1,
      },
      phases: [],
      objectives: [],
      maxPerSecond: null,
      limits: { stops: [], tripWires: true, health: null },
    },
    totals: {
      durationMs: 1000,
      intended: 36,
      sent,
      ...measured,
      requests: [{ name: 'one', ...measured }],
      sendLag: sent === 0 ? emptyHistogram : tenMs,
      meanInFlight: 1,
      generatorCpuRatio: 0.1,
      generatorLoopDelayP99Ms: 1,
    },
    cpuRatios: new Map(),
    ended: 'finished',
    endedBecause: null,
  });
}

test('where nothing was answered well, no response time is known, for all requests and for each name', () => {
  const { requests, responseTimeMs, sendLagMs, serviceTimeMs } = resultOf(
    { ...noOutcomes, badStatus: 36 },
    emptyHistogram,
    36,
  );
  assert.deepEqual([responseTimeMs, serviceTimeMs], [noLatency, noLatency]);
  assert.deepEqual([requests[0]?.responseTimeMs, requests[0]?.serviceTimeMs], [noLatency, noLatency]);
  assert.deepEqual(sendLagMs, { p50: 10, p99: 10, max: 10 });
});

test('where nothing was sent, no lag is known either', () => {
  const { sendLagMs } = resultOf({ ...noOutcomes, unsent: 36 }, emptyHistogram, 0);
  assert.deepEqual(sendLagMs, { p50: null, p99: null, max: null });
});

test('times of good answers are told', () => {
  const { requests, responseTimeMs } = resultOf({ ...noOutcomes, ok: 36 }, tenMs, 36);
  assert.deepEqual([responseTimeMs.p99, requests[0]?.responseTimeMs.p99], [10, 10]);
});
