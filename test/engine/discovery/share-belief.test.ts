import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { above, lowestQuantile } from '../../../source/engine/discovery/belief.js';
import { type ShareModel, type ShareSample, shareBelief } from '../../../source/engine/discovery/share-belief.js';
import { createRandom, nextExponential } from '../../../source/time/random.js';

const line = Math.log(800);
const slope = 30;
const model: ShareModel = {
  allowedRatio: 0.01,
  prior: { lnRate: line + 0.05, deviation: 0.15, lnCeiling: Number.POSITIVE_INFINITY },
  slope: 30,
  overdispersion: 100,
  independent: false,
};

/** Windows whose bad arrivals come in bursts of exponential size: their count varies some `2 * burst` times more than by chance. */
function sampleAt(lnRate: number, burst: number, random: () => number, seconds = 15): ShareSample {
  const total = Math.round(Math.exp(lnRate));
  const ratio = 1 / (1 + 99 * Math.exp(-slope * (lnRate - line)));
  let next = nextExponential(random);
  const blocks = Array.from({ length: seconds }, (_, second) => {
    let bad = 0;
    for (const perSecond = (total * ratio) / burst; next < (second + 1) * perSecond; next += nextExponential(random)) {
      bad += nextExponential(random) * burst;
    }
    return { bad: Math.min(total, Math.round(bad)), total };
  });
  return { lnRate, blocks };
}

function samplesOf(seed: number, burst: number, count = 10): ShareSample[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => sampleAt(line + 0.02 * ((index % 5) - 2), burst, random));
}

function quantiles(samples: readonly ShareSample[], changes: Partial<ShareModel> = {}): readonly number[] {
  const belief = shareBelief(samples, { ...model, ...changes });
  return [0.025, 0.5, 0.975].map((probability) => lowestQuantile([belief], probability));
}

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

test('the interval holds the true line about as often as it says, and the middle is near it', () => {
  let covered = 0;
  const errors: number[] = [];
  for (const seed of seeds) {
    const [low, middle, high] = quantiles(samplesOf(seed, 50)) as [number, number, number];
    if (low <= line && line <= high) covered++;
    errors.push(Math.abs(middle - line));
  }
  assert.ok(covered >= 54, `${covered} of ${seeds.length}`);
  assert.ok(errors.sort((a, b) => a - b)[30]! < 0.015, `median error ${errors[30]}`);
});

test('arrivals taken as independent make intervals that hold the line in a small part of the runs', () => {
  const covered = seeds.filter((seed) => {
    const [low, , high] = quantiles(samplesOf(seed, 50), { independent: true }) as [number, number, number];
    return low <= line && line <= high;
  });
  assert.ok(covered.length < 30, `${covered.length} of ${seeds.length}`);
});

test('without samples the belief is the prior', () => {
  const [low, middle, high] = quantiles([]) as [number, number, number];
  assert.ok(Math.abs(middle - model.prior.lnRate) < 0.01);
  assert.ok(high - low > 3.6 * 0.15 && high - low < 7 * 0.15);
});

test('more of the same narrows the interval', () => {
  const [few, many] = [4, 24].map((count) => {
    const [low, , high] = quantiles(samplesOf(7, 20, count)) as [number, number, number];
    return high - low;
  }) as [number, number];
  assert.ok(many < 0.75 * few, `${few} to ${many}`);
});

test('one stray bad arrival far below the line does not move it by much', () => {
  const samples = samplesOf(3, 20);
  const stray = { lnRate: line - 0.2, blocks: [{ bad: 1, total: 650 }, ...Array(14).fill({ bad: 0, total: 650 })] };
  const [, before] = quantiles(samples) as [number, number];
  const [, after] = quantiles([...samples, stray]) as [number, number];
  assert.ok(Math.abs(after - before) < 0.01);
});

test('a line far above a rate that overloaded the target is not believed', () => {
  const bounded = { ...model, prior: { ...model.prior, lnCeiling: line } };
  assert.ok(above(shareBelief([], bounded), line + 0.15) < 0.02);
  assert.ok(above(shareBelief([], model), line + 0.15) > 0.2);
});

test('whatever the counts are, the belief is a distribution', () => {
  const block = fc.record({ bad: fc.nat({ max: 1000 }), total: fc.nat({ max: 1000 }) });
  const sample = fc.record({
    lnRate: fc.double({ min: line - 3, max: line + 3, noNaN: true }),
    blocks: fc.array(
      block.map(({ bad, total }) => ({ bad: Math.min(bad, total), total })),
      { maxLength: 8 },
    ),
  });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 6 }), (samples) => {
      const belief = shareBelief(samples, model);
      const sum = belief.cells.reduce((all, cell) => all + cell, 0);
      assert.ok(Math.abs(sum - 1) < 1e-9 && belief.cells.every((cell) => cell >= 0));
      assert.ok(belief.overdispersion >= 1);
      assert.ok(lowestQuantile([belief], 0.1) <= lowestQuantile([belief], 0.9));
    }),
    { numRuns: 60, seed: 7 },
  );
});
