import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowestQuantile } from '../../../source/engine/discovery/belief.js';
import { levelBelief } from '../../../source/engine/discovery/level-belief.js';

const model = {
  prior: { lnRate: Math.log(500), deviation: 0.2, lnCeiling: Number.POSITIVE_INFINITY },
  slope: 0.95,
  slopes: [0.3, 1.6],
} as const;

function sampleAt(perSecond: number, level: number) {
  return { lnRate: Math.log(perSecond), lnLevel: Math.log(level), deviation: 0.01 };
}

test('a level that grows with the rate crosses its limit where it should', () => {
  // CPU 0.1 % a request, limit 60 %: the line is at 600.
  const samples = [520, 560, 590, 610, 640].map((perSecond) => sampleAt(perSecond, perSecond / 600));
  const belief = levelBelief(samples, model);
  const [low, middle, high] = [0.025, 0.5, 0.975].map((at) => Math.exp(lowestQuantile([belief], at))) as [
    number,
    number,
    number,
  ];
  assert.ok(Math.abs(middle / 600 - 1) < 0.005, `${middle}`);
  assert.ok(low < 600 && 600 < high && high / low < 1.05);
});

test('samples on one side only leave the interval wider', () => {
  const width = (rates: readonly number[]) => {
    const belief = levelBelief(
      rates.map((rate) => sampleAt(rate, rate / 600)),
      model,
    );
    return lowestQuantile([belief], 0.975) - lowestQuantile([belief], 0.025);
  };
  assert.ok(width([400, 410, 420, 430]) > 2 * width([580, 590, 610, 620]));
});
