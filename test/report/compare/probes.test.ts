import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHistogram } from '../../../source/model/histogram.js';
import { createProbes } from '../../../source/report/compare/probes.js';
import type { LoadSecond } from '../../../source/report/compare/segments.js';
import { digestOf } from './helpers.js';

const second = (phase: string, perSecond: number, bad = 0): LoadSecond => ({
  phase,
  perSecond,
  level: null,
  cell: { seconds: 1, due: perSecond, bad, good: perSecond - bad, responseTime: emptyHistogram },
  cpu: [],
});

function addSeconds(probes: ReturnType<typeof createProbes>, phase: string, perSecond: number, seconds: number): void {
  for (let at = 0; at < seconds; at++) probes.add(second(phase, perSecond));
}

test('the seconds of each rate that a search tries are kept but for its first two', () => {
  const probes = createProbes();
  addSeconds(probes, 'warm-up 20/s', 20, 9);
  addSeconds(probes, 'ramp 40/s', 40, 5);
  addSeconds(probes, 'ramp 80/s', 80, 1);
  addSeconds(probes, 'recover 20/s', 20, 6);
  addSeconds(probes, 'estimate 60/s', 60, 17);
  addSeconds(probes, 'measure', 60, 17);
  const [probed, ...others] = probes.end();
  assert.equal(others.length, 0);
  assert.equal(probed?.label, '');
  assert.deepEqual(
    probed?.seconds.map(({ perSecond }) => perSecond),
    [...Array(3).fill(40), ...Array(15).fill(60)],
  );
});

test('seconds in which many are refused are left out', () => {
  const probes = createProbes();
  for (const bad of [0, 0, 2, 0, 4, 1]) probes.add(second('estimate 60/s', 60, bad));
  assert.equal(probes.end()[0]?.seconds.length, 3);
});

test('levels of a bench are kept apart, and its systems where there are several', () => {
  const benched = (...targets: readonly string[]): readonly string[] => {
    const probes = createProbes();
    for (const target of targets) {
      for (const level of [20, 19]) {
        probes.begin({ level, target, workload: 'fibonacci' });
        addSeconds(probes, 'estimate 60/s', 60, 5);
      }
    }
    return probes.end().map(({ label }) => label);
  };
  assert.deepEqual(benched('a'), [' at level 20', ' at level 19']);
  assert.deepEqual(benched('a', 'b'), [
    ' at level 20 of fibonacci on a',
    ' at level 19 of fibonacci on a',
    ' at level 20 of fibonacci on b',
    ' at level 19 of fibonacci on b',
  ]);
});

test('a session without a search has none', () => {
  const probes = createProbes();
  addSeconds(probes, 'measure', 60, 60);
  assert.deepEqual(probes.end(), []);
});

test('a rate that is tried again after a recovery begins anew', () => {
  const phases = [
    ...Array<readonly [string, number]>(5).fill(['bracket 80/s', 80]),
    ...Array<readonly [string, number]>(3).fill(['recover 20/s', 20]),
    ...Array<readonly [string, number]>(5).fill(['bracket 80/s', 80]),
  ];
  const { cell } = second('', 80);
  const { probed } = digestOf({ seconds: phases.map(([phase, perSecond]) => ({ phase, perSecond, cell })) });
  assert.equal(probed[0]?.seconds.length, 6);
});
