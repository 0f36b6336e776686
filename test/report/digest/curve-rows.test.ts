import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiscoveryResult } from '../../../source/model/discovery.js';
import { noOutcomes } from '../../../source/model/outcome.js';
import { withCurves } from '../../../source/report/digest/curve-rows.js';
import type { RateRow } from '../../../source/report/digest/row-parts.js';
import { judgedText, shownVerdict } from '../../../source/report/rate-verdict.js';
import { discoveryParts } from '../helpers.js';

function row(perSecond: number, configuration: string | null = null): RateRow {
  const counted = { seconds: 10, offeredPerSecond: 0, achievedPerSecond: 0, requests: 900, late: 12 };
  const outcomes = { ...noOutcomes, ok: 826 };
  return { configuration, perSecond, ...counted, outcomes, responseTimeMs: null, verdict: 'meets', misses: 1 };
}

const summary = { mean: 40, p50: 20, p90: 90, p99: 353, p999: 380, max: 400 };
const point = {
  perSecond: 179,
  p50Ms: 20,
  p90Ms: 90,
  p99Ms: 353,
  badRatio: 46 / 881,
  intervals95: { p50Ms: null, p90Ms: null, p99Ms: [339, 374] as const },
  load: {
    seconds: 5,
    requests: 881,
    sent: 880,
    outcomes: { ...noOutcomes, ok: 880, unsent: 1 },
    late: 45,
    responseTimeMs: summary,
    p999Interval95Ms: null,
  },
};
const result: DiscoveryResult = { ...discoveryParts, sentence: '', curve: [point] };

test('a rate of a search is told in the numbers of its answer, which counts late answers where they were asked for', () => {
  const [found] = withCurves([row(179.04)], [{ configuration: null, name: 'load line', result }]);
  const { late, outcomes, requests, sent } = { ...point.load };
  assert.equal(outcomes.ok + outcomes.unsent, requests);
  assert.deepEqual(found, {
    ...row(179.04),
    seconds: 5,
    requests,
    outcomes,
    late,
    offeredPerSecond: sent / 5,
    achievedPerSecond: 176,
    responseTimeMs: { ...summary, count: 880, intervals95: { p50: null, p90: null, p99: [339, 374], p999: null } },
  });
});

test('what an answer does not tell, or tells of another configuration, stays as the intervals have it', () => {
  const { load: _, ...older } = point;
  const rows = [row(179), row(400), row(179, 'fibonacci 20')];
  const known = withCurves(rows, [{ configuration: null, name: 'load line', result: { ...result, curve: [older] } }]);
  assert.deepEqual(known, rows);
  const [first, ...others] = withCurves(rows, [{ configuration: null, name: 'load line', result }]);
  assert.equal(first?.requests, 881);
  assert.deepEqual(others, rows.slice(1));
});

test('a rate that met the objective only after it had missed says both, and is shown as unclear', () => {
  assert.equal(judgedText(row(1)), 'meets, missed once');
  assert.equal(judgedText({ verdict: 'meets', misses: 2 }), 'meets, missed 2 times');
  assert.equal(judgedText({ verdict: 'misses', misses: 2 }), 'misses');
  assert.equal(judgedText({ verdict: null, misses: 0 }), '');
  assert.equal(shownVerdict({ verdict: 'meets', misses: 0 }), 'meets');
  assert.equal(shownVerdict(row(1)), 'unclear');
});
